"""Words that turn a number into a bound: `不超过`, `以上`, `至少`, `低于`, normalised to one direction each."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.answering.gate.normal import normalise

Direction = Literal[
    "at_least", "at_most", "more_than", "less_than", "about", "before", "after", "within", "conflict"
]  # fmt: skip

_OPPOSITE: dict[str, Direction] = {
    "more_than": "at_most",
    "at_most": "more_than",
    "less_than": "at_least",
    "at_least": "less_than",
}
_BEFORE_NUMBER: dict[Direction, str] = {
    "at_most": "至多|最多|顶多|最高|上限|封顶|最长|最大",
    "at_least": "至少|最少|最低|起码|下限|最短|达标线|(?<![不未])满(?=[\\d一二两三四五六七八九十半])",
    "more_than": "超过|超出|超(?=[\\d一二两三四五六七八九十半])|高于|多于|大于|高过|多过|长于|逾",
    "less_than": "低于|少于|小于|不足|(?<![拿得收领找等看查办做达享用])不到|不满|未满"
    "|不及|未达到?|达不到|没到|短于|低过|少过",
    "about": "大约|大概|约(?=[\\d一二两三四五六七八九十半])|将近|近(?=[\\d一二两三四五六七八九十半])|差不多",
}
_NEGATION = (
    r"(?P<negation>(?:并|也|都|均|绝|决)?(?:不是|并非|没有|不|未|没|勿|别|禁止|严禁|无法|无)"
    r"(?:允许|可以|应当|应该|能够|得|能|可|应|会|要|许|准|再|需|必|宜|用|让|是)?)?"
)
_COMPARATOR = re.compile(
    _NEGATION + "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE_NUMBER.items()) + ")"
)
_COMPARED_TO = re.compile(
    r"(?P<negation>不能|不得|不应|不会|不)?比(?!照|例|如|较|赛|武|评)[^,。;]{1,24}?(?:更|还|要)*(?:(?P<more>高|多|大|长)|(?P<less>低|少|小|短))"
)
_AFTER_NUMBER: tuple[tuple[Direction, str], ...] = (
    (
        "at_least",
        r"(?:\(含\)|及|或|或者|和|含)?(?:其)?以上|(?:或|或者|甚至|乃至)?更[多高长久]|起步|打底|(?:就|正)?[为是][^,。;]{0,4}?(?:下限|底线)|起(?!草|来|点)|往上|朝上",
    ),
    (
        "at_most",
        r"(?:\(含\)|及|或|或者|和|含)?(?:其)?以下|(?:或|或者)?更[少低短]|封顶|(?:为|是)限|往下|顶天"
        r"|(?:就|正)?[为是][^,。;]{0,4}?(?:上限|封顶)",
    ),
    ("within", r"之内|以内|内(?!部|容|蒙)"),
    ("about", r"左右|上下|上下浮动|来块|出头"),
    ("before", r"之前|以前|前(?!提|后|往)|止|截止"),
    ("after", r"之后|以后|后(?!续|备)"),
)
_SUFFIX = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _AFTER_NUMBER))
_LEVEL_SUFFIX = re.compile(r"[级工师奖科专士层档](?:\(含\)|及|或|含|和)?其?(?:(?P<above>以上)|(?P<below>以下|以内))")
_LIMIT_WORDS = re.compile(r"上限|下限|至多|至少|最多|最少|顶多|起码|封顶")
_UPWARD = ("at_least", "more_than")
_DOWNWARD = ("at_most", "less_than")
_REACH = 26
_STOP = re.compile(r"[,。;:!?\n]")


@dataclass(frozen=True, slots=True)
class Comparator:
    """A comparing word at a place in the normalised text."""

    direction: Direction
    start: int
    end: int
    text: str
    is_relation: bool
    """Whether it can compare two things without a number (`高于`), as `至少` cannot."""


def find_comparators(plain: str) -> list[Comparator]:
    """All comparing words that stand before what they bound, in order."""
    found = []
    for match in _COMPARATOR.finditer(plain):
        name: Direction = next(name for name in _BEFORE_NUMBER if match[name])
        if match["negation"] and name in _OPPOSITE:
            name = _OPPOSITE[name]
        is_relation = bool(match["more_than"] or match["less_than"])
        found.append(Comparator(name, match.start(), match.end(), match[0], is_relation))
    for match in _COMPARED_TO.finditer(plain):
        name = "more_than" if match["more"] else "less_than"
        found.append(
            Comparator(_OPPOSITE[name] if match["negation"] else name, match.start(), match.end(), match[0], True)
        )
    return found


def attach(plain: str, place: tuple[int, int, int], comparators: list[Comparator]) -> Direction | None:
    """The direction of a number: of the word right after it, else of the nearest before it.

    Args:
        plain: The normalised text.
        place: Where the number before ends, where this one starts, where it ends.
        comparators: Those of the text, in order.
    """
    floor, start, end = place
    leading = _leading(plain, floor, start, comparators)
    suffix = _SUFFIX.match(plain, end)
    if suffix is None:
        return leading
    trailing: Direction = next(name for name, _ in _AFTER_NUMBER if suffix[name])
    if leading == "less_than" and trailing == "at_least":
        return leading
    return trailing if leading is None or trailing != "within" else leading


def _leading(plain: str, floor: int, start: int, comparators: list[Comparator]) -> Direction | None:
    """The direction of the nearest comparing word; `conflict` where a nearby one says the contrary (`最低不超过`)."""
    near = [
        comparator.direction
        for comparator in comparators
        if floor <= comparator.start
        and comparator.end <= start <= comparator.end + _REACH
        and not _STOP.search(plain, comparator.end, start)
    ]
    if any(direction in _UPWARD for direction in near) and any(direction in _DOWNWARD for direction in near):
        return "conflict"
    return near[-1] if near else None


def unbound_relations(text: str, bound: list[tuple[int, int]]) -> list[Comparator]:
    """Comparing words (`高于`, `比…低`, `省部级以上`, `上限`) of the text that bound none of the numbers given."""
    plain = normalise(text)
    relations = [c for c in find_comparators(plain) if c.is_relation or _LIMIT_WORDS.search(c.text)]
    relations += [
        Comparator("at_least" if m["above"] else "at_most", m.start(), m.end(), m[0], True)
        for m in _LEVEL_SUFFIX.finditer(plain)
        if not any(start < m.end() and m.start() < end for start, end in bound)
    ]
    return [relation for relation in relations if not _bounds_one(plain, relation, bound)]


def _bounds_one(plain: str, relation: Comparator, bound: list[tuple[int, int]]) -> bool:
    return any(
        relation.end <= start <= relation.end + _REACH and not _STOP.search(plain, relation.end, start)
        for start, _ in bound
    )
