"""The outermost layer: request id, security headers, one log line and one count a request, and the last catch."""

import secrets
import time
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import where_it_failed
from api.metrics import Metrics
from api.middleware.headers import security_headers
from api.problems import problem, problem_response
from bot.tracing import NO_TRACING, Span, Tracer

_QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Boundary:
    """Wraps the app; what escapes it becomes a Chinese 500 and a log line without the error's message."""

    def __init__(
        self, app: ASGIApp, metrics: Metrics, tracer: Tracer, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._tracer = tracer
        self._clock = clock
        self._log = structlog.get_logger("http")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        tracer = NO_TRACING if scope["path"] in _QUIET else self._tracer
        with tracer.span("request", is_request=True) as span:
            await self._serve(scope, receive, send, span)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, span: Span) -> None:
        began = self._clock()
        request_id = secrets.token_hex(8)
        reply = _Reply(send, security_headers(scope), request_id)
        try:
            await self._app(scope, receive, reply)
        except Exception as error:  # noqa: BLE001 - the process boundary: nothing may end the server
            self._log.error("request failed", request_id=request_id, **where_it_failed(error))
            if not reply.status:
                await problem_response(problem(500), path=scope["path"])(scope, receive, reply)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            method = scope["method"] if scope["method"] in _METHODS else "other"
            seconds = self._clock() - began
            self._metrics.observe_request(route, method, reply.status, seconds)
            _describe(span, method, route, reply.status)
            log = self._log.debug if route in _QUIET else self._log.info
            traced = {"trace_id": span.trace_id} if span.trace_id else {}
            log(
                "request", request_id=request_id, **traced,
                method=method, route=route, status=reply.status, ms=round(seconds * 1000, 1),
            )  # fmt: skip


def _describe(span: Span, method: str, route: str, status: int) -> None:
    """Name a request's span by its route's template; status 0 is a client that left before the response began."""
    span.name(f"{method} {route}")
    span.note(http__request__method=method, http__route=route, http__response__status_code=status)
    if status >= 500:
        span.fail()


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _Reply:
    """Adds headers to the response on its way out, and remembers its status (0 until it has begun)."""

    def __init__(self, send: Send, headers: list[tuple[bytes, bytes]], request_id: str) -> None:
        self._send = send
        self._headers = headers
        self._request_id = request_id
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            present = {name.lower() for name, _ in message["headers"]}
            added = [pair for pair in self._headers if pair[0] not in present]
            message["headers"] = [*message["headers"], *added, (b"x-request-id", self._request_id.encode())]
        await self._send(message)
