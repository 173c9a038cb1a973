"""What the program asks of tracing, and the tracing that does nothing."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol


class Span(Protocol):
    """Something under way. Names and values are ours alone: no text, id or address of a user."""

    @property
    def trace_id(self) -> str:
        """The name of the trace that it belongs to; empty where nothing is traced."""
        ...

    def name(self, name: str) -> None:
        """Call it by what is known by now."""
        ...

    def note(self, **values: str | int) -> None:
        """Add facts; `__` in a fact's name stands for a dot."""
        ...

    def fail(self) -> None:
        """Mark it as failed."""
        ...


class Tracer(Protocol):
    """Takes spans. Safe for many threads; what is begun inside a span's block belongs to it."""

    def span(self, name: str, *, is_request: bool = False) -> AbstractContextManager[Span]:
        """A span for as long as the block lasts."""
        ...

    def steps(self, milliseconds: Mapping[str, float]) -> None:
        """Spans of steps that followed each other and ended just now."""
        ...

    def close(self) -> None:
        """Send what is outstanding, within two seconds."""
        ...


class _NoSpan:
    trace_id = ""

    def name(self, name: str) -> None:
        del name

    def note(self, **values: str | int) -> None:
        del values

    def fail(self) -> None:
        """Nothing is kept."""


class _NoTracing:
    _span = _NoSpan()

    def span(self, name: str, *, is_request: bool = False) -> AbstractContextManager[Span]:
        del name, is_request
        return nullcontext(self._span)

    def steps(self, milliseconds: Mapping[str, float]) -> None:
        del milliseconds

    def close(self) -> None:
        """Nothing waits."""


NO_TRACING: Tracer = _NoTracing()
