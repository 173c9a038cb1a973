"""Clause 9: at least 60% of an enterprise's employee education fund is for frontline employees."""

from decimal import ROUND_FLOOR, Decimal

from bot.calculators.amounts import FEN, ceil_to_fen, plain
from bot.calculators.calculator import Calculator, DatedRules, Facts, Outcome, Trace
from bot.calculators.fields import InputField
from corpus.errors import InputError

SHARE = "education_fund_frontline.share"
DUTY = "education_fund_frontline.duty"
PUBLISH = "education_fund_frontline.publish"

_MONEY = "请填 0 到 1000000000000 元之间的金额，最多两位小数"

FIELDS = (
    InputField(
        name="education_fund",
        label="职工教育经费",
        kind="money",
        unit="元",
        question="职工教育经费一共是多少元？",
        allowed=_MONEY,
        help="企业提取的职工教育经费总额。",
    ),
    InputField(
        name="frontline_spending",
        label="用于一线职工的金额",
        kind="money",
        unit="元",
        question="其中用于一线职工教育和培训的是多少元？",
        allowed=f"{_MONEY}，不能大于职工教育经费",
        help="填了可以核对是否达到要求，可以不填。",
        required=False,
    ),
)


class EducationFundFacts(Facts):
    """The fund, and what of it went to frontline employees where known; in yuan."""

    education_fund: Decimal
    frontline_spending: Decimal | None = None


def describe(facts: EducationFundFacts) -> str:
    """The inputs said back."""
    said = f"职工教育经费 {plain(facts.education_fund)} 元"
    if facts.frontline_spending is None:
        return said
    return f"{said}、用于一线职工 {plain(facts.frontline_spending)} 元"


def compute(facts: EducationFundFacts, rules: DatedRules, trace: Trace) -> Outcome:
    """The least amount, raised to whole fen; with spending given, whether it reaches that."""
    share, source = rules.figure(SHARE)
    exact = facts.education_fund * share / 100
    least = ceil_to_fen(exact)
    trace.step(
        f"职工教育经费的 {plain(share)}%",
        f"{plain(facts.education_fund)} 元 × {plain(share)}%",
        plain(least),
        source,
    )
    conclusion = f"至少 {plain(least)} 元要用于一线职工教育和培训"
    if facts.frontline_spending is not None:
        conclusion = f"{conclusion}；{_compare(facts, least, rules, trace)}"
    trace.assume(f"“{plain(share)}%以上”包括 {plain(share)}% 本身；算不尽时向上进到分，不低于要求。", source)
    trace.notice("企业要足额提取和使用职工教育经费；提取和使用情况要向职工代表大会公布。", rules.wording(DUTY))
    trace.cite([rules.wording(PUBLISH)])
    return Outcome("exact", conclusion, value=plain(least))


def _compare(facts: EducationFundFacts, least: Decimal, rules: DatedRules, trace: Trace) -> str:
    share, source = rules.figure(SHARE)
    spending = facts.frontline_spending or Decimal(0)
    if spending > facts.education_fund:
        raise InputError(
            "“用于一线职工的金额”大于“职工教育经费”，两项互相矛盾，请核对后重新填写。", "frontline_spending"
        )
    if facts.education_fund:
        portion = (spending / facts.education_fund * 100).quantize(FEN, rounding=ROUND_FLOOR)
        trace.step(
            "一线职工所占比例（截取两位小数）",
            f"{plain(spending)} 元 ÷ {plain(facts.education_fund)} 元",
            f"{plain(portion)}%",
            source,
        )
    met = spending >= least
    expression = f"{plain(spending)} {'≥' if met else '<'} {plain(least)}"
    trace.step(f"是否够 {plain(share)}%", expression, "符合" if met else "不符合", source)
    if met:
        return f"已用 {plain(spending)} 元，符合要求"
    short = plain(least - spending)
    trace.step("还差", f"{plain(least)} 元 − {plain(spending)} 元", short, source)
    return f"已用 {plain(spending)} 元，不符合要求，还差 {short} 元"


EDUCATION_FUND_FRONTLINE = Calculator(
    name="education_fund_frontline",
    title="职工教育经费用于一线职工的最低金额",
    description="按职工教育经费总额，计算至少要用于一线职工教育和培训的金额，并可核对是否达到。",
    fields=FIELDS,
    facts=EducationFundFacts,
    compute=compute,
    describe=describe,
    sources=(SHARE,),
)
