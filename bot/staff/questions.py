"""The questions that editors should look at: answered in part or not at all, judged useless, or unsure."""

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from bot.staff.grouping import Grouper
from bot.storage.database import Database
from bot.storage.editorial import EditorialStore, Handled
from bot.storage.record_rows import in_utc
from bot.storage.record_tables import AnswerRow, FeedbackRow

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
    """Wordings of one meaning; the first is the most frequent."""

    keys: tuple[str, ...]
    texts: tuple[str, ...]
    count: int
    first_at: datetime
    last_at: datetime
    reasons: dict[str, int]
    comments: tuple[str, ...]


def question_key(text: str) -> str:
    """The name of a wording: blanks, punctuation and width make no difference."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c)[0] in "LN")
    return hashlib.blake2b((plain or text).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class OpenQuestions:
    """Reads them from the records."""

    def __init__(self, database: Database, editorial: EditorialStore, grouper: Grouper) -> None:
        self._database = database
        self._editorial = editorial
        self._grouper = grouper

    def groups(self) -> list[Group]:
        """The open questions by meaning, those that wait longest first."""
        wordings = sorted(self._wordings(), key=lambda one: (-one.count, one.first_at))
        places = self._grouper.groups([one.text for one in wordings])
        groups = [_group([wordings[place] for place in group]) for group in places]
        return sorted(groups, key=lambda group: group.first_at)

    def _wordings(self) -> list[OpenQuestion]:
        handled = self._editorial.handled()
        query = (
            select(
                AnswerRow.question, AnswerRow.asked_at, AnswerRow.status, AnswerRow.confidence,
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
        found: dict[str, OpenQuestion] = {}
        with self._database.read() as connection:
            for row in connection.execute(query):
                key = question_key(row.question)
                if not _is_handled(handled.get(key), in_utc(row.asked_at)):
                    found[key] = _with(found.get(key), key, row)
        return list(found.values())


def _is_handled(handled: Handled | None, asked_at: datetime) -> bool:
    return handled is not None and (handled.for_good or asked_at <= handled.at)


def _with(held: OpenQuestion | None, key: str, row: object) -> OpenQuestion:
    """The wording with one more asking of it; rows come newest first."""
    moment = in_utc(row.asked_at)  # type: ignore[attr-defined]  # a row of the query above
    reasons = Counter(_reasons(row))
    comment = getattr(row, "comment", None) if getattr(row, "helpful", None) is False else None
    comments = (comment,) if comment else ()
    if held is None:
        text = row.question  # type: ignore[attr-defined]  # as above
        return OpenQuestion(key, text, 1, moment, moment, reasons, comments)
    return OpenQuestion(
        key, held.text, held.count + 1, moment, held.last_at, held.reasons + reasons, held.comments + comments
    )


def _reasons(row: object) -> list[str]:
    status, confidence = row.status, row.confidence  # type: ignore[attr-defined]  # a row of the query above
    found = [status] if status in ("partial", "not_covered") else []
    if getattr(row, "helpful", None) is False:
        found.append("unhelpful")
    if confidence < UNSURE:
        found.append("unsure")
    return found


def _group(wordings: Sequence[OpenQuestion]) -> Group:
    reasons: Counter[str] = Counter()
    for one in wordings:
        reasons += one.reasons
    return Group(
        keys=tuple(one.key for one in wordings),
        texts=tuple(one.text for one in wordings[:_SHOWN]),
        count=sum(one.count for one in wordings),
        first_at=min(one.first_at for one in wordings),
        last_at=max(one.last_at for one in wordings),
        reasons=dict(reasons),
        comments=tuple(comment for one in wordings for comment in one.comments)[:_SHOWN],
    )
