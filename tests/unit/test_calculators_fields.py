from decimal import Decimal

import pytest

from bot.calculators.amounts import ceil_to_fen, floor_to_fen, plain
from bot.calculators.catalogue import CALCULATORS, find_field
from bot.calculators.durations import months_to_years, read_months, say_months
from corpus.errors import InputError

HEADCOUNT = find_field("apprentice_subsidy", "headcount")
YEARS = find_field("apprentice_subsidy", "years")
MONEY = find_field("education_fund_frontline", "education_fund")
PERCENT = find_field("wage_growth_check", "skilled_growth")
LEVEL = find_field("title_route", "skill_level")


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        (12, 12),
        ("12", 12),
        ("１２", 12),
        (" 12 ", 12),
        ("12人", 12),
        ("十二", 12),
        ("两百", 200),
        ("1.5万", 15000),
        ("12,000", 12000),
        ("１２，０００", 12000),
        (12.0, 12),
        (Decimal(12), 12),
        ("12.0", 12),
        ("012", 12),
        ("+12", 12),
        (1000000, 1000000),
    ],
)
def test_a_headcount_is_read_in_every_common_form(raw, wanted):
    assert HEADCOUNT.read(raw) == wanted


@pytest.mark.parametrize(
    "raw",
    [
        0,
        -1,
        "-1",
        "−1",
        2.5,
        "2.5",
        10**30,
        "1" * 30,
        1e30,
        float("nan"),
        float("inf"),
        float("-inf"),
        "NaN",
        "inf",
        "1e3",
        "1E400",
        "1,5",
        "1,00,000",
        "12;13",
        "12人人",
        "abc",
        "٣٤a",
        "1" * 41,
        True,
        False,
        [],
        {},
        object(),
        b"12",
        "\x0012",
        "１２\u202e",
        "12\u200b13a",
        "ﷺ" * 5,
        1000001,
    ],
)
def test_an_unusable_headcount_is_refused_naming_field_and_range(raw):
    with pytest.raises(InputError) as refusal:
        HEADCOUNT.read(raw)
    assert refusal.value.field == "headcount"
    assert "学徒人数" in str(refusal.value)
    assert "1 到 1000000" in str(refusal.value)


def test_a_refusal_never_repeats_what_was_sent():
    with pytest.raises(InputError) as refusal:
        MONEY.read("<script>alert(1)</script>")
    assert "script" not in str(refusal.value)


@pytest.mark.parametrize("raw", [None, "", "  ", "\t\n", "　"])
def test_nothing_entered_is_missing_not_wrong(raw):
    assert HEADCOUNT.read(raw) is None


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("150000", "150000"),
        ("1,500,000", "1500000"),
        ("1.5万", "15000"),
        ("90万元", "900000"),
        ("一点五万", "15000"),
        ("1.2亿", "120000000"),
        ("0.01", "0.01"),
        (0.1, "0.1"),
        (1e5, "100000"),
        ("3000块钱", "3000"),
        (0, "0"),
        ("1000000000000", "1000000000000"),
        ("150,0000", "1500000"),
    ],
)
def test_money_is_read_exactly(raw, wanted):
    assert MONEY.read(raw) == Decimal(wanted)


@pytest.mark.parametrize("raw", ["-0.01", "0.001", "1000000000000.01", "1e5", "九十万多", "七八万", 0.001, 1e400])
def test_unusable_money_is_refused(raw):
    with pytest.raises(InputError, match="职工教育经费"):
        MONEY.read(raw)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("6", "6"),
        (6, "6"),
        ("6%", "6"),
        ("６％", "6"),
        ("百分之六", "6"),
        ("6个点", "6"),
        ("4.5个百分点", "4.5"),
        ("0.06%", "0.06"),
        ("0", "0"),
        ("1000", "1000"),
        ("0.5%", "0.5"),
    ],
)
def test_percentages_are_read_as_percent(raw, wanted):
    assert PERCENT.read(raw) == Decimal(wanted)


@pytest.mark.parametrize("raw", [0.06, "0.06", "0.99", 0.5])
def test_a_percentage_below_one_without_its_sign_is_asked_about(raw):
    with pytest.raises(InputError, match="分不清"):
        PERCENT.read(raw)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("1", "1"),
        ("1年", "1"),
        ("一年半", "1.5"),
        ("18个月", "1.5"),
        ("半年", "0.5"),
        ("两年", "2"),
        ("1年3个月", "1.25"),
        (1.5, "1.5"),
        ("11个月", "0.91"),
        ("11.99个月", "0.99"),
        ("一年零六个月", "1.5"),
        ("2年半", "2.5"),
        ("24月", "2"),
    ],
)
def test_durations_are_read_in_years_never_rounded_up(raw, wanted):
    assert YEARS.read(raw) == Decimal(wanted)


@pytest.mark.parametrize("raw", ["年", "半个月", "0", "101", "-1年", "三五年", "一年多"])
def test_an_unusable_duration_is_refused(raw):
    with pytest.raises(InputError, match="培养年数"):
        YEARS.read(raw)


def test_a_field_counted_in_months_takes_years_too():
    internship = find_field("apprentice_subsidy", "internship_months")
    assert [internship.read(raw) for raw in ("半年", "6", "6个月", "1年")] == [6, 6, 6, 12]


@pytest.mark.parametrize(
    ("raw", "wanted"), [("技师", "技师"), ("技师证", "技师"), (" 高级技师证书 ", "高级技师"), ("三级工", "高级工")]
)
def test_levels_are_read_by_name_or_synonym(raw, wanted):
    assert LEVEL.read(raw) == wanted


@pytest.mark.parametrize("raw", ["工程师", "高级", 3, True])
def test_an_unknown_level_is_refused_naming_those_that_exist(raw):
    with pytest.raises(InputError, match="首席技师"):
        LEVEL.read(raw)


@pytest.mark.parametrize(
    ("value", "wanted"), [("480000", "480000"), ("1E+5", "100000"), ("0.50", "0.5"), ("100.00", "100"), ("0", "0")]
)
def test_amounts_are_written_without_exponent_and_idle_zeros(value, wanted):
    assert plain(Decimal(value)) == wanted


def test_a_cap_rounds_down_and_a_minimum_rounds_up():
    assert floor_to_fen(Decimal("30.039")) == Decimal("30.03")
    assert ceil_to_fen(Decimal("60.001")) == Decimal("60.01")
    assert floor_to_fen(Decimal("30")) == ceil_to_fen(Decimal("30")) == 30


@pytest.mark.parametrize("text", ["", "半", "年半", "三", "月", "1年1年", "第3年"])
def test_what_is_no_duration_reads_as_none(text):
    assert read_months(text) is None


def test_months_are_written_as_the_policies_do():
    assert [say_months(Decimal(months)) for months in (6, 12, 24, 18)] == ["半年", "1年", "2年", "18个月"]
    assert months_to_years(Decimal(23)) == Decimal("1.91")


def test_every_field_can_be_asked_for():
    for calculator in CALCULATORS.values():
        for field in calculator.fields:
            assert field.question.endswith("？")
            assert field.label
            assert field.allowed.startswith("请")
            assert field.type in ("integer", "number", "money", "percent", "choice")
            assert field.schema()["title"] == field.label
