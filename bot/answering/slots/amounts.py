"""Reads questions whose facts are labelled sums or rates: performance pay, education fund, growth of pay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from bot.answering.slots.pairing import Pairing, find_labels, pair
from bot.answering.slots.quantities import Quantity
from bot.answering.slots.request import CalculationRequest, build_request
from bot.answering.slots.words import AMOUNT, CHECK, COMPUTE, PROCEDURE, is_out_of_bounds
from bot.calculators.catalogue import find_calculator, find_field

OLDEST_YEAR = 2024
SMALLEST_BARE_SUM = 1000

PERFORMANCE_PAY = "performance_pay_cap"
EDUCATION_FUND = "education_fund_frontline"
WAGE_GROWTH = "wage_growth_check"

LABELS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    PERFORMANCE_PAY: {
        "surplus_last_year": re.compile(r"(?<!今年)(?<!本年)(?<!前年)(?<!当年)(?<!今年的)(?<!前年的)(?:盈余额?|结余)"),
        "performance_pay_last_year": re.compile(
            r"(?<!今年)(?<!前年)(?<!今年的)(?<!前年的)绩效(?:薪酬|工资|薪资)?(?:总量|总额|总数|总盘子|盘子)?"
        ),
        "net_income": re.compile(r"净收入|净收益|净利润|净赚"),
    },
    EDUCATION_FUND: {
        "education_fund": re.compile(
            r"(?:职工|员工)?(?:教育|教培)(?:和?培训)?(?:经费|费)(?:总额|总量)?|职工培训经费|职教经费"
        ),
        "frontline_spending": re.compile(
            r"一线(?:的?(?:职工|员工|工人|人员))?(?:的?(?:职工)?(?:教育)?(?:和?培训)?(?:经费|费|支出|培训))?"
        ),
    },
    WAGE_GROWTH: {
        "skilled_growth": re.compile(
            r"高技能人才|高技能|技能人才|技能(?:工人|岗位?|人员)|技术工人|技工|(?:高级|特级|首席)?技师|高级工(?!程)"
        ),
        "comparison_growth": re.compile(
            r"管理(?:层|人员|岗位?|干部|序列|者)?|(?:高级|助理)?工程师|专业技术(?:人员|岗位?|人才)?|技术(?:人员|岗位?)|专技(?:人员|岗)?|"
            r"科室|干部|领导|高管|中层|白领|行政(?:人员|岗)?"
        ),
    },
}
_WEAK_SKILLED = re.compile(
    r"(?:我们|咱们?|俺们|自己|一线|工人|车间|班组)(?:一线)?(?:工人|职工|员工)?(?!管理|工程|领导|科室|公司|单位|厂|企业)"
)
_OTHER_SCHOOL = re.compile(r"医院|卫生院|小学|初中|高中|中学|大学|高校|幼儿园|公务员|机关|民办|私立|私企")
_PERFORMANCE_TOPIC = re.compile(r"盈余|结余|绩效")
_FUND_TOPIC = re.compile(
    r"一线.{0,4}培训.{0,4}(?:钱|费|支出|开支)|(?:教育|教培)(?:和?培训)?(?:经费|费)|职工培训经费|职教经费"
)
_FUND_OTHER = re.compile(r"工资总额|义务教育|生均|学校|孩子|子女|几个点|计提比例|提取比例|提多少|提取多少")
_GROWTH = re.compile(r"涨|增幅|加薪|调薪|增长|上调|提高|增加")
_MINIMUM = re.compile(
    r"(?:涨|加|提高|上调|增加?长?)(?:到)?(?:多少|几个点|百分之几)|(?:至少|最少|起码|最低|应该?|得|要)(?:要|得|该)?(?:涨|加|提高|上调)多少"
)
_PERSONAL = re.compile(r"(?:我|他|她)(?!们|单位|校|院|厂|公司|这|想|要|来)(?:的|每月|一个月)*绩效|每月|一个月|月绩效")
_PROPOSAL = re.compile(r"(?:多?发|提取?|拿出?|增加|多给)(?:了|出|放)?$")
_TO_BE_CHECKED = re.compile(r"(?:帮|给|替).{0,4}(?:看|查|核|算|判).{0,4}(?:工资|薪酬|薪资).{0,6}(?:增幅|涨幅|增长)")
_HELP = re.compile(r"帮|核对|算")


def read_performance_pay(text: str, quantities: Sequence[Quantity]) -> CalculationRequest | None:
    """The request for the cap on performance pay, or None."""
    if not _PERFORMANCE_TOPIC.search(text) or _OTHER_SCHOOL.search(text) or _PERSONAL.search(text):
        return None
    if _is_elsewhere(text, quantities):
        return None
    money = _sums(quantities)
    if not ("绩效" in text and COMPUTE.search(text)) and not (money and _asks(text)):
        return None
    pairing = pair(text, money, find_labels(text, LABELS[PERFORMANCE_PAY]))
    if money and not pairing.filled and not re.search(r"发|提|增|绩效", text):
        return None
    if {"surplus_last_year", "performance_pay_last_year"} <= pairing.filled.keys():
        rest = tuple(quantity for quantity in pairing.unplaced if not _PROPOSAL.search(text[: quantity.start]))
        pairing = Pairing(pairing.filled, rest, pairing.contested)
    return request_for(PERFORMANCE_PAY, pairing)


def read_education_fund(text: str, quantities: Sequence[Quantity]) -> CalculationRequest | None:
    """The request for the least that goes to frontline employees, or None."""
    if not _FUND_TOPIC.search(text) or _FUND_OTHER.search(text) or _is_elsewhere(text, quantities):
        return None
    money = _sums(quantities)
    is_asked = bool(COMPUTE.search(text)) or (money and ("一线" in text or "60%" in text) and _asks(text))
    if not is_asked or (PROCEDURE.search(text) and not money):
        return None
    return request_for(EDUCATION_FUND, pair(text, money, find_labels(text, LABELS[EDUCATION_FUND])))


def read_wage_growth(text: str, quantities: Sequence[Quantity]) -> CalculationRequest | None:
    """The request to compare two growth rates, or None."""
    if not _GROWTH.search(text) or _MINIMUM.search(text) or _is_elsewhere(text, quantities):
        return None
    labels = find_labels(text, wage_patterns(text))
    if not labels:
        is_bare = not quantities and _TO_BE_CHECKED.search(text) and CHECK.search(text)
        return build_request(WAGE_GROWTH, {}) if is_bare else None
    rates = [
        quantity if quantity.kind == "percent" else replace(quantity, firmness="vague")
        for quantity in quantities
        if quantity.kind in ("percent", "bare")
    ]
    pairing = pair(text, rates, labels)
    if pairing.unplaced:
        # `我是高级技师，科室涨8%，给我们涨3%`: who they are was said apart from the number.
        speaking = {**LABELS[WAGE_GROWTH], "skilled_growth": _WEAK_SKILLED}
        again = pair(text, rates, find_labels(text, speaking))
        pairing = pairing if again.unplaced or len(again.filled) < len(rates) else again
    is_named = len({label.slot for label in labels}) == 2 or bool(pairing.filled)
    is_asked = bool(CHECK.search(text)) and (is_named if rates else bool(_HELP.search(text)))
    if len(pairing.filled) < 2 and not is_asked:
        return None
    return request_for(WAGE_GROWTH, pairing)


def wage_patterns(text: str) -> Mapping[str, re.Pattern[str]]:
    """The labels of the comparison; `我们` stands for the skilled workers only where nothing names them."""
    patterns = dict(LABELS[WAGE_GROWTH])
    if not patterns["skilled_growth"].search(text):
        patterns["skilled_growth"] = _WEAK_SKILLED
    return patterns


def request_for(
    calculator: str, pairing: Pairing, known: Mapping[str, Decimal | str] | None = None
) -> CalculationRequest:
    """The request for what was placed; a number that found no place, or is no single number, is asked about."""
    values: dict[str, Decimal | str] = dict(known or {})
    questions: dict[str, str] = {}
    notices: list[str] = []
    for slot, quantity in pairing.filled.items():
        field = find_field(calculator, slot)
        if quantity.firmness == "vague" or slot in pairing.contested:
            questions[slot] = f"请告诉我准确的{field.label}。"
        elif quantity.kind == "bare" and quantity.value < SMALLEST_BARE_SUM and field.kind == "money":
            questions[slot] = f"{field.label}的单位是元还是万元？请连单位一起说，例如 90 万元。"
        elif field.kind == "percent" and quantity.kind == "bare" and 0 < quantity.value < 1:
            questions[slot] = f"{field.label}是百分之几？请带上百分号，例如 6%。"
        else:
            values[slot] = f"{quantity.value:f}%" if field.kind == "percent" else quantity.value
        if quantity.firmness == "about":
            notices.append(f"{field.label}您说的是大约数，实际结果按准确数字计算。")
    if pairing.unplaced:
        _doubt(calculator, values, questions)
    return build_request(calculator, values, questions, notices)


def _doubt(calculator: str, values: Mapping[str, object], questions: dict[str, str]) -> None:
    """Ask about the slots that an unplaced number may belong to: the open ones, those required first, else all."""
    fields = find_calculator(calculator).fields
    open_ = [field for field in fields if field.name not in values] or list(fields)
    wanted = [field for field in open_ if field.required] or open_
    names = "、".join(field.label for field in wanted)
    for field in wanted:
        question = (
            f"有一个数分不清是哪一项，请说明{names}各是多少。"
            if len(wanted) > 1
            else f"{field.label}是多少？请连名称一起说。"
        )
        questions.setdefault(field.name, question)


def _sums(quantities: Sequence[Quantity]) -> list[Quantity]:
    """Sums of money, and bare numbers that may be sums; percentages only repeat the policy's."""
    return [quantity for quantity in quantities if quantity.kind in ("money", "bare")]


def _asks(text: str) -> bool:
    return bool(AMOUNT.search(text) or COMPUTE.search(text) or CHECK.search(text))


def _is_elsewhere(text: str, quantities: Sequence[Quantity]) -> bool:
    return is_out_of_bounds(text, list(quantities), OLDEST_YEAR)
