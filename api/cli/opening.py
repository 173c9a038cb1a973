"""Opening what a command works with, and closing it whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

from api.surface import Assistant
from bot.assembly import build_assistant
from bot.ingest.ingestor import Ingestor
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings, read_settings
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database


@contextmanager
def opened_assistant(settings: Settings | None = None, *, serving: bool = False) -> Iterator[Assistant]:
    """The assistant of the settings; a serving one owns the data folder."""
    assistant = build_assistant(settings or read_settings(), serving=serving)
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """The database of the settings."""
    database = open_database(settings)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def opened_ingestor() -> Iterator[Ingestor]:
    """What takes files into the corpus of the settings."""
    settings = read_settings()
    with opened_database(settings) as database:
        yield Ingestor(database, make_embeddings(settings))


@contextmanager
def opened_records() -> Iterator[ConversationStore]:
    """The conversations of the settings."""
    settings = read_settings()
    with opened_database(settings) as database:
        store = ConversationStore(database, settings)
        try:
            yield store
        finally:
            store.close()
