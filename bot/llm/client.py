"""The connection to an OpenAI-compatible endpoint; the libraries are imported here and only where one is configured."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_SILENT_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
_CONNECT_S = 3.0
_NO_KEY = "not-needed"
"""Local servers take no key, and the client insists on one."""


def is_configured(settings: Settings) -> bool:
    """Whether the settings name a language model that may be used."""
    return bool(settings.llm_base_url and settings.llm_model and settings.generation_enabled)


def connect(settings: Settings) -> "BaseChatModel":
    """A chat model that streams, tries once, and reports to nobody but the endpoint."""
    import httpx  # noqa: PLC0415 - off the default path
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - takes seconds to import; only where configured

    for name in _SILENT_TRACING:
        os.environ[name] = "false"
    limit: Mapping[str, int] = {"max_tokens": settings.llm_max_tokens} if settings.llm_max_tokens else {}
    return ChatOpenAI(
        model=settings.llm_model,
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key if settings.llm_api_key.get_secret_value() else _NO_KEY,
        temperature=0.0,
        max_retries=0,
        streaming=True,
        stream_usage=False,
        timeout=httpx.Timeout(settings.llm_deadline_s, connect=min(_CONNECT_S, settings.llm_deadline_s)),
        extra_body=dict(limit) or None,
        use_responses_api=False,
    )


def retry_after_s(error: BaseException) -> float | None:
    """Seconds after which a failed call may be tried once more, or None where trying again cannot help."""
    import openai  # noqa: PLC0415 - off the default path

    from langgraph.errors import GraphRecursionError  # noqa: PLC0415 - off the default path

    if isinstance(error, GraphRecursionError):
        return None
    if isinstance(error, openai.APIConnectionError):
        return 0.1
    if not isinstance(error, openai.APIStatusError):
        return 0.0
    if error.status_code == 429 or error.status_code >= 500:
        return _seconds(error.response.headers.get("retry-after", ""))
    return None


def _seconds(header: str) -> float:
    try:
        return max(0.0, float(header))
    except ValueError:
        return 0.5
