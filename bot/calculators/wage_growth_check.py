"""Clause 7: pay of highly skilled workers grows in principle no slower than that of comparable staff."""

from decimal import Decimal

from bot.calculators.amounts import plain
from bot.calculators.calculator import Calculator, DatedRules, Facts, Outcome, Trace
from bot.calculators.fields import InputField

RULE = "wage_growth_check.rule"

_PERCENT = "请填 0 到 1000 之间的百分数，例如 6 或 6%；不到 1% 的请带上 %，例如 0.5%"

FIELDS = (
    InputField(
        name="skilled_growth",
        label="高技能人才人均工资增幅",
        kind="percent",
        unit="%",
        question="高技能人才的人均工资涨了百分之几？",
        allowed=_PERCENT,
        help="百分数，6 表示 6%。",
        maximum=Decimal(1000),
    ),
    InputField(
        name="comparison_growth",
        label="相应层级专业技术人员和管理人员人均工资增幅",
        kind="percent",
        unit="%",
        question="本单位相应层级专业技术人员和管理人员的人均工资涨了百分之几？",
        allowed=_PERCENT,
        help="百分数，6 表示 6%。",
        maximum=Decimal(1000),
    ),
)


class WageGrowthFacts(Facts):
    """The two growth rates, in percent."""

    skilled_growth: Decimal
    comparison_growth: Decimal


def describe(facts: WageGrowthFacts) -> str:
    """The inputs said back."""
    return (
        f"高技能人才增幅 {plain(facts.skilled_growth)}%、"
        f"相应层级专业技术人员和管理人员增幅 {plain(facts.comparison_growth)}%"
    )


def compute(facts: WageGrowthFacts, rules: DatedRules, trace: Trace) -> Outcome:
    """Whether the growth is not below the other's; equal is enough."""
    rule = rules.wording(RULE)
    skilled, other = facts.skilled_growth, facts.comparison_growth
    met = skilled >= other
    trace.step(
        "高技能人才人均工资增幅与相应层级专业技术人员和管理人员比较",
        f"{plain(skilled)}% {'≥' if met else '<'} {plain(other)}%",
        "不低于" if met else "低于",
        rule,
    )
    if not met:
        trace.step("相差", f"{plain(other)}% − {plain(skilled)}%", f"{plain(other - skilled)}个百分点", rule)
    trace.assume("“不低于”包括相等；比的是本单位相应层级人员的人均工资增幅。", rule)
    trace.notice("条文写的是“原则上不低于”，是否允许例外由主管部门掌握。", rule)
    value = "符合“原则上不低于”的要求" if met else "不符合“原则上不低于”的要求"
    compared = f"高技能人才增幅 {plain(skilled)}% {'不低于' if met else '低于'} {plain(other)}%"
    return Outcome("exact", f"{compared}，{value}", value=value)


WAGE_GROWTH_CHECK = Calculator(
    name="wage_growth_check",
    title="高技能人才工资增幅核对",
    description="核对高技能人才人均工资增幅是否不低于相应层级专业技术人员和管理人员。",
    fields=FIELDS,
    facts=WageGrowthFacts,
    compute=compute,
    describe=describe,
    sources=(RULE,),
    unit="",
)
