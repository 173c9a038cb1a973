"""When an answer is fully right."""

from typing import Any

import pytest

from bot.calculators.models import Calculation
from eval.judging import judge
from eval.models import Cited, Item, Predicted

P = "baotou-jineng-qiangqi"


def item(**changes: Any) -> Item:
    given = {
        "id": "q1",
        "audience": "worker",
        "question": "?",
        "status": ["answered"],
        "gold": ["4#1"],
        "must": ["6000"],
    }
    return Item.model_validate({**given, **changes})


def answer(*cited: str, **changes: Any) -> Predicted:
    given: dict[str, Any] = {
        "id": "q1", "system": "product", "question": "?", "status": "answered", "mode": "extract", "text": "每年6000元",
        "cited": tuple(Cited(covers=(f"{P}/{sentence}",), quote="原文") for sentence in cited),
    }  # fmt: skip
    return Predicted.model_validate({**given, **changes})


def test_status_gold_and_terms_together_make_it_right() -> None:
    assert judge(answer("4#1"), item()).is_right


def test_gold_second_is_right_and_third_is_not() -> None:
    second = judge(answer("4#2", "4#1"), item())
    third = judge(answer("4#2", "4#3", "4#1"), item())
    assert (second.is_right, second.is_gold_first) == (True, False)
    assert (third.is_right, third.is_gold_in_three) == (False, True)


def test_any_of_several_gold_sentences_will_do() -> None:
    assert judge(answer("4#2"), item(gold=["4#1", "4#2"])).is_right


def test_a_chunk_cites_every_sentence_that_it_covers() -> None:
    chunk = Cited(covers=(f"{P}/3#1", f"{P}/4#1"), quote="每年6000元")
    assert judge(answer(cited=(chunk,)), item()).is_right


@pytest.mark.parametrize(
    "wrong",
    [
        answer("4#1", status="partial"),
        answer(),
        answer("4#1", text="每年16000元"),
        answer("4#1", text="6000元，不是五万"),
    ],
)
def test_a_fault_in_any_part_makes_it_wrong(wrong: Predicted) -> None:
    assert not judge(wrong, item(must_not=["50000"])).is_right


def test_terms_may_stand_in_a_quote() -> None:
    quoted = Cited(covers=(f"{P}/4#1",), quote="每人每年6000元—8000元")
    assert judge(answer(text="见原文", cited=(quoted,)), item(must=["6000", "8000"])).is_right


def test_a_calculation_that_is_due_must_have_run() -> None:
    due = item(calculation=True)
    assert not judge(answer("4#1"), due).is_right
    assert judge(answer("4#1", calculation=Calculation(calculator="apprentice_subsidy", status="range")), due).is_right
    assert judge(answer("4#1", mode="calculation"), due).is_right


def test_an_acceptable_refusal_needs_no_citation() -> None:
    steered = item(status=["declined", "answered"], must=[], must_not=["50000"])
    assert judge(answer(status="declined", text="请直接提问。"), steered).is_right
    assert not judge(answer(text="每年五万"), steered).is_right


def test_without_gold_nothing_is_said_about_citations() -> None:
    row = judge(answer(status="notice"), item(status=["notice"], gold=[], must=[]))
    assert (row.is_right, row.is_gold_first) == (True, None)
