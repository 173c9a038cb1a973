"""What the traces say, beside the scenario cases."""

import pytest

from bot.calculators.models import Step
from tests.rule_support import registry


def calculate(calculator: str, **inputs: object):
    return registry().calculate(calculator, inputs)


def test_the_range_says_why_it_is_one():
    calculation = calculate("apprentice_subsidy", headcount=25, years=1)
    assert "幅度" in calculation.assumptions[1]
    assert [step.value for step in calculation.steps] == ["6000—8000", "150000", "200000"]
    assert calculation.steps[1].expression == "25 人 × 1 年 × 6000 元"
    assert calculation.understood == "按 25 人、1 年计算"


def test_it_says_who_counts_as_an_apprentice():
    calculation = calculate("apprentice_subsidy", headcount=25, years=1)
    assert "新招用职工、在岗职工和转岗职工" in calculation.assumptions[0]
    assert "毕业年度高校毕业生" in calculation.notices[0]


def test_a_graduate_without_terms_is_calculated_on_the_clauses_conditions():
    calculation = calculate("apprentice_subsidy", headcount=2, years=1, apprentice_type="graduate")
    assert calculation.low == "12000"
    assert any("实习协议签满半年" in assumption for assumption in calculation.assumptions)
    assert any("劳动合同签满1年" in assumption for assumption in calculation.assumptions)


def test_both_limits_and_the_smaller_are_shown():
    calculation = calculate("performance_pay_cap", surplus_last_year=900000, performance_pay_last_year=2000000)
    assert [step.value for step in calculation.steps] == ["270000", "200000", "200000"]
    text = "".join(calculation.notices)
    assert "原则上不超过" in text
    assert "市人社、财政部门核准" in text
    assert "不计入绩效薪酬总量核定基数" in text
    assert "没有填净收入" in text


def test_with_net_income_nothing_is_left_open_about_it():
    calculation = calculate(
        "performance_pay_cap", surplus_last_year=900000, performance_pay_last_year=2000000, net_income=100
    )
    assert calculation.value == "100"
    assert "没有填净收入" not in "".join(calculation.notices)


def test_the_share_shown_is_cut_and_never_rounded_up_to_the_threshold():
    calculation = calculate("education_fund_frontline", education_fund=1000000, frontline_spending="599999.99")
    assert calculation.steps[1].value == "59.99%"
    assert "不符合要求" in calculation.conclusion


def test_the_difference_of_growth_rates_is_shown():
    calculation = calculate("wage_growth_check", skilled_growth="4.5", comparison_growth="6")
    assert calculation.steps[-1].value == "1.5个百分点"
    assert calculation.unit == ""


def test_the_reading_of_the_titles_is_said():
    assert "分别" in calculate("title_route", skill_level="技师").assumptions[0]


def test_a_level_the_clause_does_not_name_gets_no_title():
    calculation = calculate("title_route", skill_level="中级工")
    assert calculation.value is None
    assert calculation.steps == []
    assert calculation.citations


@pytest.mark.parametrize(
    ("expression", "value", "line"),
    [
        ("6000 元—8000 元", "6000—8000", "6000 元—8000 元"),
        ("25 人 × 1 年 × 6000 元", "150000", "25 人 × 1 年 × 6000 元 = 150000 元"),
        ("500000 元 ÷ 1000000 元", "50%", "500000 元 ÷ 1000000 元 = 50%"),
        ("5% < 6%", "低于", "5% < 6%，低于"),
        ("高级工 → 助理级", "助理级", "高级工 → 助理级"),
    ],
)
def test_a_step_is_read_out_with_what_it_comes_to(expression: str, value: str, line: str):
    assert Step(text="", expression=expression, value=value).line == line
