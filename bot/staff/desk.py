"""What the desk shows: answers and passages while typing, what others asked."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock

from sqlalchemy import select

from bot.answering.models import ANSWERED, MATTER_STATUSES
from bot.staff.suggesting import Suggester, Suggestion
from bot.storage.database import Database
from bot.storage.editorial import EditorialStore
from bot.storage.policies import PolicyStore
from bot.storage.record_tables import AnswerRow
from bot.storage.wordings import question_key
from corpus.approved import ApprovedAnswers, bind_answers, load_answer_files
from corpus.models import Policy

_FREQUENT_DAYS = 30
_READ = 5000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked, masked, and how often."""

    question: str
    count: int


class DeskDirectory:
    """The approved answers as they stand, ready to be looked up while typing; made anew when they change."""

    def __init__(self, policies: PolicyStore, editorial: EditorialStore) -> None:
        self._policies = policies
        self._editorial = editorial
        self._files = load_answer_files()
        self._lock = Lock()
        self._made_for: tuple[int, int] | None = None
        self._approved = ApprovedAnswers((), ())
        self._suggester = Suggester(())

    def approved(self) -> ApprovedAnswers:
        """The answers that may be given, and those withdrawn because their clause reads otherwise now."""
        self._follow()
        return self._approved

    def suggest(self, typed: str, k: int) -> list[Suggestion]:
        """The approved answers nearest to what is typed, best first."""
        self._follow()
        return self._suggester.suggest(typed, k)

    def label_of(self, sentence_id: str) -> str:
        """The clause that a sentence stands in, in words; the id where it is not held any more."""
        policy = self._texts().get(sentence_id.split("/", maxsplit=1)[0])
        path = sentence_id.split("/", 1)[-1].split("#", maxsplit=1)[0]
        clause = next((one for one in policy.clauses if one.path == path), None) if policy else None
        return f"{clause.label} {clause.heading}".strip() if clause else sentence_id

    def holds_word(self, word: str) -> bool:
        """Whether any text held uses the word."""
        return any(word in policy.text for policy in self._texts().values())

    def _texts(self) -> dict[str, Policy]:
        return {held.id: self._policies.get(held.id) for held in self._policies.held()}

    def _follow(self) -> None:
        version = (self._policies.version(), self._editorial.version())
        with self._lock:
            if version != self._made_for:
                files = [*self._editorial.published_answers(), *self._files]
                self._approved = bind_answers(files, self._texts())
                self._suggester = Suggester(self._approved.answers)
                self._made_for = version


class AskedQuestions:
    """What was asked lately and often; only wordings that came more than once count as frequent."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def recent(self, k: int) -> Sequence[Asked]:
        """The last questions put at the desk, each once, newest first."""
        query = (
            select(AnswerRow.question)
            .where(AnswerRow.audience == "hotline", AnswerRow.status.in_(MATTER_STATUSES))
            .order_by(AnswerRow.asked_at.desc())
            .limit(5 * k)
        )
        return [Asked(text, count) for text, count in self._counted(query)][:k]

    def frequent(self, k: int) -> Sequence[Asked]:
        """The questions of the last 30 days that were asked most."""
        query = (
            select(AnswerRow.question)
            .where(
                AnswerRow.asked_at >= self._now() - timedelta(days=_FREQUENT_DAYS),
                AnswerRow.status.in_(ANSWERED),
            )
            .order_by(AnswerRow.asked_at.desc())
            .limit(_READ)
        )
        counted = [Asked(text, count) for text, count in self._counted(query) if count > 1]
        return sorted(counted, key=lambda one: -one.count)[:k]

    def _counted(self, query: object) -> list[tuple[str, int]]:
        with self._database.read() as connection:
            texts = list(connection.execute(query).scalars())  # type: ignore[call-overload]  # a select of one column
        counts: Counter[str] = Counter()
        first: dict[str, str] = {}
        for text in texts:
            key = question_key(text)
            counts[key] += 1
            first.setdefault(key, text)
        return [(first[key], counts[key]) for key in first]
