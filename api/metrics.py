"""Prometheus metrics, in a registry of their own: nothing that a user typed is ever a label."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.storage.models import Record

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30)


class Metrics:
    """What the service counts and times."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "policy_http_requests", "HTTP requests", ["route", "method", "status"], registry=self.registry
        )
        self._latency = Histogram(
            "policy_http_request_seconds",
            "Seconds from the request to the end of its response",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._answers = Counter("policy_answers", "Answers given", ["status", "mode"], registry=self.registry)
        self._steps = Histogram(
            "policy_step_seconds",
            "Seconds per step of the pipeline",
            ["step"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._feedback = Counter("policy_feedback", "Judgements of answers", ["helpful"], registry=self.registry)
        self.refused = Counter("policy_refused", "Requests past a limit", ["limit"], registry=self.registry)
        self.active = Gauge("policy_active_requests", "Requests being worked on", registry=self.registry)
        self.streams = Gauge("policy_active_streams", "Streams open", registry=self.registry)

    def observe_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one HTTP request; `route` is the template, never the path."""
        self._requests.labels(route, method, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def observe_record(self, record: Record) -> None:
        """Count one answer and the time of each step."""
        self._answers.labels(record.answer.status, record.answer.mode).inc()
        for step, milliseconds in record.timings_ms.items():
            self._steps.labels(step).observe(milliseconds / 1000)

    def observe_feedback(self, helpful: bool) -> None:
        """Count one judgement."""
        self._feedback.labels("yes" if helpful else "no").inc()

    def render(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)
