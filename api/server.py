"""Running the service: the data folder held, the socket bound, the streams ended before the stop."""

import asyncio
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from fastapi import FastAPI

from api.service import Service
from bot.retrieval.memory import give_back_memory
from bot.settings import Settings

_SWITCH_S = 0.001
_COLLECT_FROM = 10_000
"""New objects between two collections; at Python's 700 every answer would stand still twice."""
_DRAIN_SHARE = 0.3
"""The part of the stop time in which streams may still end by themselves."""


def serve(app: FastAPI, listener: socket.socket, settings: Settings, on_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; then finish what is under way, within the stop time of the settings."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        log_level=logging.WARNING,
        server_header=False,
        date_header=True,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=max(1, round(settings.stop_timeout_s)),
        backlog=1024,
    )
    server = _Server(config, app.state.service, settings.stop_timeout_s * _DRAIN_SHARE, on_ready)
    with _signals_outlived():
        server.run(sockets=[listener])


def _settle() -> None:
    """Take what was loaded at the start out of the garbage collector's sight: it stays, and looking through it costs.

    Threads change over sooner as well: an answer must not wait 5 ms for another thread's turn to end.
    """
    gc.collect()
    give_back_memory()
    gc.freeze()
    gc.enable()  # it stands still from the start of the process until here
    gc.set_threshold(_COLLECT_FROM, *gc.get_threshold()[1:])
    sys.setswitchinterval(_SWITCH_S)


@contextmanager
def _signals_outlived() -> Iterator[None]:
    """Survive the signal that ended the server, which uvicorn raises once more: what is open must still be closed."""
    held = {number: signal.signal(number, _ignore) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)


def _ignore(number: int, frame: FrameType | None) -> None:
    """A handler of ours, unlike SIG_IGN, lets uvicorn take the signal first."""


class _Server(uvicorn.Server):
    """Ends open streams before connections are waited for, and tells when it is ready."""

    def __init__(self, config: uvicorn.Config, service: Service, drain_s: float, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._service = service
        self._drain_s = drain_s
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets)
        _settle()
        if self.started:
            self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop accepting, end the streams, then close."""
        ending = asyncio.create_task(self._service.end_streams(self._drain_s))
        await super().shutdown(sockets)
        await ending
