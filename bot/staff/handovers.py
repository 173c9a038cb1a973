"""Web conversations handed over to a person and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.staff.audit import note
from bot.storage.database import Database
from bot.storage.record_rows import in_utc, storable
from bot.storage.record_tables import AnswerRow, ConversationRow
from bot.storage.staff_tables import HandoverMessageRow, HandoverRow
from corpus.errors import InputError, NotFoundError

State = Literal["none", "waiting", "taken", "closed"]
_MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A conversation in the queue; `question` is the last one that was no wish for a person, masked."""

    conversation_id: str
    state: State
    requested_at: datetime
    taken_by: str | None
    question: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message between the person and the member of staff."""

    id: int
    sender: Literal["user", "staff"]
    text: str
    at: datetime


class Handovers:
    """The queue and what is said. The conversation's unguessable id is the person's key, as everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def request(self, conversation_id: str) -> bool:
        """Put a conversation into the queue; False where it is unknown."""
        now = datetime.now(UTC)
        try:
            with self._database.write() as connection:
                known = select(ConversationRow.id).where(ConversationRow.id == conversation_id)
                if connection.execute(known).first() is None:
                    return False
                again = update(HandoverRow).where(
                    HandoverRow.conversation_id == conversation_id, HandoverRow.state == "closed"
                )
                connection.execute(again.values(state="waiting", requested_at=now, taken_by=None))
                if _state(connection, conversation_id) == "none":
                    values = {"conversation_id": conversation_id, "state": "waiting", "requested_at": now}
                    connection.execute(insert(HandoverRow).values(**values))
        except IntegrityError:
            pass  # asked for twice at the same moment: it is in the queue
        return True

    def queue(self) -> Sequence[Waiting]:
        """Those that wait or are in hand, the longest waiting first."""
        query = select(HandoverRow).where(HandoverRow.state != "closed").order_by(HandoverRow.requested_at).limit(_MOST)
        with self._database.read() as connection:
            return [_waiting(connection, row) for row in connection.execute(query).all()]

    def said(self, conversation_id: str, after: int = 0) -> tuple[State, Sequence[Said]]:
        """How the hand-over stands, and the messages after that id, oldest first."""
        query = (
            select(HandoverMessageRow)
            .where(HandoverMessageRow.conversation_id == conversation_id, HandoverMessageRow.id > after)
            .order_by(HandoverMessageRow.id)
        )
        with self._database.read() as connection:
            state = _state(connection, conversation_id)
            rows = connection.execute(query).all() if state != "none" else []
        return state, [Said(row.id, row.sender, row.text, in_utc(row.at)) for row in rows]

    def take(self, conversation_id: str, actor: str) -> None:
        """Take a waiting conversation in hand.

        Raises:
            NotFoundError: It is not in the queue.
            InputError: A colleague has it.
        """
        self._move(conversation_id, actor, "taken")

    def give_back(self, conversation_id: str, actor: str) -> None:
        """Give a conversation back to the assistant.

        Raises:
            NotFoundError: It is not in the queue.
            InputError: A colleague has it.
        """
        self._move(conversation_id, actor, "closed")

    def say(self, conversation_id: str, text: str, actor: str | None = None) -> Said:
        """Keep a message of the member of staff, or of the person where there is no actor; masked.

        Raises:
            NotFoundError: The conversation was not handed over.
            InputError: A colleague has it, or nobody yet.
        """
        with self._database.write() as connection:
            if actor is not None:
                _own(connection, conversation_id, actor, ("taken",))
            elif _state(connection, conversation_id) not in ("waiting", "taken"):
                raise NotFoundError("这段对话没有转给工作人员。")
            values = {"conversation_id": conversation_id, "text": storable(text), "at": datetime.now(UTC)}
            values |= {"sender": "user" if actor is None else "staff", "author": actor or ""}
            columns = (HandoverMessageRow.id, HandoverMessageRow.sender, HandoverMessageRow.text, HandoverMessageRow.at)
            row = connection.execute(insert(HandoverMessageRow).values(**values).returning(*columns)).one()
            said = Said(row.id, row.sender, row.text, in_utc(row.at))
            if actor is not None:
                note(connection, actor, "handover.say", f"handover:{conversation_id[:16]}")
        return said

    def _move(self, conversation_id: str, actor: str, state: State) -> None:
        with self._database.write() as connection:
            _own(connection, conversation_id, actor, ("waiting", "taken"))
            held = update(HandoverRow).where(HandoverRow.conversation_id == conversation_id)
            connection.execute(held.values(state=state, taken_by=actor))
            note(connection, actor, f"handover.{state}", f"handover:{conversation_id[:16]}")


def _state(connection: Connection, conversation_id: str) -> State:
    query = select(HandoverRow.state).where(HandoverRow.conversation_id == conversation_id)
    return cast(State, connection.execute(query).scalar() or "none")


def _own(connection: Connection, conversation_id: str, actor: str, states: Sequence[str]) -> None:
    query = select(HandoverRow.state, HandoverRow.taken_by).where(HandoverRow.conversation_id == conversation_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFoundError("这段对话不在等候中，可能已经删除。")
    if row.state == "taken" and row.taken_by != actor:
        raise InputError("这段对话已由同事接手。")
    if row.state not in states:
        raise InputError("请先接手这段对话。" if row.state == "waiting" else "这段对话已经交还。")


def _waiting(connection: Connection, row: Any) -> Waiting:
    last = (
        select(AnswerRow.question)
        .where(AnswerRow.conversation_id == row.conversation_id, AnswerRow.status != "notice")
        .order_by(AnswerRow.asked_at.desc())
        .limit(1)
    )
    question = connection.execute(last).scalar() or ""
    return Waiting(row.conversation_id, row.state, in_utc(row.requested_at), row.taken_by, question)
