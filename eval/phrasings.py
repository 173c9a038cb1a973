"""Ways of asking for a calculation: which calculator a question means, with which facts, or that it means none."""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import DataError
from eval.models import SPLITS, Item, Predicted, Split
from eval.questions import DATASETS

_FILE = "calculation_phrasings_{split}.jsonl"


class Phrasing(BaseModel):
    """A question with the calculator it means (None for none), the facts it gives and those it leaves open.

    `optional` says that an answer without the calculator is as good.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    question: str
    after: tuple[str, ...] = ()
    calculator: str | None
    facts: dict[str, str] = Field(default_factory=dict)
    needs: tuple[str, ...] = ()
    optional: bool = False
    split: Split = "dev"

    def as_item(self) -> Item:
        """What is asked of a system."""
        return Item(
            id=self.id,
            audience="enterprise",
            split=self.split,
            question=self.question,
            after=self.after,
            status=("answered",),
        )


class PhrasingJudgement(BaseModel):
    """Whether the right calculator ran, or none, and whether it got the facts or asked for the right ones."""

    model_config = ConfigDict(frozen=True)

    id: str
    split: str
    question: str
    expected: str | None
    calculator: str | None
    is_routed: bool
    is_filled: bool | None

    @property
    def is_right(self) -> bool:
        """Routed and filled."""
        return self.is_routed and self.is_filled is not False


def read_phrasings(folder: Path = DATASETS) -> list[Phrasing]:
    """All phrasings of both splits; none where the folder holds none.

    Raises:
        DataError: A row is not well formed.
    """
    found = []
    for split in SPLITS:
        path = folder / _FILE.format(split=split)
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for number, line in enumerate(lines, 1):
            try:
                found.append(Phrasing.model_validate({**json.loads(line), "split": split}))
            except (ValueError, ValidationError):
                raise DataError(f"{path.name} 第 {number} 行格式不对。") from None
    return found


def judge_phrasing(predicted: Predicted, phrasing: Phrasing) -> PhrasingJudgement:
    """The judgement; where the calculator did not have to run and did not, there is nothing to fill."""
    ran = predicted.calculation.calculator if predicted.calculation else None
    asked_back = predicted.mode == "calculation" and predicted.calculation is None
    is_routed = ran == phrasing.calculator or (asked_back and bool(phrasing.needs))
    if phrasing.calculator is None:
        is_routed = ran is None and not asked_back
    excused = phrasing.optional and ran is None
    is_due = phrasing.calculator is not None and not excused
    return PhrasingJudgement(
        id=phrasing.id,
        split=phrasing.split,
        question=phrasing.question,
        expected=phrasing.calculator,
        calculator=ran,
        is_routed=is_routed or excused,
        is_filled=_is_filled(predicted, phrasing) if is_due and is_routed else None,
    )


def _is_filled(predicted: Predicted, phrasing: Phrasing) -> bool:
    if phrasing.needs:
        return predicted.status == "needs_input" and set(phrasing.needs) <= set(predicted.needs)
    inputs = predicted.calculation.inputs if predicted.calculation else {}
    return all(_same(inputs.get(name, ""), value) for name, value in phrasing.facts.items())


def _same(given: str, expected: str) -> bool:
    try:
        return Decimal(given.rstrip("%").replace(",", "")) == Decimal(expected.rstrip("%"))
    except InvalidOperation:
        return given == expected
