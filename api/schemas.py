"""What requests carry and responses hold, as OpenAPI describes them. Answers and calculations are bot's own models."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.answering.models import Answer, Audience, Question
from bot.eligibility.models import EligibilityQuestion
from bot.retrieval.models import Hit
from bot.storage.models import ConversationExport, StoredAnswer
from bot.storage.policies import Force
from corpus.models import PolicyMetadata

QUESTION_MAX = 500
Blank = StringConstraints(strip_whitespace=False, min_length=1, max_length=QUESTION_MAX, pattern=r"\S")
Id = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9_.\-]+$")]


class AskRequest(BaseModel):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"question": "企业办学徒制培训政府补多少钱"}]})

    question: Annotated[str, Blank]
    conversation_id: str | None = Field(None, max_length=100)
    audience: Audience | None = None
    policy_id: str | None = Field(None, max_length=200, description="只在这份文件中查找")
    topic: str | None = Field(None, max_length=50, description="只在这个主题的文件中查找")

    def as_question(self, conversation_id: str, answer_id: str) -> Question:
        """The question for the pipeline, under the ids announced to the client."""
        return Question(
            text=self.question,
            conversation_id=conversation_id,
            audience=self.audience,
            policy_id=self.policy_id,
            topic=self.topic,
            answer_id=answer_id,
        )


class SearchHit(BaseModel):
    """A passage found."""

    id: str
    policy_id: str
    policy_title: str
    label: str
    heading: str
    text: str
    score: float
    url: str

    @classmethod
    def of(cls, hit: Hit) -> "SearchHit":
        """The hit as the contract shows it."""
        passage = hit.passage
        return cls(
            id=passage.id,
            policy_id=passage.policy_id,
            policy_title=passage.policy_title,
            label=passage.label,
            heading=passage.heading,
            text=passage.text,
            score=round(hit.score, 4),
            url=f"/clause/{passage.id}",
        )


class SearchResult(BaseModel):
    """Passages, best first."""

    hits: list[SearchHit]


class PolicySummary(BaseModel):
    """A policy in the list. `status` says in Chinese what `force` says for programs."""

    id: str
    title: str
    force: Force
    status: str
    begins_on: date | None
    ends_on: date | None
    version: int
    supersedes: str | None
    superseded_by: str | None
    passage_count: int
    source_name: str
    ingested_at: datetime
    metadata: PolicyMetadata


class PolicyList(BaseModel):
    """The policies held."""

    policies: list[PolicySummary]


class ReferenceView(BaseModel):
    """A reference at `text[start:end]` of its sentence, and the page that shows what it names."""

    model_config = ConfigDict(from_attributes=True)

    start: int
    end: int
    url: str


class SentenceView(BaseModel):
    """One sentence of a clause; `references` are what it refers to, in order."""

    id: str
    n: int
    text: str
    start: int
    end: int
    references: list[ReferenceView] = []


class ClauseView(BaseModel):
    """A clause with its sentences and what it contains."""

    path: str
    kind: str
    label: str
    heading: str
    parent: str | None
    start: int
    end: int
    lead_in: str
    sentences: list[SentenceView]
    children: list["ClauseView"] = []


class PolicyDetail(PolicySummary):
    """A policy with its verbatim text and its clause tree."""

    text: str
    clauses: list[ClauseView]


class ClauseDetail(BaseModel):
    """One clause, its text verbatim, with its neighbours and the policy it stands in."""

    policy_id: str
    policy_title: str
    force: Force
    status: str
    clause: ClauseView
    text: str
    previous: str | None
    next: str | None


class ChoiceView(BaseModel):
    """One value of a choice."""

    value: str
    label: str


class FieldView(BaseModel):
    """One input of a calculator."""

    name: str
    label: str
    type: str
    question: str
    help: str
    unit: str
    required: bool
    keypad: str
    allowed: str
    choices: list[ChoiceView]


class CalculatorView(BaseModel):
    """A calculator as a form needs it."""

    name: str
    title: str
    description: str
    schema_: dict[str, Any] = Field(alias="schema", description="输入的 JSON Schema")
    fields_: list[FieldView] = Field(alias="fields")


class CalculatorList(BaseModel):
    """The calculators."""

    calculators: list[CalculatorView]


class EligibilityRequest(BaseModel):
    """Facts by name; `"unknown"` for one that the person cannot tell."""

    facts: dict[str, Annotated[str, Field(max_length=200)] | bool] = Field(default_factory=dict, max_length=100)


class EligibilityQuestions(BaseModel):
    """The questions of the self-check."""

    questions: list[EligibilityQuestion]


class FeedbackRequest(BaseModel):
    """A judgement of an answer."""

    answer_id: Id
    helpful: bool
    comment: str | None = Field(None, max_length=1000)
    conversation_id: Id | None = None


class Saved(BaseModel):
    """That something was kept."""

    saved: bool = True


class ExchangeView(BaseModel):
    """A question, masked, and the answer given to it."""

    question: str
    asked_at: datetime
    audience: str | None
    answer: Answer
    index_version: str
    helpful: bool | None
    comment: str

    @classmethod
    def of(cls, stored: StoredAnswer) -> "ExchangeView":
        """The stored exchange as it is exported."""
        return cls.model_validate(stored, from_attributes=True)


class ConversationView(BaseModel):
    """All that is kept of a conversation."""

    conversation_id: str
    started_at: datetime
    last_at: datetime
    exchanges: list[ExchangeView]

    @classmethod
    def of(cls, export: ConversationExport) -> "ConversationView":
        """The conversation as it is exported."""
        return cls(
            conversation_id=export.conversation_id,
            started_at=export.started_at,
            last_at=export.last_at,
            exchanges=[ExchangeView.of(exchange) for exchange in export.exchanges],
        )


class Health(BaseModel):
    """That the process lives."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether it can answer; `degraded` names what does not work at the moment."""

    status: Literal["ready", "degraded", "unavailable"]
    degraded: list[str]
    policies: int
    corpus_version: int
