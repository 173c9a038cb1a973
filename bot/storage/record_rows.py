"""Records as rows and back; everything that a person wrote is masked on the way in."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.answering.models import Answer, Turn
from bot.privacy import mask
from bot.storage.models import Record, StoredAnswer
from bot.storage.record_tables import AnswerRow, ConversationRow, FeedbackRow


def storable(text: str) -> str:
    """The text masked, without what a database refuses (NUL, lone surrogates)."""
    return mask(text.encode("utf-8", "replace").decode().replace("\x00", ""))


def in_utc(moment: datetime) -> datetime:
    """The moment with its zone; SQLite gives times back without one."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def write_records(connection: Connection, records: Sequence[Record]) -> None:
    """Store the records, and the conversations that they begin."""
    _touch(connection, records)
    connection.execute(insert(AnswerRow), [_row(record) for record in records])


def _touch(connection: Connection, records: Sequence[Record]) -> None:
    """Begin or go on with conversations, in the order of their ids so that two replicas never wait for each other."""
    of_dialect = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(ConversationRow)
    touch = of_dialect.on_conflict_do_update(index_elements=["id"], set_={"last_at": of_dialect.excluded.last_at})
    rows: dict[str, dict[str, Any]] = {}
    for record in records:
        name, moment = record.answer.conversation_id, in_utc(record.asked_at)
        rows.setdefault(name, {"id": name, "started_at": moment})["last_at"] = moment
    connection.execute(touch, [rows[name] for name in sorted(rows)])


def _row(record: Record) -> dict[str, Any]:
    answer = record.answer
    turn = record.turn.model_copy(
        update={"question": storable(record.turn.question), "resolved": storable(record.turn.resolved)}
    )
    return {
        "id": answer.answer_id,
        "conversation_id": answer.conversation_id,
        "asked_at": in_utc(record.asked_at),
        "question": storable(record.question),
        "audience": record.audience,
        "status": answer.status,
        "mode": answer.mode,
        "confidence": record.confidence,
        "index_version": record.index_version,
        "answer": answer.model_copy(update={"understood": storable(answer.understood)}).model_dump_json(),
        "turn": turn.model_dump_json(),
        "timings_ms": json.dumps(record.timings_ms),
    }


def stored_from(record: Record) -> StoredAnswer:
    """The record as it will be read back."""
    return StoredAnswer(
        question=storable(record.question),
        audience=record.audience,
        asked_at=in_utc(record.asked_at),
        answer=record.answer,
        index_version=record.index_version,
    )


def last_turns(connection: Connection, conversation_id: str, count: int) -> list[tuple[str, Turn]]:
    """The last turns with their answers' ids, oldest first."""
    rows = connection.execute(
        select(AnswerRow.id, AnswerRow.turn)
        .where(AnswerRow.conversation_id == conversation_id)
        .order_by(AnswerRow.asked_at.desc(), AnswerRow.id.desc())
        .limit(count)
    ).all()
    return [(row.id, Turn.model_validate_json(row.turn)) for row in reversed(rows)]


def stored_answers(connection: Connection, *conditions: Any) -> Iterable[StoredAnswer]:
    """The answers that meet the conditions, oldest first, with their judgements."""
    query = (
        select(
            AnswerRow.question,
            AnswerRow.audience,
            AnswerRow.asked_at,
            AnswerRow.answer,
            AnswerRow.index_version,
            FeedbackRow.helpful,
            FeedbackRow.comment,
        )
        .outerjoin(FeedbackRow, FeedbackRow.answer_id == AnswerRow.id)
        .where(*conditions)
        .order_by(AnswerRow.asked_at, AnswerRow.id)
    )
    return [_stored(row) for row in connection.execute(query)]


def _stored(row: Any) -> StoredAnswer:
    return StoredAnswer(
        question=row.question,
        audience=row.audience,
        asked_at=in_utc(row.asked_at),
        answer=Answer.model_validate_json(row.answer),
        index_version=row.index_version,
        helpful=row.helpful,
        comment=row.comment or "",
    )
