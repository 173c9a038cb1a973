"""Traces for operators: how long each request and each step took, and nothing of what was asked."""

from bot.settings import Settings
from bot.tracing.ports import NO_TRACING, Span, Tracer
from corpus.errors import SettingsError

__all__ = ["NO_TRACING", "Span", "Tracer", "make_tracer"]


def make_tracer(settings: Settings) -> Tracer:
    """Where spans go by the settings; OpenTelemetry is imported only where an endpoint is set.

    Raises:
        SettingsError: An endpoint is set and OpenTelemetry's exporter is not installed.
    """
    if not settings.otel_endpoint:
        return NO_TRACING
    try:
        from bot.tracing.otel import OtelTracer  # noqa: PLC0415 - see above
    except ImportError:
        raise SettingsError(
            "设置了 POLICY_OTEL_ENDPOINT，但没有安装 OpenTelemetry 组件。"
            "请运行 pip install 'policy-assistant[otel]'，或去掉这项设置。"
        ) from None
    return OtelTracer(settings.otel_endpoint)
