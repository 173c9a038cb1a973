"""Reads a question for the apprentice subsidy: how many apprentices, for how long."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.answering.slots.quantities import Quantity
from bot.answering.slots.request import CalculationRequest, build_request
from bot.answering.slots.words import AMOUNT, COMPUTE, PROCEDURE, is_out_of_bounds
from bot.calculators.durations import months_to_years

NAME = "apprentice_subsidy"
OLDEST_YEAR = 2025
TOPIC = re.compile(r"学徒|徒弟|徒工")
_SUBSIDY = re.compile(r"补|领|拿|得|给|拨|奖|算|多少钱")
_TELEGRAM = re.compile(
    r"^(?!.*(?:吗|能不能|可不可以|是否|有没有|怎么|如何|哪|什么|谁|啥)).*(?:补贴|补助)(?:总额|金额|合计|总数)?[。!]?$"
)
_AT_THE_END = re.compile(r"(?:一共|总共|合计|总计)?是?多少[?。]*$")
_IS_COUNTED = re.compile(r"算人头|(?:按|当|作为?|视为|看成).{0,6}(?:学徒|徒弟).{0,2}算")
"""Whether somebody counts as an apprentice is asked of the text, not of a calculator."""
_COST = re.compile(r"要?付|支付|学费|要?交多少|花多少|要花|成本|培训费|费用是|收费|罚")
_PERSONAL = re.compile(
    r"师傅带|给.{0,4}(?:师傅|导师)|师傅.{0,4}(?:能|可以|可|有|拿|领|补)|给我(?!们|们?单位|们?厂|们?公司|司|校|算)|我(?:自己)?带"
)
_WAGE = re.compile(r"工资|底薪|月薪|薪水|薪资|生活费|伙食|报酬")
_INVERSE = re.compile(
    r"多少(?:个|名|位)?(?:人|(?:学徒|徒弟)(?!的?补))|(?<![十百千])几个(?:人|学徒|徒弟)?(?:才|就|(?:能|可以)(?!.*多少))|招多少|带几个"
)
_EACH = re.compile(
    r"(?:每人|每个(?:人|学徒)?|每名|每位|一个人|一人|一名|人均|单个)(?:学徒|徒弟)?(?:每年|一年|能|可以|可|大概|最多|最少)*"
    r"(?:补|拿|领|给|得|有|是)*(?:贴|助|到)*多少|多少钱?(?:补贴)?(?:一个|一人|一名|每人|每个)"
)
_SUM = re.compile(r"(?:补贴|补助)的?(?:总额|总数|合计|上限|下限|最高|最低|区间|范围)")
_IN_ALL = re.compile(r"一共|总共|合计|总计|总的|加起来")
_MULTIPLIED = re.compile(
    r"(?<!人)每(?:批|班|组|家|期|年|月|个?车间|个?班|个?部门)|各(?!类|位|地|种|企|级)|分别|[两三四五几]批|其中|另外|还有\d"
)
_NOT_APPRENTICES = re.compile(
    r"^的?(?:师傅|导师|老师|教师|教练|讲师|管理|干部|领导|工程师|教员|工种|企业|公司|部门|车间|项目|岗|专业|班|城市|方面|问题|条|点|步|"
    r"的?(?:企业|公司|厂|单位))"
)
_STAFF_BEFORE = re.compile(
    r"(?:公司|企业|单位|厂里?|全厂|全员|员工|职工|规模)(?:总人数|总数|人数)?(?:总共|一共|共|有|是|大概|大约)*$"
)
_GROUPS_BEFORE = re.compile(
    r"(?<![每各])(?:班|批|组|师傅|导师|老师|车间|岗位?|公司|企业|单位|证书?)(?:有|是|共|办了?|开了?)*$"
)
LEFT_BEFORE = re.compile(r"(?:剩下?|余下|留下)(?:来|了|的)*(?:还有|是)?$")
"""`有3个不干了，剩下的5个`: who is left is who counts."""
GONE_AFTER = re.compile(
    r"^(?:学徒|徒弟|人|的)?(?:都|也|已经|后来)?(?:中途|半路)?"
    r"(?:走|去掉|减掉|离职|辞职|退出|不(?:打算|想|准备|愿意?|肯|能)*(?:留|续签|干|来))"
)
"""`有3个中途走了`, `有5个不打算留下`: those are not who counts, but who no longer does."""
_BARE_BEFORE = re.compile(
    r"(?:学徒|徒弟)(?:人数|数量|数|工)?(?:是|有|为|共|招了?|收了?|:|=)*$|人数(?:是|有|为|共|:|=)*$|招[收用]?了$"
)
_ONE_EACH = re.compile(r"(?:招|收|带|签|培养|只有|就)(?:了|上|用)?$")
_TERM_BEFORE = re.compile(r"(?:培养|培训)(?:期限?|周期|时间)(?:是|为|有|定)*$")
"""Before a duration: how long these are trained, which nobody says who asks for the rate."""
_NOT_TRAINING = re.compile(r"(?:毕业|工作|成立|合同|协议|签订?了?|签|最近|过去|前|连续|实习)(?:了|期|是|为|满|的|有)*$")
_NOT_TRAINING_AFTER = re.compile(r"^(?:以上|以内|前|后|内|来|的?(?:劳动)?合同|的?(?:实习)?协议|的?实习|工龄|经验|工作)")
ABOUT = "您说的是大约的人数，实际金额按准确人数计算。"
HOW_MANY = "请告诉我准确的学徒总人数，写成一个数字。"
_HOW_LONG = "请告诉我一共培养几年，例如 1 年或 2 年。"


def read_apprentice(text: str, quantities: Sequence[Quantity]) -> CalculationRequest | None:
    """The request, or None where the question is about the policy's content or about something else."""
    if not TOPIC.search(text) or is_out_of_bounds(text, list(quantities), OLDEST_YEAR) or _is_content(text):
        return None
    if any(quantity.kind == "money" for quantity in quantities):
        return None
    people = [quantity for quantity in quantities if is_headcount(text, quantity)]
    is_for_a_term = any(q.kind == "months" and _TERM_BEFORE.search(text[: q.start]) for q in quantities)
    if not people and _IS_COUNTED.search(text):
        return None
    if not COMPUTE.search(text) and not ((people or is_for_a_term) and _asks_amount(text, quantities)):
        return None
    values: dict[str, Decimal] = {}
    questions: dict[str, str] = {}
    notices: list[str] = []
    _place_people(text, people, values, questions)
    if people and any(quantity.firmness == "about" for quantity in people) and "headcount" in values:
        notices.append(ABOUT)
    place_years(text, quantities, values, questions)
    return build_request(NAME, values, questions, notices)


def _asks_amount(text: str, quantities: Sequence[Quantity]) -> bool:
    if AMOUNT.search(text) and _SUBSIDY.search(text):
        return True
    # `学徒12个 一年 多少`: nothing else is counted that the question might be about.
    is_bare = _AT_THE_END.search(text) and all(quantity.kind in ("people", "months") for quantity in quantities)
    return bool(is_bare or _TELEGRAM.match(text) or _SUM.search(text))


def is_headcount(text: str, quantity: Quantity) -> bool:
    """Whether the number counts people who may be apprentices, and not a rate for one of them."""
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.kind == "bare":
        return bool(_BARE_BEFORE.search(before)) and not after.startswith(("元", "块", "月", "年", "岁", "%"))
    if quantity.kind != "people" or _NOT_APPRENTICES.match(after) or GONE_AFTER.match(after):
        return False
    if before.endswith("每"):
        return False
    if _GROUPS_BEFORE.search(before) and quantity.text.endswith("个") and not TOPIC.match(after):
        return False
    is_said_one = quantity.value == 1 and quantity.text.startswith("一") and quantity.firmness != "vague"
    return not is_said_one or bool(_ONE_EACH.search(before))


def place_years(
    text: str, quantities: Sequence[Quantity], values: dict[str, Decimal], questions: dict[str, str]
) -> None:
    """Fill `years` from the one duration that is the training's; a duration of unclear meaning is asked about."""
    durations = [quantity for quantity in quantities if quantity.kind == "months"]
    training = [quantity for quantity in durations if not _is_other_duration(text, quantity)]
    lengths = {quantity.value for quantity in training}
    if len(lengths) == 1 and len(training) == len(durations) and training[0].firmness != "vague":
        values["years"] = months_to_years(training[0].value)
    elif durations:
        questions["years"] = _HOW_LONG


def _is_other_duration(text: str, quantity: Quantity) -> bool:
    return bool(_NOT_TRAINING.search(text[: quantity.start]) or _NOT_TRAINING_AFTER.match(text[quantity.end :]))


def _is_content(text: str) -> bool:
    if (
        _PERSONAL.search(text)
        or _INVERSE.search(text)
        or _COST.search(text)
        or (_EACH.search(text) and not _IN_ALL.search(text))
    ):
        return True
    if _WAGE.search(text) and not re.search(r"补贴|补助", text):
        return True
    return bool(PROCEDURE.search(text) and not re.search(r"补贴?多少|多少(?:钱|补贴)|[拿领给得]多少|一共|总共", text))


def _place_people(text: str, people: Sequence[Quantity], values: dict[str, Decimal], questions: dict[str, str]) -> None:
    chosen = _choose(text, people)
    if chosen is not None and chosen.firmness != "vague" and not _MULTIPLIED.search(text):
        values["headcount"] = chosen.value
    elif people:
        questions["headcount"] = HOW_MANY


def _choose(text: str, people: Sequence[Quantity]) -> Quantity | None:
    """The one number of apprentices; numbers of the whole staff stand aside, any other second number is a doubt."""
    left = [quantity for quantity in people if LEFT_BEFORE.search(text[: quantity.start])]
    apart = [quantity for quantity in people if not _STAFF_BEFORE.search(text[: quantity.start])]
    candidates = left or apart or list(people)
    same = {quantity.value for quantity in candidates}
    return candidates[0] if len(same) == 1 else None
