"""Spans sent to an OpenTelemetry collector by OTLP over HTTP, in batches, behind the answers' back."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

_SERVICE = "policy-assistant"
_TRACES = "/v1/traces"
_SEND_TIMEOUT_S = 5.0
_STOP_S = 2.0


class OtelSpan:
    """A span of the SDK's."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span

    @property
    def trace_id(self) -> str:
        """The name of the trace, in 32 hexadecimal digits."""
        return f"{self._span.get_span_context().trace_id:032x}"

    def name(self, name: str) -> None:
        """Call it by what is known by now."""
        self._span.update_name(name)

    def note(self, **values: str | int) -> None:
        """Add facts; `__` in a fact's name stands for a dot."""
        self._span.set_attributes({name.replace("__", "."): value for name, value in values.items()})

    def fail(self) -> None:
        """Mark it as failed."""
        self._span.set_status(trace.StatusCode.ERROR)


class OtelTracer:
    """Sends spans through a provider of its own: the global one, which libraries write to, stays off.

    The usual `OTEL_*` variables hold for headers, sampling and batches. A collector that is gone costs spans alone.
    """

    def __init__(self, endpoint: str) -> None:
        base = endpoint.rstrip("/")
        address = base if base.endswith(_TRACES) else base + _TRACES
        self._exporter = OTLPSpanExporter(endpoint=address, timeout=_SEND_TIMEOUT_S)
        self._provider = TracerProvider(resource=Resource.create({"service.name": _SERVICE}), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer(_SERVICE)

    @contextmanager
    def span(self, name: str, *, is_request: bool = False) -> Iterator[OtelSpan]:
        """A span for as long as the block lasts; of an error only that there was one, not its message."""
        kind = trace.SpanKind.SERVER if is_request else trace.SpanKind.INTERNAL
        with self._tracer.start_as_current_span(
            name, kind=kind, record_exception=False, set_status_on_exception=False
        ) as span:
            yield OtelSpan(span)

    def steps(self, milliseconds: Mapping[str, float]) -> None:
        """Spans of steps that followed each other and ended just now."""
        began = time.time_ns() - _nanoseconds(sum(milliseconds.values()))
        for name, lasted in milliseconds.items():
            ended = began + _nanoseconds(lasted)
            self._tracer.start_span(name, start_time=began).end(ended)
            began = ended

    def close(self) -> None:
        """Send what is outstanding, within two seconds; then give up, so that a stop never waits for a collector."""
        sending = Thread(target=self._provider.shutdown, name="spans-closing", daemon=True)
        sending.start()
        sending.join(_STOP_S)
        if sending.is_alive():
            self._exporter.shutdown()


def _nanoseconds(milliseconds: float) -> int:
    return round(milliseconds * 1_000_000)
