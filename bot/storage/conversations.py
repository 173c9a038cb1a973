"""Conversations, answers and judgements in the database: kept masked, for a limited time, forgotten on request."""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import Delete, delete, insert, select

from bot.answering.models import Turn
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.models import ConversationExport, Feedback, PurgeCounts, Record, StoredAnswer
from bot.storage.record_rows import in_utc, last_turns, storable, stored_answers, stored_from, write_records
from bot.storage.record_tables import AnswerRow, ConversationRow, FeedbackRow, RequestCountRow
from bot.storage.record_writer import RecordWriter
from bot.storage.request_counts import RequestCounts
from bot.storage.wordings import forget_wordings

KEPT_TURNS = 10
_LINGER_S = 0.2
_SHARED_WAIT_S = 2.0
"""With several replicas the next question may reach another one: there an answer waits for its commit."""
_REMEMBERED = 10_000


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


class ConversationStore:
    """Conversations by unguessable id, which expire, and what operation needs beside. Safe to use from any thread."""

    def __init__(self, database: Database, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._idle = timedelta(hours=settings.conversation_idle_h)
        self._retention = timedelta(days=settings.retention_days)
        self._now = now
        self._writer = RecordWriter(self._write, _LINGER_S if database.is_sqlite else 0.0)
        self._wait_s = 0.0 if database.is_sqlite else _SHARED_WAIT_S
        self._lock = Lock()
        self._started: OrderedDict[str, datetime] = OrderedDict()
        self._observers: list[Callable[[Record], None]] = []

    @property
    def is_failing(self) -> bool:
        """Whether records cannot be written at the moment; they are kept in memory meanwhile."""
        return self._writer.is_failing

    def shared_counts(self) -> RequestCounts | None:
        """Counts for limits across processes; None where the database is a file of this machine."""
        return None if self._database.is_sqlite else RequestCounts(self._database)

    def start(self) -> str:
        """A new conversation's id: 144 random bits, written so that no command takes it for an option."""
        conversation_id = f"c{secrets.token_urlsafe(18)}"
        with self._lock:
            self._started[conversation_id] = self._now()
            while len(self._started) > _REMEMBERED:
                self._started.popitem(last=False)
        return conversation_id

    def turns(self, conversation_id: str) -> list[Turn] | None:
        """The last turns, oldest first; None where the conversation is unknown or has expired."""
        began = self._started.get(conversation_id)
        waiting = self._waiting(conversation_id)
        if began is not None and not waiting and self._now() - began < self._idle:
            return []
        with self._database.read() as connection:
            held = select(ConversationRow.last_at).where(ConversationRow.id == conversation_id)
            last_at = connection.execute(held).scalar()
            written = last_turns(connection, conversation_id, KEPT_TURNS) if last_at else []
        moments = [in_utc(last_at)] if last_at else []
        moments += [in_utc(record.asked_at) for record in waiting]
        if not moments or self._now() - max(moments) > self._idle:
            return None
        known = {answer_id for answer_id, _ in written}
        turns = [turn for _, turn in written]
        turns += [record.turn for record in waiting if record.answer.answer_id not in known]
        return turns[-KEPT_TURNS:]

    def record(self, record: Record) -> None:
        """Keep an answered question; visible to `turns` of this process at once, of the others after the commit."""
        self._writer.put(record, self._wait_s)
        with self._lock:
            self._started.pop(record.answer.conversation_id, None)
        for observer in self._observers:
            observer(record)

    def on_record(self, observer: Callable[[Record], None]) -> None:
        """Call `observer` with every record from now on."""
        self._observers.append(observer)

    def answer(self, answer_id: str, conversation_id: str | None = None) -> StoredAnswer | None:
        """A recorded answer; None where unknown, or where it belongs to another conversation."""
        for record in self._writer.pending():
            if record.answer.answer_id == answer_id:
                is_own = conversation_id in {None, record.answer.conversation_id}
                return stored_from(record) if is_own else None
        conditions = [AnswerRow.id == answer_id]
        if conversation_id is not None:
            conditions.append(AnswerRow.conversation_id == conversation_id)
        with self._database.read() as connection:
            return next(iter(stored_answers(connection, *conditions)), None)

    def add_feedback(self, feedback: Feedback) -> bool:
        """Keep a person's judgement, in place of an earlier one; False where the answer is unknown."""
        if self.answer(feedback.answer_id, feedback.conversation_id) is None:
            return False
        self.flush()
        with self._database.write() as connection:
            if connection.execute(select(AnswerRow.id).where(AnswerRow.id == feedback.answer_id)).first() is None:
                return False
            connection.execute(delete(FeedbackRow).where(FeedbackRow.answer_id == feedback.answer_id))
            values = {"helpful": feedback.helpful, "comment": storable(feedback.comment), "given_at": self._now()}
            connection.execute(insert(FeedbackRow).values(answer_id=feedback.answer_id, **values))
        return True

    def export(self, conversation_id: str) -> ConversationExport | None:
        """All that is kept of a conversation; None where it is unknown."""
        self.flush()
        with self._database.read() as connection:
            row = connection.execute(
                select(ConversationRow.started_at, ConversationRow.last_at).where(ConversationRow.id == conversation_id)
            ).first()
            if row is None:
                return None
            exchanges = tuple(stored_answers(connection, AnswerRow.conversation_id == conversation_id))
        return ConversationExport(conversation_id, in_utc(row.started_at), in_utc(row.last_at), exchanges)

    def delete(self, conversation_id: str) -> bool:
        """Forget a conversation with its answers and judgements; False where it is unknown."""
        with self._lock:
            was_started = self._started.pop(conversation_id, None) is not None
        self.flush()
        self._writer.drop(conversation_id)
        with self._database.write() as connection:
            forget_wordings(connection, AnswerRow.conversation_id == conversation_id)
            deleted = connection.execute(delete(ConversationRow).where(ConversationRow.id == conversation_id)).rowcount
        return bool(deleted) or was_started

    def purge(self, now: datetime | None = None) -> PurgeCounts:
        """Forget what is older than the retention period."""
        moment = now or self._now()
        limit = moment - self._retention
        with self._database.write() as connection:
            forget_wordings(connection, AnswerRow.asked_at < limit)
            answers = connection.execute(delete(AnswerRow).where(AnswerRow.asked_at < limit)).rowcount
        conversations = self._delete(delete(ConversationRow).where(ConversationRow.last_at < limit))
        self._delete(delete(RequestCountRow).where(RequestCountRow.ends_at < moment.timestamp()))
        return PurgeCounts(conversations, answers)

    def flush(self, timeout_s: float = 5.0) -> None:
        """Wait until what was recorded is in the database."""
        self._writer.flush(timeout_s)

    def close(self) -> None:
        """Write what is outstanding and end the writer."""
        self._writer.close(timeout_s=5.0)

    def _waiting(self, conversation_id: str) -> list[Record]:
        return [record for record in self._writer.pending() if record.answer.conversation_id == conversation_id]

    def _write(self, records: Sequence[Record]) -> None:
        with self._database.write() as connection:
            write_records(connection, records)

    def _delete(self, statement: Delete) -> int:
        with self._database.write() as connection:
            return connection.execute(statement).rowcount
