"""Finds the numbers in a question, each with what it counts and how firmly it was said."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Literal

from bot.calculators.amounts import read_amount
from bot.calculators.durations import read_months

MAX_QUANTITIES = 16

Kind = Literal["people", "money", "percent", "months", "year", "bare", "other"]
Firmness = Literal["exact", "about", "vague"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the text: money in yuan, percent as a percentage, durations in months.

    `vague` means that no single number was said (三十来个、二三十人、20到30), and its value must not be used.
    """

    kind: Kind
    value: Decimal
    start: int
    end: int
    text: str
    firmness: Firmness = "exact"


_DIGITS = r"(?>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d++)(?:\.\d++)?)"
_WORDS = r"[零〇一二两俩仨三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]"
# Atomic, because digits repeated inside a repetition would otherwise be tried in every division.
_NUMBER = rf"(?>(?:{_DIGITS}|{_WORDS})(?:{_DIGITS}|{_WORDS}|点(?={_WORDS})|[万亿])*+)"
_LOOSE = r"(?P<loose>多|来|几|余|好几)?"
_OTHER_UNITS = (
    r"个?(?:周?岁|天|日|周|星期|小时|学时|课时|学分|分钟|次|批|班|期|门|条|款|项|号(?!人)|级|届|家|所(?![有得以在])|间|份|组|座|户|张|台|种|页|层|楼|分|"
    r"倍|点钟|公里|平米|平方|吨|月份|月\d|季度|工种|企业|公司|部门|车间|项目|岗|专业|方面|条件|阶段|步)"
)

# The order is the order of preference at one place in the text.
_SCANNER = re.compile(
    rf"(?P<year>(?:19|20)\d\d年|二[零〇][零〇一二三四五六七八九]{{2}}年)"
    rf"|(?P<ordinal>第{_NUMBER})"
    rf"|(?P<hundredths>百分之(?P<n0>{_NUMBER}))"
    rf"|(?P<few>(?:{_WORDS}+|\d+)?几[十百千万]*(?:多|来)?(?=个|名|位|人))"
    rf"|(?P<range>{_NUMBER}(?:个|名|位|人|万|元|%)*(?:到|至|-|~|—|～)(?=\d|{_WORDS}))"
    rf"|(?P<points>(?P<n1>{_NUMBER})个(?P<half>半)?(?:百分)?点(?!钟))"
    rf"|(?P<percent>(?P<n2>{_NUMBER}){_LOOSE}%)"
    rf"|(?P<tenths>(?P<n3>{_WORDS}|\d)成(?!立|为|功|绩|果|了|本|员|人))"
    rf"|(?P<months>(?:(?:{_NUMBER}|(?<![上下前后])半)个?年(?!级|龄|代|前|份)(?:半(?!年)|零?{_NUMBER}个?月)?|{_NUMBER}个月))"
    rf"|(?P<other>{_NUMBER}{_OTHER_UNITS})"
    rf"|(?P<people>(?P<n4>{_NUMBER})(?P<l4>多|来|几|余)?(?:个人|号人|人(?!民)|名(?!额)|位|口人|个(?!月|多?月)))"
    rf"|(?P<money>(?P<n5>{_NUMBER})(?P<l5>多|来|几|余)?(?:万|亿)?(?:元|块钱?))"
    rf"|(?P<bare>(?P<n6>{_NUMBER})(?P<l6>多|来|几|余)?(?P<scale>万|亿)?)"
)

_KIND_OF_GROUP: dict[str, Kind] = {
    "year": "year",
    "ordinal": "other",
    "hundredths": "percent",
    "few": "people",
    "range": "people",
    "points": "percent",
    "percent": "percent",
    "tenths": "percent",
    "months": "months",
    "other": "other",
    "people": "people",
    "money": "money",
    "bare": "bare",
}

# Words that hold a numeral without counting anything.
_IDIOMS = re.compile(
    r"一线|一半|一下|一共|一起|一般|一些|一样|一定|一直|一律|一旦|一边|一方面|算一算|一并|(?<![\d一二两三四五六七八九十百千])万一|千万(?=别|不|要)|统一|唯一|"
    r"(?<!百分)之一|第一|另一|某一|同一|单一|一体|一点(?![零〇一二两三四五六七八九十])|一切|三方|双高|五一|五四|三八|十四五|十五五|两者|两项|两个上限|八级工|"
    r"(?<!个)百分点|十分(?!点)|百年|一把|一年一|一刀切|四肢|三农|七八成"
)
_ADJACENT = re.compile(
    r"(?<![零〇百千万亿点\d])[一二两三四五六七八九]{2}(?![零〇百千万亿点\d])|[十百千][一二三四五六七八九]{2}$"
)
_ABOUT_BEFORE = re.compile(r"(?:大概|大约|约|差不多|估计|可能)(?:有|是|招|收)?了?$")
_VAGUE_BEFORE = re.compile(
    r"(?:近|将近|小|快|快有|不止|没到|凑够|奔|接近|不到|不足|不满|超过|超|至少|起码|最多|上|好|多于|少于|大于|小于|几)$"
)
_NEGATIVE_BEFORE = re.compile(r"(?:负|(?<![\d十百千万亿个人名])[-−])$")
_ABOUT_AFTER = re.compile(r"^(?:左右|上下)")
_VAGUE_AFTER = re.compile(r"^(?:以上|以下|以内|之内|出头|开外|不到|多(?!少)|余)")
_SPACE_IN_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")
_WAN = re.compile(r"(?<=\d)[wW](?![a-zA-Z])")


def tidy(text: str) -> str:
    """The text in one form: NFKC, no white space, Chinese commas kept apart from digit grouping."""
    text = text.replace("，", "、").replace("；", "、").replace(";", "、")
    text = unicodedata.normalize("NFKC", text)
    text = text.replace("¥", "").replace("$", "、")
    text = _SPACE_IN_NUMBER.sub("、", text)
    return _WAN.sub(
        "万", "".join(character for character in text if not character.isspace() and character.isprintable())
    )


def find_quantities(text: str) -> list[Quantity]:
    """The numbers of a tidied text in order, at most `MAX_QUANTITIES`: no question to calculate has more."""
    masked = _IDIOMS.sub(lambda match: "〓" * len(match[0]), text)
    found: list[Quantity] = []
    is_range_open = False
    for match in islice(_SCANNER.finditer(masked), MAX_QUANTITIES):
        quantity = _quantity(match, masked)
        if quantity is None:
            continue
        if is_range_open:
            quantity = _vague(quantity)
        is_range_open = match.lastgroup == "range" or match["range"] is not None
        if not is_range_open:
            found.append(quantity)
    return found


def _vague(quantity: Quantity) -> Quantity:
    return Quantity(quantity.kind, quantity.value, quantity.start, quantity.end, quantity.text, "vague")


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    kind, number, loose = _sort(match)
    if kind == "months":
        value = read_months(match["months"])
    elif kind in ("year", "other"):
        value = Decimal(0)
    else:
        value = _value(number)
    if value is None:
        return Quantity(kind, Decimal(0), match.start(), match.end(), match[0], "vague")
    if match["half"]:
        value += Decimal("0.5")
    if match["tenths"]:
        value *= 10
    firmness = _firmness(match, text, number, bool(loose))
    return Quantity(kind, value, match.start(), match.end(), match[0], firmness)


def _sort(match: re.Match[str]) -> tuple[Kind, str, str | None]:
    """The kind, the numeral and the loosening word of a match."""
    groups = match.groupdict()
    kind = next(_KIND_OF_GROUP[name] for name in _KIND_OF_GROUP if groups[name])
    if groups["few"] or groups["range"]:
        return "people", "一", "几"
    if kind == "percent":
        return kind, groups["n0"] or groups["n1"] or groups["n2"] or groups["n3"] or "", groups["loose"]
    if kind == "people":
        return kind, groups["n4"], groups["l4"]
    if kind == "money":
        scale = re.search(r"[万亿](?=元|块)", groups["money"]) if groups["l5"] else None
        return kind, groups["n5"] + (scale[0] if scale else ""), groups["l5"]
    if kind == "bare":
        number = groups["n6"] + (groups["scale"] or "")
        return _sort_bare(number), number, groups["l6"]
    return kind, "", None


def _sort_bare(number: str) -> Kind:
    """A number without unit: 俩 and 仨 count people, 万 and 亿 count money, the rest is open."""
    if number.endswith(("俩", "仨")):
        return "people"
    return "money" if number.endswith(("万", "亿")) else "bare"


@lru_cache(maxsize=1024)
def _value(number: str) -> Decimal | None:
    return read_amount(number.replace("俩", "二").replace("仨", "三"))


def _firmness(match: re.Match[str], text: str, number: str, is_loose: bool) -> Firmness:
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 4]
    is_pair = bool(_ADJACENT.search(number)) and "年" not in match[0]
    if (
        is_loose
        or is_pair
        or _VAGUE_BEFORE.search(before)
        or _NEGATIVE_BEFORE.search(before)
        or (match["percent"] is None and _VAGUE_AFTER.search(after))
    ):
        return "vague"
    return "about" if _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.search(after) else "exact"
