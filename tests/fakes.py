"""An assistant with the real surface and canned answers: the service is tested without models and indexes."""

import secrets
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import anyio

from bot.answering.models import Answer, Question, Turn
from bot.retrieval.models import Hit, Scope
from bot.storage.models import ConversationExport, Feedback, PurgeCounts, Record, StoredAnswer
from bot.storage.policies import HeldPolicy
from bot.tracing import NO_TRACING, Tracer
from corpus.errors import NotFoundError
from corpus.models import Citation, Clause, Passage, Policy, PolicyMetadata, Sentence

TITLE = "关于进一步推动技能强企工作的实施意见"
FOURTH = "按照培养等级给予企业每人每年6000元—8000元的培训补贴。"
CITED = "baotou-jineng-qiangqi/4#1"
FIRST = "现就推动技能强企工作提出如下实施意见。"
NOW = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)


def make_policy() -> Policy:
    """Two clauses of the first policy, cut short."""
    text = f"{TITLE}\n{FIRST}\n四、大力推行中国特色学徒制。{FOURTH}"
    at = text.index(FIRST)
    begin = text.index("四、")
    quote_at = text.index(FOURTH)
    policy_id = "baotou-jineng-qiangqi"
    preamble = Sentence(f"{policy_id}/preamble#1", policy_id, "preamble", 1, FIRST, at, at + len(FIRST))
    fourth = Sentence(f"{policy_id}/4#1", policy_id, "4", 1, FOURTH, quote_at, len(text))
    clauses = (
        Clause("preamble", "preamble", "引言", "", None, at, at + len(FIRST), (preamble,)),
        Clause("4", "article", "第四条", "大力推行中国特色学徒制", None, begin, len(text), (fourth,)),
    )
    return Policy(policy_id, text, clauses, PolicyMetadata(title=TITLE, issuers=("包头市人力资源和社会保障局",)))


@dataclass
class FakePolicies:
    """A store of one policy."""

    policy: Policy = field(default_factory=make_policy)

    def version(self) -> int:
        return 1

    def held(self) -> tuple[HeldPolicy, ...]:
        policy = self.policy
        return (
            HeldPolicy(
                id=policy.id,
                title=policy.title,
                metadata=policy.metadata,
                version=1,
                supersedes=None,
                superseded_by=None,
                is_draft=False,
                is_bundled=True,
                passage_count=2,
                source_name="source.txt",
                ingested_at=NOW,
                revision="0",
                begins_on=None,
                ends_on=None,
                superseded_from=None,
            ),
        )

    def describe(self, policy_id: str) -> HeldPolicy:
        if policy_id != self.policy.id:
            raise NotFoundError("没有收录这份文件，请核对编号。")
        return self.held()[0]

    def get(self, policy_id: str) -> Policy:
        self.describe(policy_id)
        return self.policy


class FakeRecords:
    """Records in a dictionary."""

    def __init__(self) -> None:
        self.started: dict[str, list[Record]] = {}
        self.judged: dict[str, Feedback] = {}
        self._observers: list[Callable[[Record], None]] = []

    def shared_counts(self) -> None:
        return None

    def start(self) -> str:
        conversation_id = secrets.token_urlsafe(18)
        self.started[conversation_id] = []
        return conversation_id

    def turns(self, conversation_id: str) -> list[Turn] | None:
        records = self.started.get(conversation_id)
        return None if records is None else [record.turn for record in records[-10:]]

    def record(self, record: Record) -> None:
        self.started.setdefault(record.answer.conversation_id, []).append(record)
        for observer in self._observers:
            observer(record)

    def on_record(self, observer: Callable[[Record], None]) -> None:
        self._observers.append(observer)

    def answer(self, answer_id: str, conversation_id: str | None = None) -> StoredAnswer | None:
        for stored in (item for records in self.started.values() for item in records):
            own = conversation_id in {None, stored.answer.conversation_id}
            if stored.answer.answer_id == answer_id and own:
                return self._stored(stored)
        return None

    def _stored(self, record: Record) -> StoredAnswer:
        judged = self.judged.get(record.answer.answer_id)
        return StoredAnswer(
            record.question,
            record.audience,
            record.asked_at,
            record.answer,
            record.index_version,
            judged.helpful if judged else None,
            judged.comment if judged else "",
        )

    def add_feedback(self, feedback: Feedback) -> bool:
        if self.answer(feedback.answer_id, feedback.conversation_id) is None:
            return False
        self.judged[feedback.answer_id] = feedback
        return True

    def export(self, conversation_id: str) -> ConversationExport | None:
        records = self.started.get(conversation_id)
        if records is None:
            return None
        return ConversationExport(conversation_id, NOW, NOW, tuple(self._stored(record) for record in records))

    def delete(self, conversation_id: str) -> bool:
        return self.started.pop(conversation_id, None) is not None

    def purge(self, now: datetime | None = None) -> PurgeCounts:
        return PurgeCounts(0, 0)

    def flush(self, timeout_s: float = 5.0) -> None:
        """Nothing waits."""


class FakeAssistant:
    """Answers every question with the fourth clause; `fail` is raised instead, `pause_s` slows its stream."""

    def __init__(self, calculators: Any = None, eligibility: Any = None) -> None:
        self.conversations = FakeRecords()
        self.policies = FakePolicies()
        self.calculators = calculators
        self.eligibility = eligibility
        self.staff: Any = None
        self.tracer: Tracer = NO_TRACING
        self.fail: Exception | None = None
        self.troubles: list[str] = []
        self.pause_s = 0.0
        self.asked: list[Question] = []
        self.ended_streams = 0
        self.closed = False
        self.uses_model = False

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        if self.fail:
            raise self.fail
        answer = Answer(
            answer_id=question.answer_id or secrets.token_urlsafe(18),
            conversation_id=question.conversation_id or self.conversations.start(),
            status="answered",
            mode="extract",
            text=FOURTH,
            citations=[self.citation()],
        )
        turn = Turn(question=question.text, resolved=question.text, status="answered", cited=[CITED])
        self.conversations.record(Record(question.text, question.audience, answer, turn, NOW, {"retrieve": 3.0}))
        return answer

    def citation(self) -> Citation:
        return self.policies.policy.cite(CITED)

    async def stream(self, question: Question) -> AsyncGenerator[tuple[str, Any]]:
        try:
            answer = self.ask(question)
            for piece in (answer.text[:10], answer.text[10:]):
                await anyio.sleep(self.pause_s)
                yield "delta", piece
            yield "answer", answer
        finally:
            self.ended_streams += 1

    def search(self, q: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        sentence = self.policies.policy.sentence(CITED)
        passage = Passage(
            sentence.id, sentence.policy_id, "4", "第四条", "大力推行中国特色学徒制", TITLE, sentence.text, ""
        )
        return [Hit(passage, 0.9, 0.8, 3.0)][:k]

    def degraded(self) -> list[str]:
        return self.troubles

    def close(self) -> None:
        self.closed = True
