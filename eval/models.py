"""What passes between producing, scoring and reporting."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.models import Audience, Mode, Status
from bot.calculators.models import Calculation

Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = ("dev", "test")
POLICY_ID = "baotou-jineng-qiangqi"


class Item(BaseModel):
    """A question with what a right answer to it shows (the fields are described beside the datasets)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    audience: Audience
    category: str = "content"
    split: Split = "test"
    question: str
    status: tuple[Status, ...]
    gold: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    calculation: bool = False
    after: tuple[str, ...] = ()

    @property
    def gold_ids(self) -> frozenset[str]:
        """The gold sentences as full identifiers."""
        return frozenset(f"{POLICY_ID}/{sentence}" for sentence in self.gold)


class Dialogue(BaseModel):
    """A conversation: its turns are asked in order, in one conversation."""

    model_config = ConfigDict(frozen=True)

    id: str
    audience: Audience
    category: str
    split: Split
    turns: tuple[Item, ...]


class Cited(BaseModel):
    """One citation as shown: the sentences it covers (one, or for a chunk several), its quote and where that stands."""

    model_config = ConfigDict(frozen=True)

    covers: tuple[str, ...]
    quote: str
    label: str = ""


class Predicted(BaseModel):
    """What a system answered to one question. Holds nothing of what was expected."""

    model_config = ConfigDict(frozen=True)

    id: str
    system: str
    question: str
    status: Status
    mode: Mode
    text: str
    cited: tuple[Cited, ...] = ()
    calculation: Calculation | None = None
    needs: tuple[str, ...] = ()
    elapsed_ms: float = 0.0
    confidence: float | None = None
    steps_ms: dict[str, float] = Field(default_factory=dict)


class Ranked(BaseModel):
    """One found passage or chunk: the sentences it covers and its scores."""

    model_config = ConfigDict(frozen=True)

    covers: tuple[str, ...]
    score: float
    dense: float | None = None
    lexical: float | None = None


class Ranking(BaseModel):
    """What a system found for one question, best first."""

    model_config = ConfigDict(frozen=True)

    id: str
    system: str
    question: str
    found: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: a system, the part of the questions it is over, its name, its value and how many it is over."""

    system: str
    split: str
    part: str
    name: str
    value: float
    count: int


class TaskResult(BaseModel):
    """What a task found: figures, one row per question, and curves for the report."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    task: str
    measures: list[Measure] = Field(default_factory=list)
    rows: list[dict[str, object]] = Field(default_factory=list)
    curves: dict[str, list[dict[str, float]]] = Field(default_factory=dict)
    notes: list[str] = Field(default_factory=list)
