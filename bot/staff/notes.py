"""Notes of calls, masked before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from bot.staff.audit import note
from bot.storage.database import Database
from bot.storage.record_rows import in_utc, storable
from bot.storage.staff_tables import CallNoteRow

_MOST = 50


@dataclass(frozen=True, slots=True)
class CallNote:
    """What was noted, and the question that was looked up."""

    id: int
    author: str
    text: str
    question: str
    at: datetime


class CallNotes:
    """The notes; each member of staff sees his own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, author: str, text: str, question: str) -> CallNote:
        """Keep a note."""
        values = {"author": author, "text": storable(text), "question": storable(question), "at": datetime.now(UTC)}
        with self._database.write() as connection:
            made = insert(CallNoteRow).values(**values).returning(*_COLUMNS)
            found = _note_of(connection.execute(made).one())
            note(connection, author, "note.add", f"note:{found.id}")
        return found

    def of(self, author: str) -> Sequence[CallNote]:
        """The author's last notes, newest first."""
        query = select(*_COLUMNS).where(CallNoteRow.author == author).order_by(CallNoteRow.id.desc()).limit(_MOST)
        with self._database.read() as connection:
            return [_note_of(row) for row in connection.execute(query)]

    def purge(self, days: int) -> int:
        """Forget notes older than that; returns how many."""
        with self._database.write() as connection:
            limit = datetime.now(UTC) - timedelta(days=days)
            return connection.execute(delete(CallNoteRow).where(CallNoteRow.at < limit)).rowcount


_COLUMNS = (CallNoteRow.id, CallNoteRow.author, CallNoteRow.text, CallNoteRow.question, CallNoteRow.at)


def _note_of(row: Any) -> CallNote:
    return CallNote(row.id, row.author, row.text, row.question, in_utc(row.at))
