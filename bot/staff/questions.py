"""The questions that editors should look at: answered in part or not at all, judged useless, or unsure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from bot.staff.grouping import Grouper
from bot.storage.database import Database
from bot.storage.editorial import EditorialStore, Handled
from bot.storage.record_rows import in_utc
from bot.storage.record_tables import AnswerRow, FeedbackRow
from bot.storage.wordings import question_key, wording_of

UNSURE = 0.5
"""Answers given with less confidence are worth a look; approved answers begin at 0.45."""
_MOST = 5000
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One wording, how often it came, and what was wrong with the answers."""

    key: str
    text: str
    count: int
    first_at: datetime
    last_at: datetime
    reasons: Counter[str]
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of one meaning; the first is the most frequent. The id stays, whatever wordings come later."""

    id: str
    keys: tuple[str, ...]
    texts: tuple[str, ...]
    count: int
    first_at: datetime
    last_at: datetime
    reasons: dict[str, int]
    comments: tuple[str, ...]


class OpenQuestions:
    """Reads them from the records."""

    def __init__(self, database: Database, editorial: EditorialStore, grouper: Grouper) -> None:
        self._database = database
        self._editorial = editorial
        self._grouper = grouper

    def groups(self) -> list[Group]:
        """The open questions by meaning, those that wait longest first."""
        texts, found = self._wordings()
        ids = self._grouper.groups(texts)
        members: dict[str, list[OpenQuestion]] = {}
        for one in sorted(found, key=lambda one: (-one.count, one.first_at)):
            members.setdefault(ids[one.key], []).append(one)
        groups = [_group(name, wordings) for name, wordings in members.items()]
        return sorted(groups, key=lambda group: group.first_at)

    def _wordings(self) -> tuple[dict[str, str], list[OpenQuestion]]:
        """All wordings by key, oldest first, those dealt with among them: new ones find their group by these too.

        And those of them that are open.
        """
        handled = self._editorial.handled()
        query = (
            select(
                AnswerRow.question, AnswerRow.turn, AnswerRow.asked_at, AnswerRow.status, AnswerRow.confidence,
                FeedbackRow.helpful, FeedbackRow.comment,
            )
            .outerjoin(FeedbackRow, FeedbackRow.answer_id == AnswerRow.id)
            .where(
                or_(
                    AnswerRow.status.in_(("partial", "not_covered")),
                    FeedbackRow.helpful.is_(False),
                    AnswerRow.confidence < UNSURE,
                )
            )
            .order_by(AnswerRow.asked_at.desc())
            .limit(_MOST)
        )  # fmt: skip
        texts: dict[str, str] = {}
        found: dict[str, OpenQuestion] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                text = wording_of(row)
                key = question_key(text)
                texts[key] = texts.pop(key, text)  # moved to the end: rows come newest first
                if not _is_handled(handled.get(key), in_utc(row.asked_at)):
                    found[key] = _with(found.get(key), text, row)
        return dict(reversed(texts.items())), list(found.values())


def _is_handled(handled: Handled | None, asked_at: datetime) -> bool:
    return handled is not None and (handled.for_good or asked_at <= handled.at)


def _with(held: OpenQuestion | None, text: str, row: Any) -> OpenQuestion:
    """The wording with one more asking of it; rows come newest first."""
    moment = in_utc(row.asked_at)
    reasons = Counter(_reasons(row))
    comment = row.comment if row.helpful is False else None
    comments = (comment,) if comment else ()
    if held is None:
        return OpenQuestion(question_key(text), text, 1, moment, moment, reasons, comments)
    return OpenQuestion(
        held.key, held.text, held.count + 1, moment, held.last_at, held.reasons + reasons, held.comments + comments
    )


def _reasons(row: Any) -> list[str]:
    found = [row.status] if row.status in ("partial", "not_covered") else []
    if row.helpful is False:
        found.append("unhelpful")
    if row.confidence < UNSURE:
        found.append("unsure")
    return found


def _group(name: str, wordings: Sequence[OpenQuestion]) -> Group:
    reasons: Counter[str] = Counter()
    for one in wordings:
        reasons += one.reasons
    return Group(
        id=name,
        keys=tuple(one.key for one in wordings),
        texts=tuple(one.text for one in wordings[:_SHOWN]),
        count=sum(one.count for one in wordings),
        first_at=min(one.first_at for one in wordings),
        last_at=max(one.last_at for one in wordings),
        reasons=dict(reasons),
        comments=tuple(comment for one in wordings for comment in one.comments)[:_SHOWN],
    )
