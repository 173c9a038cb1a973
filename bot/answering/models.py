"""The shapes of a question and its answer (contract: HTTP, `POST /api/ask`)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering import messages
from bot.calculators.models import Calculation
from corpus.models import Citation

Audience = Literal["worker", "enterprise", "hotline"]
Status = Literal["answered", "partial", "needs_input", "not_covered", "declined", "notice"]
ANSWERED: tuple[Status, ...] = ("answered", "partial")
"""What says something of a policy's content."""
CONTENT_STATUSES: tuple[Status, ...] = (*ANSWERED, "needs_input")
"""What goes on with a policy's matter: an answer, or a question for what it lacks."""
MATTER_STATUSES: tuple[Status, ...] = (*CONTENT_STATUSES, "not_covered")
"""Whatever follows a question on a policy's matter, found or not: all but talk and what is declined."""
Mode = Literal["approved", "extract", "calculation", "generated", "fixed"]


class Need(BaseModel):
    """A fact that a calculation or a check lacks, with the question that asks for it."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    type: Literal["integer", "number", "money", "percent", "choice", "boolean", "text"]
    question: str


class Turn(BaseModel):
    """One earlier exchange of a conversation: what following questions are resolved against."""

    model_config = ConfigDict(frozen=True)

    question: str
    resolved: str
    status: Status
    topic: str | None = None
    calculator: str | None = None
    facts: dict[str, str] = Field(default_factory=dict)
    cited: list[str] = Field(default_factory=list)
    needs: list[str] = Field(default_factory=list)


class Question(BaseModel):
    """What a user asks, as it came."""

    model_config = ConfigDict(frozen=True)

    text: str
    conversation_id: str | None = None
    audience: Audience | None = None
    policy_id: str | None = None
    topic: str | None = None
    answer_id: str = ""
    """The id which the answer must get, where the caller has announced one already; else the pipeline makes one."""
    turns: tuple[Turn, ...] | None = None
    """The conversation so far, where the caller has read it already."""


class Answer(BaseModel):
    """A checked answer. Every statement of `text` rests on `citations` or on `calculation`."""

    model_config = ConfigDict(frozen=True)

    answer_id: str = ""
    conversation_id: str = ""
    status: Status
    mode: Mode
    text: str
    citations: list[Citation] = Field(default_factory=list)
    calculation: Calculation | None = None
    needs: list[Need] = Field(default_factory=list)
    suggestions: list[str] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list)
    understood: str = ""
    """What was understood of the question, shown back so that a misreading is visible."""
    generated_by: str | None = None
    """The language model's name where `mode` is `generated`."""

    @property
    def mark(self) -> str:
        """The label that generated words carry wherever they go; empty for any others."""
        return messages.GENERATED.format(model=self.generated_by) if self.mode == "generated" else ""
