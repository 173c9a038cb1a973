"""The threads that answers are worked out on: a service sets how many, for its own event loop."""

from collections.abc import Callable
from typing import TypeVar, TypeVarTuple

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
_LIMITER: RunVar[CapacityLimiter | None] = RunVar("answering_threads", None)


def limit_threads(limiter: CapacityLimiter) -> None:
    """From now on `on_thread` waits for this limiter; call it inside the event loop that it is for."""
    _LIMITER.set(limiter)


async def on_thread(work: Callable[[*Arguments], Result], *arguments: *Arguments) -> Result:
    """What the blocking work returns. Without a limit of the event loop's own, anyio's usual one holds."""
    return await to_thread.run_sync(work, *arguments, limiter=_LIMITER.get())
