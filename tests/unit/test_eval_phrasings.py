"""Judging which calculator a question was taken for."""

from pathlib import Path
from typing import Any

import pytest

from bot.calculators.models import Calculation
from corpus.errors import DataError
from eval.models import Predicted
from eval.phrasings import Phrasing, judge_phrasing, read_phrasings


def meant(calculator: str | None = "apprentice_subsidy", **more: Any) -> Phrasing:
    return Phrasing.model_validate({"id": "p", "question": "?", "calculator": calculator, **more})


def answer(calculator: str | None = None, inputs: dict[str, str] | None = None, **more: Any) -> Predicted:
    ran = Calculation(calculator=calculator, status="range", inputs=inputs or {}) if calculator else None
    given = {"id": "p", "system": "product", "question": "?", "status": "answered", "mode": "extract", "text": ""}
    return Predicted.model_validate({**given, "calculation": ran, **more})


def test_right_calculator_with_right_facts_is_right() -> None:
    facts = {"headcount": "12", "years": "1"}
    assert judge_phrasing(
        answer("apprentice_subsidy", {"headcount": "12.0", "years": "1"}), meant(facts=facts)
    ).is_right
    wrong = judge_phrasing(answer("apprentice_subsidy", {"headcount": "21", "years": "1"}), meant(facts=facts))
    assert (wrong.is_routed, wrong.is_filled) == (True, False)


def test_another_calculator_or_none_is_not_routed() -> None:
    assert not judge_phrasing(answer("title_route"), meant()).is_routed
    assert not judge_phrasing(answer(), meant()).is_routed


def test_asking_back_for_what_is_missing_is_right() -> None:
    asked = answer(mode="calculation", status="needs_input", needs=("headcount",))
    assert judge_phrasing(asked, meant(needs=["headcount"])).is_right
    assert not judge_phrasing(asked, meant(needs=["years"])).is_right
    assert not judge_phrasing(asked, meant(facts={"headcount": "3"})).is_right


def test_a_question_that_means_none_must_run_none() -> None:
    assert judge_phrasing(answer(), meant(None)).is_right
    assert not judge_phrasing(answer("title_route"), meant(None)).is_right
    assert not judge_phrasing(answer(mode="calculation", status="needs_input"), meant(None)).is_right


def test_an_optional_calculation_may_be_left_out() -> None:
    assert judge_phrasing(answer(), meant(optional=True)).is_right


def test_phrasings_are_read_with_their_split(tmp_path: Path) -> None:
    row = '{"id": "t1", "question": "?", "calculator": null}'
    (tmp_path / "calculation_phrasings_test.jsonl").write_text(row + "\n", encoding="utf-8")
    assert [phrasing.split for phrasing in read_phrasings(tmp_path)] == ["test"]
    (tmp_path / "calculation_phrasings_dev.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(DataError, match="第 1 行"):
        read_phrasings(tmp_path)
