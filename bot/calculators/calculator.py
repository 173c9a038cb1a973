"""What every calculator is made of: its description, its dated rules and the trace that it writes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from bot.calculators.fields import InputField
from bot.calculators.models import Calculation, CalculationStatus, Step
from corpus.models import Citation
from corpus.rulebook import Period, Rulebook


class Facts(BaseModel):
    """The exact inputs of one calculation."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class DatedRules:
    """The rulebook as it stands on one day."""

    rulebook: Rulebook
    on: date

    def period(self, parameter_id: str) -> Period:
        """The parameter's period in force.

        Raises:
            OutOfPeriodError: The parameter has no value on that day.
        """
        return self.rulebook.parameter(parameter_id).at(self.on)

    def figure(self, parameter_id: str) -> tuple[Decimal, Citation]:
        """A single-valued parameter and its citation."""
        period = self.period(parameter_id)
        if period.value is None:
            raise TypeError(f"{parameter_id} is not a single value")
        return period.value, period.citation

    def spread(self, parameter_id: str) -> tuple[Decimal, Decimal, Citation]:
        """A parameter's lower and upper value and its citation."""
        period = self.period(parameter_id)
        if period.low is None or period.high is None:
            raise TypeError(f"{parameter_id} is not a range")
        return period.low, period.high, period.citation

    def wording(self, provision_id: str) -> Citation:
        """The citation of a wording."""
        return self.rulebook.provision(provision_id).citation


@dataclass(slots=True)
class Trace:
    """Collects what a calculation shows: steps, assumptions, notices and, in order, every citation once."""

    steps: list[Step] = field(default_factory=list)
    assumptions: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def step(self, text: str, expression: str, value: str, *citations: Citation) -> None:
        """Record a step with the sentences behind it."""
        self.steps.append(Step(text=text, expression=expression, value=value, citations=list(citations)))
        self.cite(citations)

    def assume(self, text: str, *citations: Citation) -> None:
        """Record how the wording was read."""
        self.assumptions.append(text)
        self.cite(citations)

    def notice(self, text: str, *citations: Citation) -> None:
        """Record what the reader should know beside the result."""
        self.notices.append(text)
        self.cite(citations)

    def cite(self, citations: Iterable[Citation]) -> None:
        """Add citations that are not there yet."""
        for citation in citations:
            if citation not in self.citations:
                self.citations.append(citation)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a calculation comes to; `conclusion` says it in one sentence."""

    status: CalculationStatus
    conclusion: str
    value: str | None = None
    low: str | None = None
    high: str | None = None


F = TypeVar("F", bound=Facts)


@dataclass(frozen=True, slots=True)
class Calculator(Generic[F]):
    """A calculator: its inputs, the model they are read into, and the pure function from facts and rules to outcome.

    `describe` says the inputs back (`25 人、1 年`); `sources` are the parameters and wordings cited when inputs lack.
    """

    name: str
    title: str
    description: str
    fields: tuple[InputField, ...]
    facts: type[F]
    compute: Callable[[F, DatedRules, Trace], Outcome]
    describe: Callable[[F], str]
    sources: tuple[str, ...]
    unit: str = "元"

    def run(self, values: dict[str, object], rules: DatedRules) -> Calculation:
        """The calculation with its whole trace, for values already read by the fields."""
        facts = self.facts.model_validate(values)
        trace = Trace()
        outcome = self.compute(facts, rules, trace)
        return Calculation(
            calculator=self.name,
            title=self.title,
            status=outcome.status,
            value=outcome.value,
            low=outcome.low,
            high=outcome.high,
            unit=self.unit,
            steps=trace.steps,
            assumptions=trace.assumptions,
            notices=trace.notices,
            citations=trace.citations,
            understood=self._say(facts),
            conclusion=f"{outcome.conclusion.rstrip('。')}。",
        )

    def say(self, values: dict[str, object]) -> str:
        """The inputs said back, so that a misreading is visible: `按 25 人、1 年计算`."""
        return self._say(self.facts.model_validate(values))

    def _say(self, facts: F) -> str:
        return f"按{_spaced(self.describe(facts))}计算"


def _spaced(text: str) -> str:
    """Spaces where a number stands at an end, as the house style sets numbers off from words."""
    return f"{' ' if text[:1].isdigit() else ''}{text}{' ' if text[-1:] == '%' else ''}"
