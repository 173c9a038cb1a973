"""An OpenTelemetry collector on loopback: takes OTLP over HTTP, decodes it, and keeps what it was sent."""

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

WAIT_S = 15.0


class Collector(ThreadingHTTPServer):
    """The spans and the bytes received so far."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiver)
        self.paths: list[str] = []
        self.raw = b""
        self.spans: list[Any] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def wait_for(self, name: str) -> Any:
        """The first span of that name."""
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            for span in list(self.spans):
                if span.name == name:
                    return span
            time.sleep(0.05)
        raise AssertionError(f"no span {name} among {[span.name for span in self.spans]}")

    def within(self, parent: Any) -> dict[str, Any]:
        """The spans directly below one, by name."""
        return {span.name: span for span in self.spans if span.parent_span_id == parent.span_id}


class _Receiver(BaseHTTPRequestHandler):
    server: Collector

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        request = ExportTraceServiceRequest.FromString(body)
        self.server.raw += body
        self.server.paths.append(self.path)
        for resource in request.resource_spans:
            for scope in resource.scope_spans:
                self.server.spans.extend(scope.spans)
        self.send_response(200)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", "0")
        self.end_headers()


def facts(span: Any) -> dict[str, Any]:
    """The attributes of a span."""
    return {pair.key: pair.value.string_value or pair.value.int_value for pair in span.attributes}


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector that runs."""
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
