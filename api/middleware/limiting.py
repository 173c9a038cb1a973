"""Rate limits and the cap on concurrent work, before anything expensive happens."""

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from api.limits import RateLimits, Refusal
from api.metrics import Metrics
from api.plain_pages import is_plain
from api.problems import problem, problem_response

_WORK = ("/api/", "/v1/")
_BUSY_RETRY_S = "2"
_TYPING = "/api/desk/suggest"
"""Asked with every few keys by signed-in staff, of whom a whole office may share one address; cheap to all others."""


class Limiting:
    """Answers 429 to a client past its limit, and 503 with Retry-After past the total or the cap."""

    def __init__(self, app: ASGIApp, rates: RateLimits, max_concurrent: int, metrics: Metrics) -> None:
        self._app = app
        self._rates = rates
        self._max_concurrent = max_concurrent
        self._metrics = metrics
        self._active = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not _is_work(scope["path"]):
            await self._app(scope, receive, send)
            return
        refusal = None if scope["path"] == _TYPING else await self._refusal(scope)
        if refusal is not None:
            self._metrics.refused.labels(refusal.limit).inc()
            status = 429 if refusal.limit == "client" else 503
            headers = {"Retry-After": str(refusal.retry_after_s)}
            await problem_response(problem(status), headers, scope["path"])(scope, receive, send)
        elif self._active >= self._max_concurrent:
            self._metrics.refused.labels("concurrency").inc()
            await problem_response(problem(503), {"Retry-After": _BUSY_RETRY_S}, scope["path"])(scope, receive, send)
        else:
            await self._admit(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Refusal | None:
        client = scope["client"][0] if scope.get("client") else ""
        if self._rates.is_remote:
            return await anyio.to_thread.run_sync(self._rates.refusal, client)
        return self._rates.refusal(client)

    async def _admit(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._active += 1
        self._metrics.active.set(self._active)
        try:
            await self._app(scope, receive, send)
        finally:
            self._active -= 1
            self._metrics.active.set(self._active)


def _is_work(path: str) -> bool:
    """Whether it is a request to the interface, or to the pages that ask it in a form's place."""
    return path.startswith(_WORK) or is_plain(path)
