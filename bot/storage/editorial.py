"""What editors decided on questions, kept with its history; what of it is published takes effect in answering."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from threading import Lock
from typing import Any

import structlog
from pydantic import TypeAdapter
from sqlalchemy import Connection, func, insert, select, update

from bot.staff.audit import note
from bot.staff.entries import AnswerBody, Body, Entry, SilenceBody, State, SynonymBody
from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.staff_tables import EntryRow, HandledRow
from corpus.approved import AnswerEntry, AnswerFile, BoundClause
from corpus.errors import InputError, NotFoundError, StorageError
from corpus.vocabulary import Synonym

POLL_S = 2.0
_BODY: TypeAdapter[Any] = TypeAdapter(Body)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KnownSilence:
    """Ways of asking about a matter on which the texts are silent, and whom to ask."""

    questions: tuple[str, ...]
    subject: str
    contact: str
    clause: str | None


@dataclass(frozen=True, slots=True)
class Handled:
    """When a question was dealt with, and whether for good: an answer may still turn out not to help."""

    at: datetime
    for_good: bool


class EditorialStore:
    """The entries. Every change is audited and raises the version, in one transaction."""

    def __init__(
        self, database: Database, *, two_person: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._database = database
        self._two_person = two_person
        self._clock = clock
        self._lock = Lock()
        self._version = 0
        self._read_at: float | None = None

    def version(self) -> int:
        """Rises with every change of any process; read from the database every two seconds at most."""
        with self._lock:
            now = self._clock()
            if self._read_at is None or now - self._read_at >= POLL_S:
                self._read_at = now
                try:
                    with self._database.read() as connection:
                        total = connection.execute(select(func.coalesce(func.sum(EntryRow.revision), 0))).scalar_one()
                    self._version = int(total)
                except StorageError:
                    _log.warning("editorial_version_not_read")
            return self._version

    def published_answers(self) -> list[AnswerFile]:
        """The published answers in the form of answer files, one a policy."""
        by_policy: dict[str, list[AnswerEntry]] = {}
        for entry in self.entries("published"):
            if isinstance(entry.body, AnswerBody):
                policy_id, answer = answer_entry(entry.body, f"staff-{entry.id}")
                by_policy.setdefault(policy_id, []).append(answer)
        return [AnswerFile(policy=policy_id, answers=tuple(held)) for policy_id, held in by_policy.items()]

    def synonyms(self) -> tuple[Synonym, ...]:
        """The published synonyms."""
        bodies = (entry.body for entry in self.entries("published"))
        return tuple(Synonym(term=body.term, plain=body.plain) for body in bodies if isinstance(body, SynonymBody))

    def silences(self) -> tuple[KnownSilence, ...]:
        """The published known silences."""
        bodies = (entry.body for entry in self.entries("published"))
        return tuple(
            KnownSilence(body.questions, body.subject, body.contact, body.clause)
            for body in bodies
            if isinstance(body, SilenceBody)
        )

    def handled(self) -> dict[str, Handled]:
        """The questions dealt with by hash; undone entries do not count."""
        query = (
            select(HandledRow.question_key, EntryRow.kind, EntryRow.created_at)
            .join(EntryRow, EntryRow.id == HandledRow.entry_id)
            .where(EntryRow.state != "undone")
            .order_by(EntryRow.id)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        lasting = {"silence", "dismissal"}
        return {row.question_key: Handled(in_utc(row.created_at), row.kind in lasting) for row in rows}

    def entries(self, state: State | None = None) -> list[Entry]:
        """The entries, newest first."""
        query = select(EntryRow).order_by(EntryRow.id.desc())
        with self._database.read() as connection:
            rows = connection.execute(query if state is None else query.where(EntryRow.state == state)).all()
        return [_entry(row) for row in rows]

    def entry(self, entry_id: int) -> Entry:
        """One entry.

        Raises:
            NotFoundError: There is none of that id.
        """
        with self._database.read() as connection:
            return _held(connection, entry_id)

    def add(self, body: Any, question_keys: Iterable[str], actor: str) -> Entry:
        """Keep a decision; it is published at once, or waits for a second person where that is set."""
        waits = self._two_person and body.kind != "dismissal"
        values = {"kind": body.kind, "state": "pending" if waits else "published", "body": body.model_dump_json()}
        with self._database.write() as connection:
            made = insert(EntryRow).values(**values, created_by=actor, created_at=datetime.now(UTC), revision=1)
            entry_id = connection.execute(made.returning(EntryRow.id)).scalar_one()
            keys = [{"entry_id": entry_id, "question_key": key} for key in dict.fromkeys(question_keys)]
            if keys:
                connection.execute(insert(HandledRow), keys)
            note(connection, actor, f"{body.kind}.add", f"entry:{entry_id}", body.model_dump_json())
            entry = _held(connection, entry_id)
        self._changed()
        return entry

    def approve(self, entry_id: int, actor: str) -> Entry:
        """Publish what waits for a second person.

        Raises:
            InputError: It does not wait, or the same person wrote it.
        """
        return self._decide(entry_id, actor, "approve", ("pending",), "published")

    def undo(self, entry_id: int, actor: str) -> Entry:
        """Take a decision back: it has no effect any more, and its questions are open again."""
        return self._decide(entry_id, actor, "undo", ("pending", "published"), "undone")

    def redo(self, entry_id: int, actor: str) -> Entry:
        """Let a decision that was taken back stand again."""
        return self._decide(entry_id, actor, "redo", ("undone",), "pending" if self._two_person else "published")

    def _decide(self, entry_id: int, actor: str, action: str, before: Sequence[str], after: str) -> Entry:
        with self._database.write() as connection:
            entry = _held(connection, entry_id)
            if entry.state not in before:
                raise InputError("这一条的状态已经变了，请刷新后再看。")
            if action == "approve" and entry.created_by == actor:
                raise InputError("自己写的不能自己批准，请另一位编辑批准。")
            values = {"state": after, "decided_by": actor, "decided_at": datetime.now(UTC)}
            if action == "redo":  # whoever revives it stands for it: the second person is another
                values["created_by"] = actor
            held = update(EntryRow).where(EntryRow.id == entry_id)
            connection.execute(held.values(**values, revision=EntryRow.revision + 1))
            note(connection, actor, f"{entry.body.kind}.{action}", f"entry:{entry_id}")
            entry = _held(connection, entry_id)
        self._changed()
        return entry

    def _changed(self) -> None:
        with self._lock:
            self._read_at = None


def answer_entry(body: AnswerBody, name: str) -> tuple[str, AnswerEntry]:
    """The policy that an answer is on, and the answer as its file would hold it."""
    policy_id = body.clauses[0].split("/")[0]
    bound = zip_longest(body.clauses, body.quotes[: len(body.clauses)], fillvalue="")
    clauses = tuple(BoundClause(id=clause.split("/", 1)[1], quote=quote) for clause, quote in bound)
    return policy_id, AnswerEntry(id=name, questions=body.questions, answer=body.answer, clauses=clauses)


def _held(connection: Connection, entry_id: int) -> Entry:
    row = connection.execute(select(EntryRow).where(EntryRow.id == entry_id)).first()
    if row is None:
        raise NotFoundError("没有这一条记录。")
    return _entry(row)


def _entry(row: Any) -> Entry:
    return Entry(
        id=row.id,
        state=row.state,
        body=_BODY.validate_json(row.body),
        created_by=row.created_by,
        created_at=in_utc(row.created_at),
        decided_by=row.decided_by,
        decided_at=in_utc(row.decided_at) if row.decided_at else None,
    )
