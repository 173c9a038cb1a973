"""What the routes work with: one object made at start-up and handed in, never looked up globally."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

import anyio
from fastapi import Depends, Request

from api.metrics import Metrics
from api.surface import Assistant
from bot.settings import Settings
from bot.storage.links import PolicyLinks


@dataclass
class Service:
    """Everything a route needs."""

    settings: Settings
    assistant: Assistant
    metrics: Metrics
    threads: anyio.CapacityLimiter = field(init=False)
    single_sign_on: Any = field(default=None, init=False)
    links: PolicyLinks = field(init=False)
    _scopes: set[anyio.CancelScope] = field(default_factory=set, init=False)
    _stopping: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.threads = anyio.CapacityLimiter(self.settings.worker_threads)
        self.links = PolicyLinks(self.assistant.policies)

    @contextmanager
    def cut_on_stop(self, scope: anyio.CancelScope) -> Iterator[None]:
        """Cancel the scope where the server stops inside this block."""
        if self._stopping:
            scope.cancel()
        self._scopes.add(scope)
        try:
            yield
        finally:
            self._scopes.discard(scope)

    async def end_streams(self, wait_s: float) -> None:
        """Let open streams come to their end for so long, then cut them; each still sends its last event."""
        with anyio.move_on_after(wait_s):
            while self._scopes:
                await anyio.sleep(0.02)
        self._stopping = True
        for scope in list(self._scopes):
            scope.cancel()


def service_of(request: Request) -> Service:
    """The service of the app that took the request."""
    return cast(Service, request.app.state.service)


async def _service(request: Request) -> Service:
    """The same as a dependency: a plain function would go through another thread first."""
    return service_of(request)


ServiceDep = Annotated[Service, Depends(_service)]
