"""A circuit breaker: after some failures in a row the model is left alone for a while, then tried once."""

import threading
import time
from collections.abc import Callable
from typing import Literal

State = Literal["closed", "open", "half_open"]


class Breaker:
    """Counts failures in a row. Safe for threads; durations by a monotonic clock."""

    def __init__(self, failures: int = 3, rest_s: float = 30.0, clock: Callable[[], float] = time.monotonic) -> None:
        """Opens after so many failures and rests so long before one try is let through."""
        self._limit = failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at: float | None = None
        self._is_trying = False

    @property
    def state(self) -> State:
        """`closed` lets all through, `open` none, `half_open` a single try."""
        if self._opened_at is None:
            return "closed"
        return "half_open" if self._clock() - self._opened_at >= self._rest_s else "open"

    def admits(self) -> bool:
        """Whether a call may go out now; in the half-open state the first caller takes the only try."""
        with self._lock:
            state = self.state
            if state == "closed":
                return True
            if state == "open" or self._is_trying:
                return False
            self._is_trying = True
            return True

    def succeeded(self) -> None:
        """The call ended well: all is forgotten."""
        with self._lock:
            self._failures, self._opened_at, self._is_trying = 0, None, False

    def failed(self) -> None:
        """The call failed: the count goes up, or the rest begins anew."""
        with self._lock:
            self._failures += 1
            if self._is_trying or self._failures >= self._limit:
                self._opened_at = self._clock()
            self._is_trying = False

    def abandoned(self) -> None:
        """The call was cancelled by its caller: nothing is learnt, and the try is free again."""
        with self._lock:
            self._is_trying = False
