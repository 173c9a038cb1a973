"""Opening the assistant for one command, and closing it whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.assembly import build_assistant

from api.surface import Assistant
from bot.settings import Settings, read_settings


@contextmanager
def opened_assistant(settings: Settings | None = None, *, serving: bool = False) -> Iterator[Assistant]:
    """The assistant of the settings, closed when the block ends; a serving one owns the data folder."""
    assistant = build_assistant(settings or read_settings(), serving=serving)
    try:
        yield assistant
    finally:
        assistant.close()
