"""What the clauses imply for every input, against arithmetic of its own in whole fen."""

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.calculators.models import Calculation
from bot.calculators.title_route import LEVELS
from corpus.errors import InputError
from tests.rule_support import registry

FEW = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(FEW, max_examples=10_000)

FEN = st.integers(0, 10**14)
HEADCOUNT = st.integers(1, 10**6)
YEARS = st.integers(1, 100)
HUNDREDTHS = st.integers(0, 100_000)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def fen(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def calculate(calculator: str, **inputs: object) -> Calculation:
    return registry().calculate(calculator, inputs)


def subsidy(headcount: int, years: int) -> tuple[int, int]:
    calculation = calculate("apprentice_subsidy", headcount=headcount, years=years)
    assert calculation.low is not None
    assert calculation.high is not None
    return int(calculation.low), int(calculation.high)


def cap(surplus: int, pay: int, income: int | None = None) -> int:
    extra = {} if income is None else {"net_income": yuan(income)}
    inputs = {"surplus_last_year": yuan(surplus), "performance_pay_last_year": yuan(pay), **extra}
    return fen(str(calculate("performance_pay_cap", **inputs).value))


def least(fund: int) -> int:
    return fen(str(calculate("education_fund_frontline", education_fund=yuan(fund)).value))


def check_subsidy(headcount: int, more: int, years: int) -> None:
    low, high = subsidy(headcount, years)
    assert (low, high) == (headcount * years * 6000, headcount * years * 8000)
    if headcount + more <= 10**6:
        further = subsidy(more, years)
        together = subsidy(headcount + more, years)
        assert together == (low + further[0], high + further[1])
        assert together > (low, high)


def check_part_year(headcount: int, hundredths: int) -> None:
    years = f"{hundredths // 100}.{hundredths % 100:02d}"
    calculation = calculate("apprentice_subsidy", headcount=headcount, years=years)
    if hundredths < 100:
        assert (calculation.status, calculation.low, calculation.high) == ("out_of_range", None, None)
    else:
        assert calculation.low == str(headcount * (hundredths // 100) * 6000)
        assert bool(hundredths % 100) == any("不满整年" in notice for notice in calculation.notices)


def check_cap(surplus: int, pay: int, income: int, more: int) -> None:
    wanted = min(surplus * 30 // 100, pay * 10 // 100)
    assert cap(surplus, pay) == wanted
    limited = cap(surplus, pay, income)
    assert limited == min(wanted, income)
    assert limited * 10 <= pay
    assert limited * 10 <= surplus * 3
    assert cap(min(surplus + more, 10**14), pay) >= wanted
    assert cap(surplus, min(pay + more, 10**14)) >= wanted


def check_fund(fund: int, other: int, spent: int) -> None:
    wanted = -(-fund * 60 // 100)
    assert least(fund) == wanted
    assert wanted <= fund
    assert least(max(fund, other)) >= wanted
    spent = min(spent, fund)
    calculation = calculate("education_fund_frontline", education_fund=yuan(fund), frontline_spending=yuan(spent))
    assert ("不符合" in calculation.conclusion) == (spent * 100 < fund * 60)


def check_growth(skilled: int, other: int) -> None:
    given = {"skilled_growth": f"{yuan(skilled)}%", "comparison_growth": f"{yuan(other)}%"}
    met = calculate("wage_growth_check", **given).value == "符合“原则上不低于”的要求"
    assert met == (Fraction(skilled, 100) >= Fraction(other, 100))


def check_title(level: str) -> None:
    wanted = {"高级工": "助理级", "技师": "中级", "高级技师": "高级", "特级技师": "高级", "首席技师": "高级"}
    first = calculate("title_route", skill_level=level)
    assert first.value == wanted.get(level)
    assert first == calculate("title_route", skill_level=level)


CASES = {
    "apprentice_subsidy": (check_subsidy, (HEADCOUNT, HEADCOUNT, YEARS)),
    "apprentice_subsidy part years": (check_part_year, (HEADCOUNT, st.integers(1, 10_000))),
    "performance_pay_cap": (check_cap, (FEN, FEN, FEN, FEN)),
    "education_fund_frontline": (check_fund, (FEN, FEN, FEN)),
    "wage_growth_check": (check_growth, (HUNDREDTHS, HUNDREDTHS)),
    "title_route": (check_title, (st.sampled_from(LEVELS),)),
}


@pytest.mark.parametrize("name", CASES)
def test_results_are_exact_monotone_and_within_the_caps(name: str) -> None:
    check, strategies = CASES[name]
    FEW(given(*strategies)(check))()


@pytest.mark.load
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", CASES)
def test_results_are_exact_for_ten_thousand_cases(name: str) -> None:
    check, strategies = CASES[name]
    MANY(given(*strategies)(check))()


@FEW
@given(
    name=st.sampled_from(["headcount", "years", "internship_months"]),
    raw=st.text(max_size=60) | st.floats() | st.integers(),
)
@example(name="headcount", raw="\ud800")
@example(name="headcount", raw="ﷺ" * 2000)
def test_whatever_is_entered_gives_a_result_or_a_plain_refusal(name: str, raw: object) -> None:
    inputs = {"headcount": "5", "years": "1", "apprentice_type": "graduate", name: raw}
    refusal = None
    try:
        status = calculate("apprentice_subsidy", **inputs).status
    except InputError as error:
        refusal, status = error, "refused"
    assert status in ("range", "out_of_range", "needs_input", "refused")
    assert refusal is None or (refusal.field == name and str(refusal).endswith("。"))
