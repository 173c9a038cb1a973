"""A limit on what is read of a request's body, whatever its headers promise."""

from collections.abc import Mapping

import anyio
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem, problem_response

DEFAULT_LIMIT = 64 * 1024
_DISCARD_BYTES = 32 << 20
_DISCARD_S = 5
"""What is still taken off the line of a body that is refused: a client that writes to the end before it reads would
otherwise see a broken connection in place of the answer."""


class BodyLimit:
    """Answers 413 to a body past the limit of its path; `limits` maps path prefixes to bytes."""

    def __init__(self, app: ASGIApp, limits: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._limits = dict(limits or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next((size for prefix, size in self._limits.items() if scope["path"].startswith(prefix)), DEFAULT_LIMIT)
        headers = dict(scope["headers"])
        if _announced(headers) > limit:
            if b"expect" not in headers:  # who asks first has sent nothing yet, and reading would call for it
                await _discard(receive)
            await problem_response(problem(413), {"Connection": "close"}, scope["path"])(scope, receive, send)
            return
        await self._app(scope, _Guard(receive, limit), send)


class _Guard:
    """Counts what is read; past the limit the reader gets the 413, which every route passes on."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                if message.get("more_body", False):
                    await _discard(self._receive)
                raise HTTPException(413, headers={"Connection": "close"})
        return message


async def _discard(receive: Receive) -> None:
    """Read the rest of a body and keep none of it, within bounds."""
    left = _DISCARD_BYTES
    with anyio.move_on_after(_DISCARD_S):
        while left > 0:
            message = await receive()
            if message["type"] != "http.request" or not message.get("more_body", False):
                return
            left -= len(message.get("body", b""))


def _announced(headers: Mapping[bytes, bytes]) -> int:
    value = headers.get(b"content-length", b"")
    return int(value) if value.isdigit() else 0
