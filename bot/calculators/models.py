"""The shape of a calculation and its trace (contract: Calculators)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Citation

CalculationStatus = Literal["exact", "range", "needs_input", "out_of_range"]


class Step(BaseModel):
    """One step of a calculation: what it does in words, the expression, its value, and the clauses behind it."""

    model_config = ConfigDict(frozen=True)

    text: str
    expression: str
    value: str
    citations: list[Citation] = Field(default_factory=list)


class Calculation(BaseModel):
    """A result with its whole trace. Money is decimal text in yuan; nothing is a binary float."""

    model_config = ConfigDict(frozen=True)

    calculator: str
    status: CalculationStatus
    value: str | None = None
    low: str | None = None
    high: str | None = None
    unit: str = "元"
    steps: list[Step] = Field(default_factory=list)
    assumptions: list[str] = Field(default_factory=list)
    notices: list[str] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    title: str = ""
    inputs: dict[str, str] = Field(default_factory=dict)
    understood: str = ""
    needs: list[str] = Field(default_factory=list)
    conclusion: str = ""
    """The result in one sentence, every figure of which stands in the steps."""
