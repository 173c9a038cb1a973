"""What the known ways of asking say, kept in a file: reading thousands of them would take a second at every start.

A cache that may be lost at any time. It is named after the vocabulary and the code that reads, so that a change of
either leaves it behind.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

import structlog

import bot.answering.asks
import bot.answering.words
from bot.answering.asks import AskReader
from bot.answering.kept_files import keep_file
from bot.answering.words import WordBook

_log = structlog.get_logger(__name__)
_READ_BY = (bot.answering.words, bot.answering.asks)
_KEPT = 4


class FormReadings:
    """The content words of forms and what they ask, as a vocabulary reads them."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when something is first kept."""
        self._folder = folder

    def recall(self, book: WordBook, reader: AskReader) -> None:
        """Tell both what is kept; they then read only what is new."""
        try:
            kept = json.loads(self._path(book).read_text(encoding="utf-8"))
            words, asks = kept["words"], kept["asks"]
            book.recall({form: tuple(said) for form, said in words.items()})
            reader.recall({form: tuple(asked) for form, asked in asks.items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return

    def keep(self, forms: Iterable[str], book: WordBook, reader: AskReader) -> None:
        """Keep the readings of these forms, unless all of them are kept already."""
        forms = list(forms)
        path = self._path(book)
        if path.exists() and book.recalls(forms):
            return
        words = {form: book.content(form) for form in forms}
        asks = {form: [ask.name for ask in reader.read(form)] for form in forms}
        try:
            keep_file(path, json.dumps({"words": words, "asks": asks}).encode(), _KEPT)
        except OSError:
            _log.warning("readings_not_kept")

    def _path(self, book: WordBook) -> Path:
        read_by = [Path(module.__file__ or "").read_bytes() for module in _READ_BY]
        name = hashlib.sha256(b"".join([book.fingerprint.encode(), *read_by])).hexdigest()[:32]
        return self._folder / f"readings-{name}.json"
