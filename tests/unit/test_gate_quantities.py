from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.gate.quantities import Quantity, read


def only(text: str, kind: str) -> Quantity:
    found = [quantity for quantity in read(text) if quantity.kind == kind]
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("百分之三十", "percent", "30", "%"),
        ("三成", "percent", "30", "%"),
        ("三成五", "percent", "35", "%"),
        ("30％", "percent", "30", "%"),
        ("一半", "percent", "50", "%"),
        ("四分之一", "percent", "25", "%"),
        ("5个百分点", "percent", "5", "百分点"),
        ("6千元", "money", "6000", "元"),
        ("６０００元", "money", "6000", "元"),
        ("6,000元", "money", "6000", "元"),
        ("六千块钱", "money", "6000", "元"),
        ("1.2万元", "money", "12000", "元"),
        ("8000美元", "money", "8000", "美元"),
        ("半年", "duration", "6", "月"),
        ("两年", "duration", "24", "月"),
        ("一年半", "duration", "18", "月"),
        ("18个月", "duration", "18", "月"),
        ("两个季度", "duration", "6", "月"),
        ("30日", "duration", "30", "日"),
        ("两周", "duration", "14", "日"),
        ("三十名学徒", "count", "30", "个"),
        ("新八级工", "count", "8", "级"),
        ("三倍", "count", "3", "倍"),
    ],
)
def test_amounts_in_every_form(text: str, kind: str, value: str, unit: str) -> None:
    found = only(text, kind)
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("2025年3月1日", "date", "2025-3-1"),
        ("2025-03-01", "date", "2025-3-1"),
        ("二〇二五年三月一日", "date", "2025-3-1"),
        ("3月1日", "date", "?-3-1"),
        ("2025年", "date", "2025-?-?"),
        ("内人社办发〔2025〕93号", "document", "内人社办发〔2025〕93号"),
        ("内人社办发[2025]93号", "document", "内人社办发〔2025〕93号"),
        ("第四条", "clause", "4"),
        ("第14条第（二）项", "clause", "14.2"),
        ("上年度", "period", "last"),
        ("去年", "period", "last"),
        ("每年", "per", "年"),
        ("每名学徒", "per", "人"),
        ("人均", "per", "人"),
        ("每家企业", "per", "家"),
    ],
)
def test_what_is_compared_by_its_writing(text: str, kind: str, key: str) -> None:
    assert only(text, kind).key == key


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("不超过上年度盈余额的30%", "at_most"),
        ("不得超过30%", "at_most"),
        ("最多30%", "at_most"),
        ("30%封顶", "at_most"),
        ("上限是30%", "at_most"),
        ("超过30%", "more_than"),
        ("不低于30%", "at_least"),
        ("30%以上", "at_least"),
        ("至少要有30%", "at_least"),
        ("30%或更多", "at_least"),
        ("低于30%", "less_than"),
        ("不足30%", "less_than"),
        ("30%以下", "at_most"),
        ("30%以内", "within"),
        ("大约30%", "about"),
        ("最低不超过30%", "conflict"),
        ("30%", None),
        ("本科以上学历，30%", None),
    ],
)
def test_direction_words_around_a_number(text: str, direction: str | None) -> None:
    assert only(text, "percent").direction == direction


@pytest.mark.parametrize(
    "text", ["6000元—8000元", "6000—8000元", "六千至八千元", "6000元到8000元", "6000元和8000元之间"]
)
def test_a_range_is_its_two_ends(text: str) -> None:
    low, high = [quantity for quantity in read(text) if quantity.kind == "money"]
    assert (low.value, low.direction) == (6000, "at_least")
    assert (high.value, high.direction) == (8000, "at_most")
    assert low.span == high.span >= 0


@pytest.mark.parametrize("text", ["统一安排", "进一步", "一些", "万一", "十分重要", "一项补贴", "一律"])
def test_a_numeral_that_is_grammar_counts_nothing(text: str) -> None:
    assert read(text) == ()


def test_a_numeral_inside_a_word_is_compared_as_that_word() -> None:
    assert only("一线职工", "word").text == "|线"


@given(st.text(max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    read(text)
