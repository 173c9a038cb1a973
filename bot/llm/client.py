"""The connection to an OpenAI-compatible endpoint; the libraries are imported here and only where one is configured."""

import asyncio
import os
import ssl
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_SILENT_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
_CONNECT_S = 3.0
_BYTES_PER_TOKEN = 400
"""What a streamed token takes on the wire with all its wrapping, generously."""
_SMALL = 64 * 1024
_MAX_BYTES = 4 * 1024 * 1024
_NO_KEY = "not-needed"
"""Local servers take no key, and the client insists on one."""


def is_configured(settings: Settings) -> bool:
    """Whether the settings name a language model that may be used."""
    return bool(settings.llm_base_url and settings.llm_model and settings.generation_enabled)


class Connector:
    """Gives the chat model of the running event loop: pooled connections belong to the loop that opened them."""

    def __init__(self, settings: Settings) -> None:
        """Takes the settings; nothing is opened yet."""
        self._settings = settings
        self._by_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, BaseChatModel] = WeakKeyDictionary()

    def __call__(self) -> "BaseChatModel":
        """The chat model to use in this loop."""
        loop = asyncio.get_running_loop()
        model = self._by_loop.get(loop)
        if model is None:
            model = self._by_loop[loop] = connect(self._settings)
        return model


def connect(settings: Settings) -> "BaseChatModel":
    """A chat model that streams, tries once, and reports to nobody but the endpoint."""
    import httpx  # noqa: PLC0415 - off the default path
    from langchain_openai import ChatOpenAI  # noqa: PLC0415 - takes seconds to import; only where configured

    from bot.llm.transport import BoundedTransport  # noqa: PLC0415 - off the default path

    for name in _SILENT_TRACING:
        os.environ[name] = "false"
    limit: Mapping[str, int] = {"max_tokens": settings.llm_max_tokens} if settings.llm_max_tokens else {}
    max_bytes = settings.llm_max_tokens * _BYTES_PER_TOKEN + _SMALL if settings.llm_max_tokens else _MAX_BYTES
    transport = BoundedTransport(httpx.AsyncHTTPTransport(verify=_tls()), max_bytes)
    timeout = httpx.Timeout(settings.llm_deadline_s, connect=min(_CONNECT_S, settings.llm_deadline_s))
    return ChatOpenAI(
        model=settings.llm_model,
        base_url=settings.llm_base_url,
        api_key=settings.llm_api_key if settings.llm_api_key.get_secret_value() else _NO_KEY,
        temperature=0.0,
        max_retries=0,
        streaming=True,
        stream_usage=False,
        timeout=timeout,
        http_async_client=httpx.AsyncClient(transport=transport, timeout=timeout),
        extra_body=dict(limit) or None,
        use_responses_api=False,
    )


@cache
def _tls() -> ssl.SSLContext:
    """Made once: reading the certificates takes tens of milliseconds."""
    return ssl.create_default_context()


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
