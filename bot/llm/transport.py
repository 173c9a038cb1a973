"""The wire to the endpoint: no response may be larger than an answer can be, and none may hold up the event loop."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextvars import ContextVar

import httpx

_PIECE = 4096


class TooMuchError(httpx.TransportError):
    """The endpoint sent more than any answer needs, or goes on when nobody waits for it."""


class Leash:
    """Holds the calls of one question: past its time, or once let go, no response is read any further.

    Cancelling alone is not enough: an agent that is cancelled lets its model finish while bytes keep coming.
    """

    def __init__(self, seconds: float) -> None:
        """Lasts so many seconds from now."""
        self._until = time.monotonic() + seconds
        self._is_let_go = False

    def let_go(self) -> None:
        """Nobody waits any more."""
        self._is_let_go = True

    @property
    def is_over(self) -> bool:
        """Whether reading on is of no use."""
        return self._is_let_go or time.monotonic() > self._until


LEASH: ContextVar[Leash | None] = ContextVar("leash", default=None)


class BoundedTransport(httpx.AsyncBaseTransport):
    """Passes requests on; counts what comes back, and gives way to other tasks after each piece.

    Without giving way a fast endless answer would keep the loop busy, and no deadline could end it.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport, max_bytes: int) -> None:
        """Wraps another transport."""
        self._inner = inner
        self._max_bytes = max_bytes

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The response, its stream bounded."""
        response = await self._inner.handle_async_request(request)
        if isinstance(response.stream, httpx.AsyncByteStream):
            response.stream = _BoundedStream(response.stream, self._max_bytes, LEASH.get())
        return response

    async def aclose(self) -> None:
        """Closes the wrapped transport."""
        await self._inner.aclose()


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream, max_bytes: int, leash: Leash | None) -> None:
        self._inner = inner
        self._left = max_bytes
        self._leash = leash

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._inner:
            self._left -= len(piece)
            if self._left < 0:
                raise TooMuchError("the endpoint sent too much")
            for start in range(0, len(piece), _PIECE):
                yield piece[start : start + _PIECE]
                await asyncio.sleep(0)
                if self._leash is not None and self._leash.is_over:
                    raise TooMuchError("nobody waits for the rest")

    async def aclose(self) -> None:
        await self._inner.aclose()
