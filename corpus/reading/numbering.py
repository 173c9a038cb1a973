"""Recognises the numbers that open the parts of an official document."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.marks import ordinal_value

Style = Literal[
    "part", "subpart", "chapter", "section", "article", "cn", "paren_cn", "arabic", "paren_arabic", "circled", "decimal"
]  # fmt: skip
CONTAINERS: tuple[Style, ...] = ("part", "subpart", "chapter", "section")

_CHINESE = "零〇○Ｏ一二三四五六七八九十百千两"
_DIGITS = "0-9０-９"
_NUMBER = rf"[{_CHINESE}]{{1,9}}|[{_DIGITS}]{{1,4}}"
_ORDINAL = re.compile(rf"第\s?({_NUMBER})\s?(部分|分编|编|章|节|条)(?:之({_NUMBER}))?")
_UNITS: dict[str, Style] = {
    "编": "part", "部分": "part", "分编": "subpart", "章": "chapter", "节": "section", "条": "article"
}  # fmt: skip
_LISTS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("cn", re.compile(rf"([{_CHINESE}]{{1,5}})(?:[、．]|\.(?!\d))")),
    ("paren_cn", re.compile(rf"[（(]\s*([{_CHINESE}]{{1,5}})\s*[）)]")),
    (
        "decimal",
        re.compile(rf"([{_DIGITS}]{{1,2}}(?:[.．][{_DIGITS}]{{1,2}}){{1,4}})(?![{_DIGITS}.．%％万亿元—\-－~～至])"),
    ),
    ("arabic", re.compile(rf"([{_DIGITS}]{{1,3}})(?:[.．](?![{_DIGITS}])|、)")),
    ("paren_arabic", re.compile(rf"[（(]?\s*([{_DIGITS}]{{1,3}})\s*[）)]")),
    ("decimal", re.compile(rf"([{_DIGITS}]{{1,2}})(?=[ \u3000\t]+[^\s{_DIGITS}])")),
)
_SINGLE: tuple[tuple[Style, int, int], ...] = (
    ("circled", 0x2460, 20), ("circled", 0x3251, 15), ("paren_arabic", 0x2474, 20),
    ("arabic", 0x2488, 20), ("paren_cn", 0x3220, 10),
)  # fmt: skip
_SINGLE_FIRST = {0x3251: 21}
_REFERS_ON = re.compile(
    r"规定|第|的|、|，|,|[至到或与之款内）)》”。；]|所[称列规述指]|和(?!谐)|及(?!时)|项(?!目)|中[的所规]|以[及外内下上]|等[规条]"
)


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a text: its style, its value, how it is written, and where the content begins.

    `numbers` has one value, or several for `1.2.3`, or two for `第十七条之一`. `is_spaced` tells whether a blank
    or a bracket sets an ordinal off from what follows.
    """

    style: Style
    numbers: tuple[int, ...]
    token: str
    end: int
    is_spaced: bool = True

    @property
    def number(self) -> int:
        """The value that distinguishes the marker from its siblings."""
        return self.numbers[-1] if self.style == "decimal" else self.numbers[0]


def read_marker(text: str, start: int = 0) -> Marker | None:
    """The marker that stands at `start`, or None. A mention such as `第四十六条规定的` is none."""
    head = text[start : start + 1]
    if not head:
        return None
    if head == "第":
        return _read_ordinal(text, start)
    single = _read_single(text, start)
    if single:
        return single
    for style, pattern in _LISTS:
        found = pattern.match(text, start)
        if found:
            return _list_marker(style, found)
    return None


def _read_ordinal(text: str, start: int) -> Marker | None:
    found = _ORDINAL.match(text, start)
    value = ordinal_value(found[1]) if found else None
    if found is None or value is None:
        return None
    following = text[found.end() : found.end() + 1]
    if _REFERS_ON.match(text, found.end()):
        return None
    extra = ordinal_value(found[3]) if found[3] else None
    numbers = (value,) if extra is None else (value, extra)
    is_spaced = not following or following.isspace() or following in "【[（(:："
    return Marker(_UNITS[found[2]], numbers, found[0], found.end(), is_spaced)


def _read_single(text: str, start: int) -> Marker | None:
    code = ord(text[start])
    for style, first, count in _SINGLE:
        if first <= code < first + count:
            number = code - first + _SINGLE_FIRST.get(first, 1)
            return Marker(style, (number,), text[start], start + 1)
    return None


def _list_marker(style: Style, found: re.Match[str]) -> Marker | None:
    values = [ordinal_value(part) for part in re.split("[.．]", found[1])]
    numbers = tuple(value for value in values if value is not None)
    if len(numbers) != len(values) or 0 in numbers:
        return None
    return Marker(style, numbers, found[0].strip(), found.end())
