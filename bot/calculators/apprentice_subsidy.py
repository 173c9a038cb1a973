"""Clause 4: 6000 to 8000 yuan per person and year for enterprises that train apprentices."""

from decimal import Decimal
from typing import Literal

from bot.calculators.amounts import plain
from bot.calculators.calculator import Calculator, DatedRules, Facts, Outcome, Trace
from bot.calculators.durations import say_months
from bot.calculators.fields import Choice, InputField

RATE = "apprentice_subsidy.per_person_year"
WHO = "apprentice_subsidy.who"
INTERNSHIP = "apprentice_subsidy.internship_months"
CONTRACT = "apprentice_subsidy.contract_months"

FIELDS = (
    InputField(
        name="headcount",
        label="学徒人数",
        kind="integer",
        unit="人",
        question="一共培养多少名学徒？",
        allowed="请填 1 到 1000000 之间的整数",
        help="按学徒制培养的职工人数。",
        keypad="numeric",
        minimum=Decimal(1),
        maximum=Decimal(1_000_000),
    ),
    InputField(
        name="years",
        label="培养年数",
        kind="duration",
        unit="年",
        question="培养几年？",
        allowed="请填大于 0、不超过 100 的年数，例如 1 或 2",
        help="条文按“每人每年”给补贴，只计算整年。",
        minimum=Decimal("0.01"),
        maximum=Decimal(100),
    ),
    InputField(
        name="apprentice_type",
        label="学徒类型",
        kind="choice",
        question="学徒是单位职工，还是在本企业实习的毕业年度高校毕业生？",
        allowed="请选“企业职工”或“毕业年度高校毕业生”",
        help="新招用、在岗、转岗职工都算企业职工；毕业生另有实习协议和劳动合同的条件。",
        keypad="none",
        required=False,
        choices=(
            Choice("employee", "企业职工", ("新招用职工", "在岗职工", "转岗职工", "职工")),
            Choice("graduate", "毕业年度高校毕业生", ("毕业生", "高校毕业生", "实习生")),
        ),
    ),
    InputField(
        name="internship_months",
        label="实习协议月数",
        kind="duration",
        unit="个月",
        question="实习协议签了几个月？",
        allowed="请填 0 到 120 之间的月数",
        help="只有毕业年度高校毕业生需要填。",
        required=False,
        maximum=Decimal(120),
    ),
    InputField(
        name="contract_months",
        label="劳动合同月数",
        kind="duration",
        unit="个月",
        question="毕业后与本企业签了几个月的劳动合同？",
        allowed="请填 0 到 600 之间的月数",
        help="只有毕业年度高校毕业生需要填。",
        required=False,
        maximum=Decimal(600),
    ),
)


class ApprenticeFacts(Facts):
    """How many apprentices for how long, and who they are."""

    headcount: Decimal
    years: Decimal
    apprentice_type: Literal["employee", "graduate"] | None = None
    internship_months: Decimal | None = None
    contract_months: Decimal | None = None


def describe(facts: ApprenticeFacts) -> str:
    """The inputs said back."""
    return f"{plain(facts.headcount)} 人、{plain(facts.years)} 年"


def compute(facts: ApprenticeFacts, rules: DatedRules, trace: Trace) -> Outcome:
    """The range of the subsidy for whole years; outside the clause where there is none or a condition fails."""
    low, high, rate = rules.spread(RATE)
    unmet = _explain_who(facts, rules, trace)
    if unmet:
        return Outcome("out_of_range", unmet)
    trace.step("每人每年的补贴标准", f"{plain(low)} 元—{plain(high)} 元", f"{plain(low)}—{plain(high)}", rate)
    years = facts.years.to_integral_value(rounding="ROUND_FLOOR")
    if years != facts.years:
        trace.step(
            "条文按“每人每年”给补贴，取整年",
            f"{plain(facts.headcount)} 人，{plain(facts.years)} 年取整年",
            plain(years),
            rate,
        )
    if not years:
        return Outcome(
            "out_of_range", "条文按“每人每年”给补贴，没有写不满整年怎么算，所以算不出金额，请向人社部门核实。"
        )
    if years != facts.years:
        trace.notice("条文没有写不满整年的部分怎么补，这里只算整年，其余请向人社部门核实。")
    totals = [plain(facts.headcount * years * rate_value) for rate_value in (low, high)]
    for name, rate_value, total in zip(("最低", "最高"), (low, high), totals, strict=True):
        expression = f"{plain(facts.headcount)} 人 × {plain(years)} 年 × {plain(rate_value)} 元"
        trace.step(f"按{name}标准计算", expression, total, rate)
    trace.assume("条文只写了幅度，没有列出每个培养等级对应的金额，所以结果是一个范围；具体标准请向人社部门核实。", rate)
    trace.notice("补贴给企业，不是直接发给学徒本人。", rate)
    return Outcome("range", f"补贴在 {totals[0]} 元到 {totals[1]} 元之间", low=totals[0], high=totals[1])


def _explain_who(facts: ApprenticeFacts, rules: DatedRules, trace: Trace) -> str:
    """Says who counts as an apprentice; returns why these do not, or an empty text."""
    if facts.apprentice_type != "graduate":
        trace.assume("人数按新招用职工、在岗职工和转岗职工计算。", rules.wording(WHO))
        if facts.apprentice_type is None:
            trace.notice("毕业年度高校毕业生做学徒另有实习协议和劳动合同的条件。", rules.figure(INTERNSHIP)[1])
        return ""
    internship, internship_source = rules.figure(INTERNSHIP)
    contract, contract_source = rules.figure(CONTRACT)
    checks = (
        ("实习协议", facts.internship_months, internship, internship_source),
        ("毕业后与实习企业的劳动合同", facts.contract_months, contract, contract_source),
    )
    for name, months, least, source in checks:
        if months is None:
            trace.assume(f"按{name}签满{say_months(least)}计算。", source)
            continue
        met = months >= least
        expression = f"{plain(months)} {'≥' if met else '<'} {plain(least)}（个月）"
        trace.step(f"{name}须满{say_months(least)}", expression, "满足" if met else "不满足", source)
        if not met:
            return f"{name}不满{say_months(least)}，不在条文写明的补贴范围内。"
    trace.notice("对这类毕业生，条文写的是从入职开始“按规定予以补贴”，由人社部门按规定核定。", contract_source)
    return ""


APPRENTICE_SUBSIDY = Calculator(
    name="apprentice_subsidy",
    title="企业新型学徒制培训补贴",
    description="按学徒人数和培养年数，计算企业可得学徒制培训补贴的范围。",
    fields=FIELDS,
    facts=ApprenticeFacts,
    compute=compute,
    describe=describe,
    sources=(RATE,),
)
