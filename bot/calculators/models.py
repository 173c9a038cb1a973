"""The shape of a calculation and its trace (contract: Calculators)."""

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.models import Citation

CalculationStatus = Literal["exact", "range", "needs_input", "out_of_range"]
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")


class Step(BaseModel):
    """One step of a calculation: what it does in words, the expression, its value, and the clauses behind it."""

    model_config = ConfigDict(frozen=True)

    text: str
    expression: str
    value: str
    citations: list[Citation] = Field(default_factory=list)

    @property
    def line(self) -> str:
        """The expression with what it comes to: `25 人 × 1 年 × 6000 元 = 150000 元`, `5% < 6%，低于`."""
        if _bare(self.expression).endswith(_bare(self.value)):
            return self.expression
        unit = " 元" if "元" in self.expression and _AMOUNT.fullmatch(self.value) else ""
        joint = " = " if self.value[:1].isdecimal() else "，"
        return f"{self.expression}{joint}{self.value}{unit}"


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("元", "")


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
