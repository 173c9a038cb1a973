"""Reads a short reply or change (`十二个`、`那30个人呢`、`两年`) against the calculation before it."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from bot.answering.models import ANSWERED, Turn
from bot.answering.slots.amounts import EDUCATION_FUND, LABELS, PERFORMANCE_PAY, WAGE_GROWTH, request_for, wage_patterns
from bot.answering.slots.apprentice import ABOUT, GONE_AFTER, HOW_MANY, LEFT_BEFORE, place_years
from bot.answering.slots.apprentice import NAME as APPRENTICE
from bot.answering.slots.apprentice import TOPIC as APPRENTICE_TOPIC
from bot.answering.slots.pairing import Pairing, find_labels, pair
from bot.answering.slots.quantities import Quantity, find_quantities, tidy
from bot.answering.slots.request import CalculationRequest, build_request
from bot.answering.slots.titles import LEVEL
from bot.answering.slots.titles import NAME as TITLE
from bot.answering.slots.words import is_out_of_bounds
from bot.calculators.amounts import read_amount
from bot.calculators.catalogue import CALCULATORS, find_calculator

MAX_LENGTH = 40
_FILLERS = re.compile(
    r"他们|她们|人家|对方|(?<!是不是)说|让|叫|上限|下限|封顶|区间|范围|下来|不(?:打算|想|准备|愿意?|肯|能)*(?:留下?|续签|干|来)|离职|辞职|退出|其中|中途|半路|干|那么?|如果|要是|假如|假设|若|换成|换|改成|改为|改|变成|的话|一下|看看|试试|再|重新|给我|帮我|我们|咱们?|我|你|一共|总共|合计|大概|大约|"
    r"实际|已经|目前|现在|差不多|左右|上下|约|不对|不是|说错了|错了|更正|应该|应当|刚才|前面|其他|不变|就|按|算|是|为|有|能|可以|可|会|最多|拿|领|得到?|给|补贴|补助|"
    r"补|多少|钱|学徒制?|徒弟|培养|培训|招[收用]?|收|带|人数|年数|时间|期限|学员|名|个|位|人|元|块|职工|员工|工资|人均|平均|涨|增幅|"
    r"增长|涨幅|到|了|呢|吗|嘛|啊|呀|吧|哦|噢|嗯|哈|都|只|要|用|花|发|提|增加|占|也|又|去年|上年度?|上一年度?|今年|它|这|该|和|分别|各|"
    r"剩下?|余下|留下|还|的|在|总量|总额|盘子|加|添|减|少|走|去掉|掉|学(?!校|历|院)|经费|最少|最低|至少|请问|您好|你好|谢谢|行不行|合规|够不够|够不|够|达标|[、。?!,.:~…—\-=\"“”'（）()]"
)
_PAYERS = re.compile("学校|院校|单位|公司|厂里?|企业")
"""Whose sums they are; beside a number of people they may say that it counts the whole staff."""
_CORRECTION = re.compile(r"(?:错了|不对)?[、。]?不是[^、是]{1,10}?[、,]?(?:应该)?是")
_PAY_TOTAL = re.compile(rf"{LABELS[PERFORMANCE_PAY]['performance_pay_last_year'].pattern}|总量|总额|盘子")
"""Once the cap is spoken of, the total is the total of performance pay."""
_MORE = re.compile(r"(?:再|又|还)(?:加|添|增加|多)(?:上|了)?$|(?:加|添|增加|多)(?:上|了)$")
_FEWER = re.compile(r"(?:减|少|走|去掉|减少)(?:掉|了)?$")
_COUNTED_BEFORE = re.compile(r"按(?:照)?$")
_PEOPLE_BEFORE = re.compile(r"人数(?:是|为|就)?(?:改|换|变|调|加|减|按|算)?(?:成|为|到)?$")
_YEARS_BEFORE = re.compile(r"(?:年数|期限)(?:是|为|就)?(?:改|换|变|调)?(?:成|为|到)?$")
"""Before a number without a unit: the name of what it changes."""
_CHANGED = re.compile(r"^(?:那|要是|如果|假如|再|又|也)*(?:改|换|变|调|提|涨|降|加|减)(?:成|为|到)$")
"""Before a number: what was said last is changed. A number without such a verb may be any of them."""
_SPENT = re.compile(rf"{LABELS[EDUCATION_FUND]['frontline_spending'].pattern}|(?:花|用|投)了?")
"""Once the fund is spoken of, what was spent is what went to the front line: nothing else is asked about it."""
_EXTRACTED = re.compile(rf"{LABELS[EDUCATION_FUND]['education_fund'].pattern}|(?:计?提取?|总共|一共)了?")
"""And what was set aside is the fund."""
_WHICH = "这个数是学徒人数还是培养年数？请连单位一起说。"
_SURE = ("people", "months", "bare", "money", "percent")


def read_followup(text: str, quantities: Sequence[Quantity], previous: Turn) -> CalculationRequest | None:
    """The earlier calculation with what was said now, or None where the reply is about anything else."""
    calculator = previous.calculator or _implied(previous)
    if calculator not in CALCULATORS or len(text) > MAX_LENGTH or is_out_of_bounds(text, list(quantities), 2025):
        return None
    if correction := _CORRECTION.match(text):
        text = text[correction.end() :]
        quantities = find_quantities(text)
    if not _is_only_about_slots(text, quantities, calculator):
        return None
    if calculator == TITLE:
        return _change_level(text)
    said = [quantity for quantity in quantities if quantity.kind in _SURE]
    if not said or len(said) != len(quantities):
        return None
    if calculator == APPRENTICE:
        return _change_apprentices(text, said, previous)
    return _change_amounts(text, said, previous, calculator)


def _implied(previous: Turn) -> str:
    """The calculator that an answer on the policy's content leads to."""
    asked = previous.resolved or previous.question
    if previous.status not in ANSWERED or "比例" in asked:
        return ""
    if APPRENTICE_TOPIC.search(asked) and re.search(r"补贴|补多少|补助", asked):
        return APPRENTICE
    return EDUCATION_FUND if "教育经费" in asked and "一线" in asked else ""


def _is_only_about_slots(text: str, quantities: Sequence[Quantity], calculator: str) -> bool:
    """Whether nothing is left once numbers, labels and filling words are taken out."""
    spans = [(quantity.start, quantity.end) for quantity in quantities]
    spans += [(label.start, label.end) for label in find_labels(text, LABELS.get(calculator, {}))]
    rest = "".join(
        character for index, character in enumerate(text) if not any(start <= index < end for start, end in spans)
    )
    if calculator in LABELS:
        rest = _PAYERS.sub("", rest)
    if calculator == TITLE:
        rest = re.sub(r"职称|评|报|证|级|什么|啥|哪", "", LEVEL.sub("", rest))
    return not _FILLERS.sub("", rest)


def _change_level(text: str) -> CalculationRequest | None:
    levels = {found[0] for found in LEVEL.finditer(text)}
    if len(levels) != 1:
        return None
    return build_request(TITLE, {"skill_level": levels.pop()}).model_copy(update={"optional": True})


def _change_apprentices(text: str, said: Sequence[Quantity], previous: Turn) -> CalculationRequest | None:
    if any(quantity.kind in ("money", "percent") for quantity in said):
        return None
    known = _known(previous)
    values: dict[str, Decimal] = {}
    questions: dict[str, str] = {}
    people = [quantity for quantity in said if quantity.kind == "people"]
    for number in (quantity for quantity in said if quantity.kind == "bare"):
        slot = _slot_meant(text[: number.start], previous)
        if not slot:
            return build_request(APPRENTICE, known, dict.fromkeys(("headcount", "years"), _WHICH))
        if slot == "headcount":
            people.append(number)
        else:
            values["years"] = number.value
    if people:
        headcount = _headcount(text, _who_count(text, people), known)
        if headcount is None:
            questions["headcount"] = HOW_MANY
        else:
            values["headcount"] = headcount
    place_years(text, said, values, questions)
    if not (values or questions):
        return None
    notices = [ABOUT] if any(quantity.firmness == "about" for quantity in people) else []
    return build_request(APPRENTICE, {**known, **values}, questions, notices)


def _slot_meant(before: str, previous: Turn) -> str:
    """Where a number without a unit goes: what stands before it names that, else it is what was asked for."""
    for slot, name in (("headcount", _PEOPLE_BEFORE), ("years", _YEARS_BEFORE)):
        if name.search(before):
            return slot
    wanted = _open_slots(previous, APPRENTICE, ("headcount", "years")) if previous.calculator else []
    return wanted[0] if len(wanted) == 1 else ""


def _who_count(text: str, people: Sequence[Quantity]) -> Sequence[Quantity]:
    """Those of the numbers that count: who is left, or whoever is said to count, where there are such."""
    for before in (LEFT_BEFORE, _COUNTED_BEFORE):
        chosen = [quantity for quantity in people if before.search(text[: quantity.start])]
        if chosen:
            return chosen
    return people


def _headcount(text: str, people: Sequence[Quantity], known: Mapping[str, Decimal | str]) -> Decimal | None:
    """The number said, or what `再加8个` and `少了3个` make of the one before; None where it is not certain."""
    said = people[0]
    if len({quantity.value for quantity in people}) > 1 or any(quantity.firmness == "vague" for quantity in people):
        return None
    before, after = text[: said.start], text[said.end :]
    is_fewer = _FEWER.search(before) or GONE_AFTER.match(after)
    sign = 1 if _MORE.search(before) else -1 if is_fewer else 0
    if not sign:
        return said.value
    return Decimal(known["headcount"]) + sign * said.value if "headcount" in known else None


def _change_amounts(text: str, said: Sequence[Quantity], previous: Turn, calculator: str) -> CalculationRequest | None:
    kinds = ("percent", "bare") if calculator == WAGE_GROWTH else ("money", "bare")
    if any(quantity.kind not in kinds for quantity in said):
        return None
    patterns = dict(wage_patterns(text) if calculator == WAGE_GROWTH else LABELS[calculator])
    if calculator == EDUCATION_FUND:
        patterns |= {"frontline_spending": _SPENT, "education_fund": _EXTRACTED}
    if calculator == PERFORMANCE_PAY:
        patterns["performance_pay_last_year"] = _PAY_TOTAL
    pairing = pair(text, said, find_labels(text, patterns))
    known: dict[str, Decimal | str] = dict(_known(previous))
    if len(pairing.unplaced) == 1:
        slots = [field.name for field in find_calculator(calculator).fields if field.required]
        wanted = _open_slots(previous, calculator, slots)
        if len(wanted) > 1 and _CHANGED.match(text[: pairing.unplaced[0].start]):
            wanted = _said_last(previous) or wanted
        free = [slot for slot in wanted if slot not in pairing.filled]
        if len(free) == 1:
            pairing = Pairing({**pairing.filled, free[0]: pairing.unplaced[0]}, (), pairing.contested)
    if pairing.unplaced:
        required = {field.name for field in find_calculator(calculator).fields if field.required}
        known = {name: value for name, value in known.items() if name not in required}
    return request_for(calculator, pairing, known)


def _open_slots(previous: Turn, calculator: str, slots: Sequence[str]) -> list[str]:
    """Where a number without a name may go: what was asked for, else the one fact that was given before."""
    asked = [slot for slot in slots if slot in previous.needs]
    if asked:
        return asked
    if calculator == APPRENTICE:
        return list(slots)
    given = [name for name in previous.facts if name in {field.name for field in find_calculator(calculator).fields}]
    return given or list(slots)


def _said_last(previous: Turn) -> list[str]:
    """The fact that the turn before gave last, which `改成6.5%` changes; none where two facts have that value."""
    said = [quantity for quantity in find_quantities(tidy(previous.question)) if quantity.kind in _SURE]
    if not said or previous.needs:
        return []
    values = {name: read_amount(value.rstrip("%")) for name, value in previous.facts.items()}
    slots = [name for name, value in values.items() if value == said[-1].value]
    return slots if len(slots) == 1 else []


def _known(previous: Turn) -> dict[str, Decimal | str]:
    """The facts of the turn before, percentages marked as what they are."""
    if not previous.calculator:
        return {}
    fields = {field.name: field for field in find_calculator(previous.calculator).fields}
    return {
        name: f"{value.rstrip('%')}%" if fields[name].kind == "percent" else value
        for name, value in previous.facts.items()
        if name in fields
    }
