"""The numbers that Word generates and does not write into the text."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import cn2an  # type: ignore[import-untyped]
from docx.oxml.ns import qn

_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand",
    "ideographDigital", "koreanDigital",
}  # fmt: skip
_SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS = 9


@dataclass(slots=True)
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1
    restarts_after: int | None = None
    """The level (from 1) whose numbers make this one begin anew; None for any above it, 0 for none."""


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level] = field(default_factory=dict)
    counter: str = ""


class Numbering:
    """Gives each numbered paragraph, asked for in document order, the number that Word would show."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = {style.get(qn("w:styleId")): style for style in styles} if styles is not None else {}
        self._counts: dict[str, list[int | None]] = {}

    def number(self, paragraph: Any) -> str:
        """The generated number of the paragraph with the blank after it; empty where it has none."""
        list_id, level = self._reference(paragraph)
        found = self._lists.get(list_id) if list_id else None
        if found is None or level not in found.levels:
            return ""
        counts = self._counts.setdefault(found.counter, [None] * _LEVELS)
        current = counts[level]
        counts[level] = found.levels[level].start if current is None else current + 1
        for below in range(level + 1, _LEVELS):
            if below not in found.levels or _begins_anew(found.levels[below], level):
                counts[below] = None
        return _shown(found.levels, level, counts)

    def _reference(self, paragraph: Any) -> tuple[str | None, int]:
        """List and level of the paragraph: its own, else those of its style or of what the style is based on."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None, 0
        list_id, level = _numbered(properties)
        name = properties.find(qn("w:pStyle"))
        style = self._styles.get(name.get(qn("w:val"))) if name is not None else None
        for _ in range(10):
            if style is None or list_id is not None:
                break
            of_style = style.find(qn("w:pPr"))
            list_id, style_level = _numbered(of_style) if of_style is not None else (None, None)
            level = level if level is not None else style_level
            based = style.find(qn("w:basedOn"))
            style = self._styles.get(based.get(qn("w:val"))) if based is not None else None
        return list_id, min(level or 0, _LEVELS - 1)


def _begins_anew(below: _Level, level: int) -> bool:
    """Whether a number of `level` makes that one begin anew: articles often run on through the chapters."""
    return below.restarts_after is None or level < below.restarts_after


def _numbered(properties: Any) -> tuple[str | None, int | None]:
    reference = properties.find(qn("w:numPr"))
    if reference is None:
        return None, None
    list_id, level = reference.find(qn("w:numId")), reference.find(qn("w:ilvl"))
    return (
        list_id.get(qn("w:val")) if list_id is not None else None,
        _integer(level.get(qn("w:val")), 0) if level is not None else None,
    )


def _lists(numbering: Any) -> Mapping[str, _List]:
    abstract = {node.get(qn("w:abstractNumId")): _levels(node) for node in numbering.findall(qn("w:abstractNum"))}
    lists: dict[str, _List] = {}
    for node in numbering.findall(qn("w:num")):
        reference = node.find(qn("w:abstractNumId"))
        base = reference.get(qn("w:val")) if reference is not None else ""
        found = _List(dict(abstract.get(base, {})), f"abstract {base}")
        list_id = node.get(qn("w:numId"), "")
        for override in node.findall(qn("w:lvlOverride")):
            _override(found, override)
            found.counter = f"list {list_id}"
        lists[list_id] = found
    return lists


def _override(found: _List, override: Any) -> None:
    index = _integer(override.get(qn("w:ilvl")), 0)
    whole, start = override.find(qn("w:lvl")), override.find(qn("w:startOverride"))
    if whole is not None:
        found.levels[index] = _level(whole)
    if start is not None and index in found.levels:
        old = found.levels[index]
        found.levels[index] = replace(old, start=_integer(start.get(qn("w:val")), 1))


def _levels(abstract: Any) -> dict[int, _Level]:
    return {_integer(node.get(qn("w:ilvl")), 0): _level(node) for node in abstract.findall(qn("w:lvl"))}


def _level(node: Any) -> _Level:
    values = {name: node.find(qn(f"w:{name}")) for name in ("numFmt", "lvlText", "start", "lvlRestart")}
    read = {name: found.get(qn("w:val")) for name, found in values.items() if found is not None}
    restart = read.get("lvlRestart")
    return _Level(
        read.get("numFmt") or "decimal",
        read.get("lvlText") or "",
        _integer(read.get("start"), 1),
        None if restart is None else _integer(restart, 0),
    )


def _integer(value: str | None, default: int) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 7 else default


def _shown(levels: Mapping[int, _Level], level: int, counts: list[int | None]) -> str:
    pattern = levels[level].text
    if levels[level].format in {"bullet", "none"}:
        return ""
    for index in range(_LEVELS):
        place = f"%{index + 1}"
        if place in pattern:
            count = counts[index]
            value = count if count is not None else levels[index].start if index in levels else 1
            pattern = pattern.replace(place, spell(value, levels[index].format if index in levels else "decimal"))
    return f"{pattern} " if pattern.endswith(("条", "章", "节", "编")) else pattern


def spell(value: int, number_format: str) -> str:
    """The number in one of Word's formats; plain digits for a format that no Chinese document uses."""
    if number_format in _CHINESE:
        return _chinese(value)
    if number_format == "chineseLegalSimplified":
        return str(cn2an.an2cn(value, "up"))
    if number_format.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x245F + value)
    if number_format in _SERIES:
        names = _SERIES[number_format]
        return names[(value - 1) % len(names)] * ((value - 1) // len(names) + 1)
    if number_format in {"lowerRoman", "upperRoman"}:
        return _roman(value) if number_format == "lowerRoman" else _roman(value).upper()
    return f"{value:02d}" if number_format == "decimalZero" else str(value)


def _chinese(value: int) -> str:
    spelled = str(cn2an.an2cn(value))
    return spelled.removeprefix("一") if 10 <= value < 20 else spelled


def _roman(value: int) -> str:
    spelled = ""
    for amount, letters in _ROMAN:
        spelled += letters * (value // amount)
        value %= amount
    return spelled
