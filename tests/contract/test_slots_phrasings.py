"""Reads the phrasings of `eval/datasets/calculation_phrasings_*.jsonl`; the test ones were not used for building."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answering.models import Turn
from bot.answering.slots import CalculationRequest, read_request

FOLDER = Path(__file__).resolve().parents[2] / "eval" / "datasets"


def phrasings(split: str) -> list[dict[str, Any]]:
    path = FOLDER / f"calculation_phrasings_{split}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read(phrasing: dict[str, Any]) -> CalculationRequest | None:
    previous = None
    request = None
    for question in (*phrasing.get("after", []), phrasing["question"]):
        request = read_request(question, previous)
        previous = Turn(
            question=question,
            resolved=question,
            status="needs_input" if request and request.needs else "answered",
            calculator=request.calculator if request else None,
            facts=request.facts if request else {},
            needs=[need.name for need in request.needs] if request else [],
        )
    return request


def is_right(phrasing: dict[str, Any], request: CalculationRequest | None) -> bool:
    if request is None or phrasing["calculator"] is None:
        return request is None and phrasing["calculator"] is None
    same_needs = sorted(need.name for need in request.needs) == sorted(phrasing["needs"])
    return request.calculator == phrasing["calculator"] and request.facts == phrasing["facts"] and same_needs


def shows_a_wrong_number(phrasing: dict[str, Any], request: CalculationRequest | None) -> bool:
    return request is not None and not request.needs and not is_right(phrasing, request)


@pytest.mark.parametrize("split", ["dev", "test"])
def test_calculations_are_understood_and_no_wrong_number_is_shown(split: str) -> None:
    results = [(phrasing, read(phrasing)) for phrasing in phrasings(split)]
    right = sum(is_right(phrasing, request) for phrasing, request in results)
    wrong = [phrasing["question"] for phrasing, request in results if shows_a_wrong_number(phrasing, request)]
    assert wrong == []
    assert right / len(results) >= 0.95


def test_the_splits_share_no_phrasing_and_the_test_one_is_large_enough():
    dev, test = ({(row["question"], *row.get("after", [])) for row in phrasings(split)} for split in ("dev", "test"))
    assert not dev & test
    assert sum(row["calculator"] is not None for row in phrasings("test")) >= 60
