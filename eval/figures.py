"""Reads figures out of Chinese text as values.

Written apart from the product's own reader on purpose: a mistake there must not hide itself here.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {**{c: i for i, c in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

_ARABIC = r"\d+(?:\.\d+)?"
_HAN = "零〇一二两三四五六七八九十"
_NUMERAL = rf"(?:{_ARABIC}|[{_HAN}])(?:{_ARABIC}|[{_HAN}百千万亿])*(?:点[{_HAN}]+)?"
_FIGURE = re.compile(rf"(?P<parts>百分之)?(?P<numeral>{_NUMERAL})(?P<percent>%|成(?![立员本果为功绩长熟人效]))?")
_SEPARATED = re.compile(r"(?<![\d.])\d{1,3}(?:[, ]\d{3})+(?!\d)")
_SHARED_SCALE = re.compile(rf"({_ARABIC})(?=\s*[-—–~至到]\s*{_ARABIC}([万亿]))")
_TOKEN = re.compile(rf"{_ARABIC}|.")
_CIRCLED = re.compile("[\u2460-\u2473]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a text: its value, whether it is a percentage, how it was written and where (in the plain text)."""

    value: Decimal
    is_percent: bool
    is_han: bool
    start: int
    end: int


def plain(text: str) -> str:
    """The text with full-width forms, thousands separators and circled list numbers out of the way."""
    normal = unicodedata.normalize("NFKC", _CIRCLED.sub("\n", text))
    joined = _SEPARATED.sub(lambda match: re.sub("[, ]", "", match[0]), normal)
    return _SHARED_SCALE.sub(r"\1\2", joined)


def read_figures(plain_text: str) -> list[Figure]:
    """Every figure of a `plain` text, in order: `6千`, `150000`, `一万二`, `百分之三十`, `三成`, `30%`."""
    return [_figure(match) for match in _FIGURE.finditer(plain_text)]


def canonical(text: str) -> str:
    """The text without blanks, each figure written in one way: `百分之三十` and `30％` both as `30%`."""
    joined = re.sub(r"\s+", "", plain(text))
    return _FIGURE.sub(lambda match: _written(_figure(match)), joined)


def shows(text: str, wanted: str) -> bool:
    """Whether the text shows one of the alternatives (`a|b`), figures compared by value.

    A wanted figure must be the whole figure: `6000` is not shown by `16000`, nor `30` by `30%`.
    """
    said = canonical(text)
    return any(_is_in(said, canonical(alternative)) for alternative in wanted.split("|"))


def _is_in(said: str, wanted: str) -> bool:
    wanted = re.sub(r"(?<=\d)元$", "", wanted)
    before = r"(?<![\d.])" if wanted[:1].isdigit() else ""
    after = r"(?![\d%]|\.\d)" if wanted[-1:].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, said) is not None


def _figure(match: re.Match[str]) -> Figure:
    numeral = match["numeral"]
    value = _value(numeral)
    if match["percent"] == "成":
        value *= 10
    is_percent = bool(match["parts"] or match["percent"])
    return Figure(value, is_percent, not numeral[0].isdigit(), match.start(), match.end())


def _written(figure: Figure) -> str:
    number = f"{figure.value.normalize():f}"
    return number + "%" if figure.is_percent else number


def _value(numeral: str) -> Decimal:
    whole, _, fraction = numeral.partition("点")
    tokens = _TOKEN.findall(whole)
    value = _scaled(tokens) if any(t in _SMALL or t in _LARGE for t in tokens) else _spelled(tokens)
    if fraction:
        value += Decimal("0." + "".join(str(_DIGITS.get(c, 0)) for c in fraction))
    return value


def _spelled(tokens: list[str]) -> Decimal:
    """Digits one after another: `二〇二五`, `150000`."""
    return Decimal("".join(str(_DIGITS.get(token, token)) for token in tokens if token.count(".") < 2))


def _scaled(tokens: list[str]) -> Decimal:
    """Digits and units: `一百二十万`, `1.5万`, `十五`; a last digit after a unit counts tenths of it: `一万二`."""
    total, section, digit, unit = Decimal(0), Decimal(0), None, Decimal(1)
    for token in tokens:
        if token in _SMALL:
            unit = Decimal(_SMALL[token])
            section, digit = section + (Decimal(1) if digit is None else digit) * unit, None
        elif token in _LARGE:
            unit = Decimal(_LARGE[token])
            total, section, digit = total + (section + (digit or 0)) * unit, Decimal(0), None
        else:
            digit = Decimal(_DIGITS.get(token, token))
            unit = Decimal(1) if digit == 0 else unit
    return total + section + (digit or 0) * (unit / 10 if unit > 10 else 1)
