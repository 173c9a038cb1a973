from decimal import Decimal

import pytest

from bot.answering.slots.quantities import find_quantities, tidy


def found(text: str):
    return [(quantity.kind, str(quantity.value), quantity.firmness) for quantity in find_quantities(tidy(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("25个学徒", ("people", "25")),
        ("２５名学徒", ("people", "25")),
        ("三十人", ("people", "30")),
        ("俩学徒", ("people", "2")),
        ("仨学徒", ("people", "3")),
        ("1.5万人", ("people", "15000")),
        ("一百零八位", ("people", "108")),
        ("1,200名", ("people", "1200")),
        ("90万", ("money", "900000")),
        ("90w", ("money", "900000")),
        ("¥500000元", ("money", "500000")),
        ("一百二十万元", ("money", "1200000")),
        ("1.2亿", ("money", "120000000")),
        ("8万5", ("bare", "85000")),
        ("6%", ("percent", "6")),
        ("６．５％", ("percent", "6.5")),
        ("百分之六", ("percent", "6")),
        ("百分之零点五", ("percent", "0.5")),
        ("4个半点", ("percent", "4.5")),
        ("六个百分点", ("percent", "6")),
        ("三成", ("percent", "30")),
        ("半年", ("months", "6")),
        ("一年半", ("months", "18")),
        ("18个月", ("months", "18")),
        ("两年零三个月", ("months", "27")),
        ("2023年", ("year", "0")),
        ("25岁", ("other", "0")),
        ("第4条", ("other", "0")),
        ("三批", ("other", "0")),
    ],
)
def test_a_number_is_found_with_what_it_counts(text, wanted):
    ((kind, value, firmness),) = found(text)
    assert (kind, Decimal(value)) == (wanted[0], Decimal(wanted[1]))
    assert firmness == "exact"


@pytest.mark.parametrize(
    "text",
    [
        "三十来个",
        "二十多个",
        "十几个",
        "几十个",
        "七八个",
        "二三十个",
        "不到30个",
        "近百人",
        "小一百个",
        "至少20人",
        "20到30个",
        "20-30人",
        "30个以上",
        "90多万",
        "90多万元",
        "90到100万",
        "一百来万",
        "负五人",
        "-3个",
        "两年多",
        "一两年",
        "三五年",
    ],
)
def test_no_single_number_is_ever_read_from_an_estimate(text):
    assert {firmness for _, _, firmness in found(text)} == {"vague"}


@pytest.mark.parametrize("text", ["大概30个", "30个左右", "约30人", "差不多30个"])
def test_a_rounded_number_is_known_to_be_one(text):
    assert [(value, firmness) for _, value, firmness in found(text)] == [("30", "about")]


@pytest.mark.parametrize(
    "text",
    ["一线职工", "一下", "统一", "五一劳动奖章", "三八红旗手", "新八级工", "一般", "万一", "一样", "双高", "之一"],
)
def test_words_that_hold_a_numeral_count_nothing(text):
    assert found(text) == []


def test_numbers_apart_stay_apart():
    assert [value for _, value, _ in found("25 12")] == ["25", "12"]
    assert [value for _, value, _ in found("25，100人")] == ["25", "100"]


@pytest.mark.parametrize(
    "text", ["", "\u202e", "ﷺ" * 300, "9" * 300, "一" * 300, "9一" * 150, "\x00", "万万万", "点点点"]
)
def test_any_text_is_read_without_failing(text):
    find_quantities(tidy(text))
