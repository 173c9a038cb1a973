"""Reads every amount, percentage, duration, date, count and number of a clause or document as a value with its unit."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from bot.answering.gate import shapes
from bot.answering.gate.directions import Direction, attach, find_comparators
from bot.answering.gate.lexemes import UNITS
from bot.answering.gate.normal import normalise
from corpus.numerals import read_number

Kind = Literal[
    "money", "percent", "duration", "date", "count", "number", "clause", "document", "per", "period", "word", "vague",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value read in a text; `start` and `end` are places in the *normalised* text.

    `value` is set for what can be compared as a number (money in yuan, percent, duration in `unit`s of months or
    days, counts); `key` is the canonical writing of the rest (`2025-03-01`, `4`, `内人社办发〔2025〕93号`).
    `span` numbers the range that an end belongs to, or is -1.
    """

    kind: Kind
    value: Decimal | None
    key: str
    unit: str
    direction: Direction | None
    start: int
    end: int
    text: str
    span: int = -1


_GENERIC_PER = "人名位个生徒"


@lru_cache(maxsize=8192)
def read(text: str) -> tuple[Quantity, ...]:
    """Everything in the text that is a quantity, in order of place. Pure, and never raises."""
    plain = normalise(text)
    taken = bytearray(len(plain))
    found: list[Quantity] = []
    for reader in (_read_documents, _read_clauses, _read_dates, _read_periods, _read_per):
        found += reader(plain, taken)
    for match in shapes.FUNCTION.finditer(plain):
        _take(taken, match.start(), match.end())
    for reader in (_read_vague, _read_fractions, _read_halves, _read_numbers):
        found += reader(plain, taken)
    found.sort(key=lambda quantity: quantity.start)
    return tuple(_with_directions(plain, _join_ranges(plain, found)))


def _take(taken: bytearray, start: int, end: int) -> bool:
    """Whether the place was free; marks it as read."""
    if any(taken[start:end]):
        return False
    taken[start:end] = b"\x01" * (end - start)
    return True


def _named(kind: Kind, key: str, match: re.Match[str], unit: str = "") -> Quantity:
    return Quantity(kind, None, key, unit, None, match.start(), match.end(), match[0])


def _valued(kind: Kind, value: Decimal, match: re.Match[str], unit: str) -> Quantity:
    return Quantity(kind, value, "", unit, None, match.start(), match.end(), match[0])


def _read_documents(plain: str, taken: bytearray) -> list[Quantity]:
    return [
        _named("document", f"{match['issuer']}〔{match['year']}〕{match['number']}号", match)
        for match in shapes.DOCUMENT.finditer(plain)
        if _take(taken, match.start("year") - 1, match.end())
    ]


def _read_clauses(plain: str, taken: bytearray) -> list[Quantity]:
    found = []
    for match in shapes.CLAUSE.finditer(plain):
        if not _take(taken, match.start(), match.end()):
            continue
        parts = [_digits(match[name]) for name in ("n", "item") if match[name]]
        unit = match["level"] + ("款" if match["para"] else "")
        found.append(_named("clause", ".".join(parts), match, unit))
    return found


def _digits(numeral: str | None) -> str:
    value = read_number(numeral) if numeral else None
    return "?" if value is None else str(value)


def _read_dates(plain: str, taken: bytearray) -> list[Quantity]:
    found = []
    for pattern in (shapes.DATE, shapes.DATE_DIGITS, shapes.MONTH_DAY):
        for match in pattern.finditer(plain):
            if _take(taken, match.start(), match.end()):
                parts = match.groupdict()
                key = "-".join(_digits(parts.get(name)) for name in ("year", "month", "day"))
                found.append(_named("date", key, match))
    return found


def _read_periods(plain: str, taken: bytearray) -> list[Quantity]:
    return [
        _named("period", match.lastgroup or "", match)
        for match in shapes.PERIOD.finditer(plain)
        if _take(taken, match.start(), match.end())
    ]


def _read_per(plain: str, taken: bytearray) -> list[Quantity]:
    found = []
    for match in shapes.PER.finditer(plain):
        if _take(taken, match.start(), match.end()):
            unit = match["unit"] or match["mean"][0]
            unit = unit.removesuffix("度").removesuffix("份") if len(unit) > 1 else unit
            found.append(_named("per", "人" if unit in _GENERIC_PER else unit, match))
    return found


def _read_vague(plain: str, taken: bytearray) -> list[Quantity]:
    return [_named("vague", m[0], m) for m in shapes.VAGUE.finditer(plain) if _take(taken, m.start(), m.end())]


def _read_fractions(plain: str, taken: bytearray) -> list[Quantity]:
    found = []
    for match in shapes.FRACTION.finditer(plain):
        of, part = read_number(match["of"]), read_number(match["part"])
        if of and part is not None and _take(taken, match.start(), match.end()):
            found.append(_valued("percent", part * 100 / of, match, "%"))
    for match in shapes.TENTHS.finditer(plain):
        if _take(taken, match.start(), match.end()):
            whole, tenth = read_number(match["whole"]) or Decimal(0), match["tenth"]
            extra = Decimal(5) if tenth == "半" else read_number(tenth or "0") or Decimal(0)
            found.append(_valued("percent", whole * 10 + extra, match, "%"))
    return found


def _read_halves(plain: str, taken: bytearray) -> list[Quantity]:
    found = []
    for match in shapes.HALF.finditer(plain):
        if match.start() and plain[match.start() - 1] in "年月天" and not match["share"]:
            continue
        if _take(taken, match.start(), match.end()):
            if match["share"]:
                found.append(_valued("percent", Decimal(50), match, "%"))
            else:
                unit = UNITS[match["unit"]]
                found.append(_valued(unit.kind, unit.factor / 2, match, unit.name))
    return found


def _read_numbers(plain: str, taken: bytearray) -> list[Quantity]:
    found = []
    for match in shapes.NUMBER.finditer(plain):
        if any(taken[match.start() : match.end()]):
            continue
        quantity = _number(plain, match)
        if quantity is not None and _take(taken, match.start(), match.end()):
            found.append(quantity)
    return found


def _number(plain: str, match: re.Match[str]) -> Quantity | None:
    """The number with its unit; a numeral that belongs to a word (`一线`) is compared as that word."""
    value, unit = read_number(match["run"]), UNITS.get(match["unit"] or "")
    if value is None or (unit is None and len(match["run"]) == 1 and not match["run"].isdigit()):
        before, after = plain[max(0, match.start() - 1) : match.start()], plain[match.end("run") : match.end("run") + 1]
        return replace(_named("word", match["run"], match), text=f"{before}|{after}")
    if unit is None:
        return _valued("number", value, match, "")
    if value == 1 and unit.is_article and match["run"] == "一":
        return None
    value = value * unit.factor + (unit.factor / 2 if match["half"] else 0)
    return _valued(unit.kind, value, match, unit.name)


def _join_ranges(plain: str, found: list[Quantity]) -> list[Quantity]:
    """Ends of a range (`6000—8000元`) get one span, and the first the second's unit where it has none."""
    joined = list(found)
    for index, (low, high) in enumerate(pairwise(found)):
        between = plain[low.end : high.start]
        if not shapes.RANGE_JOIN.fullmatch(between) or low.value is None or high.value is None:
            continue
        if between in ("和", "与") and not plain.startswith(("之间", "间"), high.end):
            continue
        if low.kind not in (high.kind, "number"):
            continue
        joined[index] = replace(_as_unit_of(low, high), span=index, direction="at_least")
        joined[index + 1] = replace(high, span=index, direction="at_most")
    return joined


def _as_unit_of(low: Quantity, high: Quantity) -> Quantity:
    if low.kind != "number" or low.value is None:
        return low
    factor = next((unit.factor for name, unit in UNITS.items() if high.text.endswith(name)), Decimal(1))
    wide = "万" in high.text and "万" not in low.text and low.value < 1000
    value = low.value * (Decimal(10000) if wide else 1) * (factor if high.kind == "duration" else 1)
    return replace(low, kind=high.kind, unit=high.unit, value=value)


def _with_directions(plain: str, found: list[Quantity]) -> list[Quantity]:
    comparators = find_comparators(plain)
    directed, floor = [], 0
    for quantity in found:
        if quantity.span < 0 and (quantity.value is not None or quantity.kind == "date"):
            direction = attach(plain, (floor, quantity.start, quantity.end), comparators)
            directed.append(replace(quantity, direction=direction))
        else:
            directed.append(quantity)
        floor = quantity.end if quantity.value is not None else floor
    return directed
