"""What the rules are once loaded: every figure and condition with the citation that proves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from corpus.errors import NotFoundError, OutOfPeriodError
from corpus.models import Citation
from corpus.rulebook.conditions import Condition

MeasureKind = Literal["benefit", "duty", "encouragement"]
RuleAudience = Literal["enterprise", "school", "worker"]
Decider = Literal["authority", "employer"]


@dataclass(frozen=True, slots=True)
class Period:
    """What a parameter is from one day to another, both included; None where the policy states no day."""

    citation: Citation
    last_verified: date
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    table: Mapping[str, str] = field(default_factory=dict)
    effective_from: date | None = None
    effective_to: date | None = None

    def covers(self, on: date) -> bool:
        """Whether the parameter has this value on that day."""
        starts = self.effective_from is None or self.effective_from <= on
        return starts and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure, a range or a table that the policy states, with its periods in order of time."""

    id: str
    title: str
    unit: str
    periods: tuple[Period, ...]

    def at(self, on: date) -> Period:
        """The period in force on that day.

        Raises:
            OutOfPeriodError: None is; an old value is never carried on.
        """
        for period in self.periods:
            if period.covers(on):
                return period
        raise OutOfPeriodError(f"“{self.title}”在所选日期没有规定，请换一个日期或查看政策的施行时间。")


@dataclass(frozen=True, slots=True)
class Provision:
    """A wording, without a figure, that a calculation's assumption or notice rests on."""

    id: str
    title: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a question offers."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A fact of the eligibility check, and how it is asked. `audiences` says whom it concerns."""

    name: str
    label: str
    help: str
    options: tuple[Choice, ...]
    audiences: tuple[RuleAudience, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Answers that cannot all be true, and the sentence that says so."""

    facts: Mapping[str, tuple[str, ...]]
    message: str


@dataclass(frozen=True, slots=True)
class Measure:
    """Something the policy gives, asks or encourages, with the conditions on which it rests.

    `decided_by` is set where the wording leaves the outcome open (原则上、可、按规定、符合条件); `office` names who
    decides where the text names one.
    """

    id: str
    title: str
    kind: MeasureKind
    audiences: tuple[RuleAudience, ...]
    condition: Condition
    citations: tuple[Citation, ...]
    decided_by: Decider | None = None
    hedge: str = ""
    office: str = ""
    note: str = ""


@dataclass(frozen=True)
class Rulebook:
    """All rules, by their identifiers."""

    parameters: Mapping[str, Parameter]
    provisions: Mapping[str, Provision]
    measures: tuple[Measure, ...] = ()
    questions: tuple[Question, ...] = ()
    conflicts: tuple[Conflict, ...] = ()

    def parameter(self, parameter_id: str) -> Parameter:
        """The parameter of that name.

        Raises:
            NotFoundError: There is none.
        """
        try:
            return self.parameters[parameter_id]
        except KeyError:
            raise NotFoundError("规则数据里缺少这个参数，请联系管理员补充。") from None

    def provision(self, provision_id: str) -> Provision:
        """The wording of that name.

        Raises:
            NotFoundError: There is none.
        """
        try:
            return self.provisions[provision_id]
        except KeyError:
            raise NotFoundError("规则数据里缺少这段条文，请联系管理员补充。") from None

    def citations(self) -> Iterator[Citation]:
        """Every citation that any rule rests on."""
        for parameter in self.parameters.values():
            yield from (period.citation for period in parameter.periods)
        yield from (provision.citation for provision in self.provisions.values())
        for measure in self.measures:
            yield from measure.citations
