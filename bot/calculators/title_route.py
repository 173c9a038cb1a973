"""Clause 6: which professional title a skill level may apply for."""

from typing import Literal

from bot.calculators.calculator import Calculator, DatedRules, Facts, Outcome, Trace
from bot.calculators.fields import Choice, InputField

TITLES = "title_route.titles"

LEVELS = ("学徒工", "初级工", "中级工", "高级工", "技师", "高级技师", "特级技师", "首席技师")

FIELDS = (
    InputField(
        name="skill_level",
        label="技能等级",
        kind="choice",
        question="您的职业技能等级是哪一级？",
        allowed="请从“新八级工”中选择：" + "、".join(LEVELS),
        help="证书上写的等级。",
        keypad="none",
        choices=tuple(
            Choice(level, level, (f"{level}证", f"{level}证书", *synonyms))
            for level, synonyms in zip(
                LEVELS,
                (
                    (),
                    ("五级工", "五级"),
                    ("四级工", "四级"),
                    ("三级工", "三级"),
                    ("二级", "二级工"),
                    ("一级", "一级工"),
                    (),
                    (),
                ),
                strict=True,
            )
        ),
    ),
)


class TitleRouteFacts(Facts):
    """The skill level held."""

    skill_level: Literal["学徒工", "初级工", "中级工", "高级工", "技师", "高级技师", "特级技师", "首席技师"]


def describe(facts: TitleRouteFacts) -> str:
    """The input said back."""
    return f"技能等级“{facts.skill_level}”"


def compute(facts: TitleRouteFacts, rules: DatedRules, trace: Trace) -> Outcome:
    """The title level beside the skill level; outside the clause for levels that it does not name."""
    period = rules.period(TITLES)
    title = period.table.get(facts.skill_level)
    if title is None:
        trace.notice(f"条文列出的是{'、'.join(period.table)}，没有提到{facts.skill_level}。", period.citation)
        return Outcome("out_of_range", f"条文没有写{facts.skill_level}可以申报哪一级职称，请向人社部门核实。")
    trace.step(f"{facts.skill_level}对应的职称级别", f"{facts.skill_level} → {title}", title, period.citation)
    reading = "；".join(f"{level}对{held}" for level, held in period.table.items())
    trace.assume(f"条文用“分别”列出五个等级和三个职称级别，没有一一列表；这里读作：{reading}。", period.citation)
    trace.notice("条文写的是“按照有关规定”申报评审，能否申报、能否通过由职称评审部门决定。", period.citation)
    return Outcome("exact", f"{facts.skill_level}可以按照有关规定申报{title}职称评审", value=title)


TITLE_ROUTE = Calculator(
    name="title_route",
    title="技能等级可以申报的职称",
    description="查一查某一技能等级可以申报哪一级职称评审。",
    fields=FIELDS,
    facts=TitleRouteFacts,
    compute=compute,
    describe=describe,
    sources=(TITLES,),
    unit="",
)
