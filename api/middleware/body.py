"""A limit on what is read of a request's body, whatever its headers promise."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import problem, problem_response

DEFAULT_LIMIT = 64 * 1024


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
        if _announced(scope) > limit:
            await problem_response(problem(413), {"Connection": "close"})(scope, receive, send)
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
                raise HTTPException(413, headers={"Connection": "close"})
        return message


def _announced(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0
