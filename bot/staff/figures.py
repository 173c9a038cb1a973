"""Figures over the records: volume, statuses, groups, topics, times, helpfulness, and where the texts are silent."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.record_tables import AnswerRow, FeedbackRow

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
_SILENT = ("partial", "not_covered")
_TOP = 10


@dataclass
class Day:
    """One day; times in milliseconds."""

    day: date
    questions: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    helpful: int = 0
    unhelpful: int = 0
    times_ms: list[float] = field(default_factory=list)

    @property
    def p50_ms(self) -> float:
        """The median time of an answer."""
        return percentile(self.times_ms, 0.5)

    @property
    def p95_ms(self) -> float:
        """The time that 95 of 100 answers did not exceed."""
        return percentile(self.times_ms, 0.95)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, how often it was asked about, and how often in each week, the oldest first."""

    label: str
    count: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a span of days; `weeks` are the Mondays that the topics' counts belong to."""

    days: tuple[Day, ...]
    statuses: dict[str, int]
    groups: dict[str, int]
    p50_ms: float
    p95_ms: float
    helpful: int
    unhelpful: int
    weeks: tuple[date, ...]
    topics: tuple[Topic, ...]
    silent: tuple[Topic, ...]

    @property
    def questions(self) -> int:
        """How many questions there were."""
        return sum(day.questions for day in self.days)


class FigureReader:
    """Reads them. `label_of` names the clause of a sentence's id."""

    def __init__(self, database: Database, label_of: Callable[[str], str]) -> None:
        self._database = database
        self._label_of = label_of

    def read(self, days: int, today: date | None = None) -> Figures:
        """The figures of the last `days` days, today included."""
        last = today or datetime.now(LOCAL_TIME).date()
        dates = [last - timedelta(days=back) for back in range(days - 1, -1, -1)]
        begin = datetime.combine(dates[0], datetime.min.time(), LOCAL_TIME).astimezone(UTC)
        query = (
            select(
                AnswerRow.asked_at, AnswerRow.question, AnswerRow.status, AnswerRow.audience, AnswerRow.turn,
                AnswerRow.timings_ms, FeedbackRow.helpful,
            )
            .outerjoin(FeedbackRow, FeedbackRow.answer_id == AnswerRow.id)
            .where(AnswerRow.asked_at >= begin)
            .order_by(AnswerRow.asked_at)
        )  # fmt: skip
        tally = _Tally(dates, self._label_of)
        with self._database.read() as connection:
            for row in connection.execute(query.execution_options(yield_per=1000)):
                tally.add(row)
        return tally.figures()


class _Tally:
    """Counts row by row."""

    def __init__(self, dates: Sequence[date], label_of: Callable[[str], str]) -> None:
        self._days = {day: Day(day) for day in dates}
        self._weeks = tuple(dict.fromkeys(_monday(day) for day in dates))
        self._topics: dict[str, Counter[date]] = {}
        self._silent: dict[str, Counter[date]] = {}
        self._label_of = label_of
        self._labels: dict[str, str] = {}

    def add(self, row: Any) -> None:
        asked_on = in_utc(row.asked_at).astimezone(LOCAL_TIME).date()
        day = self._days.get(asked_on)
        if day is None:
            return
        day.questions += 1
        day.statuses[row.status] += 1
        day.helpful += row.helpful is True
        day.unhelpful += row.helpful is False
        day.times_ms.append(sum(json.loads(row.timings_ms).values()))
        day.groups[row.audience or "unknown"] += 1
        label = self._topic(row)
        if label:
            self._topics.setdefault(label, Counter())[_monday(asked_on)] += 1
        if row.status in _SILENT:
            self._silent.setdefault(label or row.question, Counter())[_monday(asked_on)] += 1

    def figures(self) -> Figures:
        days = tuple(self._days.values())
        times = [time for day in days for time in day.times_ms]
        statuses: Counter[str] = sum((day.statuses for day in days), Counter())
        groups: Counter[str] = sum((day.groups for day in days), Counter())
        return Figures(
            days=days,
            statuses=dict(statuses),
            groups=dict(groups),
            p50_ms=percentile(times, 0.5),
            p95_ms=percentile(times, 0.95),
            helpful=sum(day.helpful for day in days),
            unhelpful=sum(day.unhelpful for day in days),
            weeks=self._weeks,
            topics=self._top(self._topics),
            silent=self._top(self._silent),
        )

    def _topic(self, row: Any) -> str:
        """The clause that was cited first; empty where nothing was."""
        cited = json.loads(row.turn).get("cited") or []
        if not cited:
            return ""
        if cited[0] not in self._labels:
            self._labels[cited[0]] = self._label_of(cited[0])
        return self._labels[cited[0]]

    def _top(self, found: dict[str, Counter[date]]) -> tuple[Topic, ...]:
        topics = (
            Topic(label, weeks.total(), tuple(weeks[week] for week in self._weeks)) for label, weeks in found.items()
        )
        return tuple(sorted(topics, key=lambda topic: (-topic.count, topic.label))[:_TOP])


def percentile(values: Iterable[float], share: float) -> float:
    """The least value that this share of the values does not exceed (nearest rank); 0 where there are none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
