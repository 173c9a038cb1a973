"""Clause 3: how much of a public school's net income from market training may become performance pay."""

from decimal import Decimal

from bot.calculators.amounts import floor_to_fen, plain
from bot.calculators.calculator import Calculator, DatedRules, Facts, Outcome, Trace
from bot.calculators.fields import InputField

SURPLUS_SHARE = "performance_pay_cap.surplus_share"
PAY_SHARE = "performance_pay_cap.pay_share"
SOURCE = "performance_pay_cap.source"
OUTSIDE_BASE = "performance_pay_cap.outside_base"

_MONEY = "请填 0 到 1000000000000 元之间的金额，最多两位小数"

FIELDS = (
    InputField(
        name="surplus_last_year",
        label="上年度盈余额",
        kind="money",
        unit="元",
        question="上年度盈余额是多少元？",
        allowed=f"{_MONEY}；没有盈余或者亏损的请填 0",
        help="由市人社、财政部门核准的数额。",
    ),
    InputField(
        name="performance_pay_last_year",
        label="上年度绩效薪酬总量",
        kind="money",
        unit="元",
        question="上年度绩效薪酬总量是多少元？",
        allowed=_MONEY,
        help="上一年度核定的绩效薪酬（绩效工资）总量。",
    ),
    InputField(
        name="net_income",
        label="净收入",
        kind="money",
        unit="元",
        question="开展市场化培训、评价所得，扣除必要成本后的净收入是多少元？",
        allowed=f"{_MONEY}；没有净收入的请填 0",
        help="市场化补贴性培训、评价所得扣除必要成本后的数额，可以不填。",
        required=False,
    ),
)


class PerformancePayFacts(Facts):
    """Last year's figures, and this year's net income where known; in yuan."""

    surplus_last_year: Decimal
    performance_pay_last_year: Decimal
    net_income: Decimal | None = None


def describe(facts: PerformancePayFacts) -> str:
    """The inputs said back."""
    said = (
        f"上年度盈余额 {plain(facts.surplus_last_year)} 元、"
        f"上年度绩效薪酬总量 {plain(facts.performance_pay_last_year)} 元"
    )
    return said if facts.net_income is None else f"{said}、净收入 {plain(facts.net_income)} 元"


def compute(facts: PerformancePayFacts, rules: DatedRules, trace: Trace) -> Outcome:
    """The smallest of the limits, cut to whole fen so that none is exceeded."""
    surplus_share, surplus_source = rules.figure(SURPLUS_SHARE)
    pay_share, pay_source = rules.figure(PAY_SHARE)
    source = rules.wording(SOURCE)
    limits = [facts.surplus_last_year * surplus_share / 100, facts.performance_pay_last_year * pay_share / 100]
    trace.step(
        f"上年度盈余额的 {plain(surplus_share)}%",
        f"{plain(facts.surplus_last_year)} 元 × {plain(surplus_share)}%",
        plain(limits[0]),
        surplus_source,
    )
    trace.step(
        f"上年度绩效薪酬总量的 {plain(pay_share)}%",
        f"{plain(facts.performance_pay_last_year)} 元 × {plain(pay_share)}%",
        plain(limits[1]),
        pay_source,
    )
    if facts.net_income is not None:
        limits.append(facts.net_income)
        trace.step("可提取的净收入", "扣除必要成本后的净收入", plain(facts.net_income), source)
    cap = plain(floor_to_fen(min(limits)))
    trace.step(
        "取其中最小的", f"{'、'.join(plain(limit) for limit in limits)} 中最小的", cap, surplus_source, pay_source
    )
    _comment(facts, rules, trace)
    return Outcome("exact", f"最多可以提取 {cap} 元", value=cap)


def _comment(facts: PerformancePayFacts, rules: DatedRules, trace: Trace) -> None:
    surplus_source = rules.figure(SURPLUS_SHARE)[1]
    trace.assume("“增幅”读作增加的金额：两个上限同时适用，取较小的一个。", surplus_source)
    trace.assume("算不尽时向下取到分，不超过上限。")
    trace.notice("条文写的是“原则上不超过”，盈余额由市人社、财政部门核准，结果以核准为准。", surplus_source)
    trace.notice("适用于公办职业学校、技工院校；钱从净收入中提取，用于支付教师的劳动报酬。", rules.wording(SOURCE))
    if facts.net_income is None:
        trace.notice("没有填净收入：实际提取的钱不能超过扣除必要成本后的净收入。", rules.wording(SOURCE))
    trace.notice("这笔增量不计入绩效薪酬总量核定基数。", rules.wording(OUTSIDE_BASE))


PERFORMANCE_PAY_CAP = Calculator(
    name="performance_pay_cap",
    title="公办院校绩效工资可增加的上限",
    description="按上年度盈余额和绩效薪酬总量，计算净收入最多可提取多少作为绩效工资。",
    fields=FIELDS,
    facts=PerformancePayFacts,
    compute=compute,
    describe=describe,
    sources=(SURPLUS_SHARE, PAY_SHARE),
)
