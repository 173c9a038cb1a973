"""The shape of an eligibility check (contract: `POST /api/eligibility`)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Citation
from corpus.rulebook.models import MeasureKind, RuleAudience

Verdict = Literal["eligible", "possible", "not_eligible", "authority_decides"]
Group = Literal[
    "可以享受", "鼓励去做", "应当做到", "可能可以", "可能要做到", "由主管部门认定", "由用人单位决定", "不适用"
]  # fmt: skip
ReasonState = Literal["met", "unmet", "unknown", "open"]


class Option(BaseModel):
    """One answer that a question offers."""

    model_config = ConfigDict(frozen=True)

    value: str
    label: str


class EligibilityQuestion(BaseModel):
    """A question of the check; `audiences` says whom it concerns."""

    model_config = ConfigDict(frozen=True)

    name: str
    label: str
    help: str = ""
    options: list[Option]
    audiences: list[RuleAudience] = Field(default_factory=list)


class Reason(BaseModel):
    """One condition of a measure, whether it is met, and the clause that sets it.

    `open` is not a condition but wording that leaves the outcome to someone.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    state: ReasonState
    label: str
    citation_id: str


class MeasureResult(BaseModel):
    """What the facts so far say of one measure. `needs` are the facts that settle it when all are answered."""

    model_config = ConfigDict(frozen=True)

    id: str
    title: str
    kind: MeasureKind
    verdict: Verdict
    group: Group
    reasons: list[Reason] = Field(default_factory=list)
    needs: list[str] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    note: str = ""


class EligibilityResult(BaseModel):
    """Every measure for the audience, and the question that settles most of what is open; None when none helps."""

    model_config = ConfigDict(frozen=True)

    measures: list[MeasureResult] = Field(default_factory=list)
    next_question: EligibilityQuestion | None = None
    answered: int = 0
    notices: list[str] = Field(default_factory=list)
