"""Compares each quantity of a statement with those of its evidence: value, unit, direction, and what it is bound to."""

import re
from decimal import Decimal

from bot.answering.gate.binding import agrees, check_binding
from bot.answering.gate.directions import unbound_relations
from bot.answering.gate.evidence import Evidence
from bot.answering.gate.models import Reason
from bot.answering.gate.normal import segments
from bot.answering.gate.quantities import Quantity, read
from bot.answering.gate.silence import without_silence

Fault = tuple[Reason, str]

_PER_TIMES = ("年", "半年", "学年", "学期", "月", "季", "周", "旬", "天", "日", "小时")
_REFUTED = re.compile(r"(?:并)?不是|并非|而不是")
_COUNTED = re.compile(r"[^,。;:]{0,6}:")
_MONTHS_OF_YEAR = Decimal(12)
_TOTALS = ("一共", "总共", "合计", "共计", "总额", "总计", "共得", "共可")


def find_number_fault(plain: str, evidence: Evidence) -> Fault | None:
    """The first quantity of the statement that its evidence does not hold, or None.

    Args:
        plain: The statement, normalised, fixed phrases and enumerators taken out.
        evidence: What it rests on.
    """
    quantities = read(plain)
    for index, quantity in enumerate(quantities):
        if _repeats(quantity, quantities[:index]) or _counts_own_items(plain, quantity):
            continue
        fault = _CHECKS.get(quantity.kind, _check_value)(plain, quantity, evidence)
        if fault is not None:
            return fault, quantity.text.replace("|", "")
    return _check_relations(plain, quantities, evidence)


def is_refuted_amount(segment: str) -> bool:
    """Whether the segment only says which amount it is not (`不是一万二`), as the answer to a false premise does."""
    match = _REFUTED.match(segment)
    if match is None:
        return False
    rest = segment[match.end() :]
    for quantity in read(rest):
        rest = rest.replace(quantity.text, "", 1)
    return not rest.strip("的,每人年个一")


def _repeats(quantity: Quantity, earlier: tuple[Quantity, ...]) -> bool:
    """Whether the same value was checked already: `半年以上，也就是至少6个月`."""
    same = [(q.kind, q.value, q.unit, q.direction) for q in earlier if q.value is not None]
    return (quantity.kind, quantity.value, quantity.unit, quantity.direction) in same


def _counts_own_items(plain: str, quantity: Quantity) -> bool:
    """Whether `两个上限：` counts the items that follow it, and rightly so."""
    head = _COUNTED.match(plain, quantity.end)
    if quantity.kind != "count" or quantity.unit != "个" or head is None:
        return False
    sentence = re.split("[。\n]", plain[head.end() :], maxsplit=1)[0]
    return any(len([part for part in re.split(stop, sentence) if part]) == quantity.value for stop in ("、", ",", ";"))


def _check_document(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:  # noqa: ARG001
    """The source's issuer may stand in a longer or shorter run of characters than the statement's."""
    for _, known in evidence.quantities:
        if known.kind != "document":
            continue
        issuer, rest = quantity.key.split("〔", 1)
        known_issuer, known_rest = known.key.split("〔", 1)
        shared = min(len(issuer), len(known_issuer), 6)
        if rest == known_rest and (not shared or issuer[-shared:] == known_issuer[-shared:]):
            return None
    return "document"


def _check_clause(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:  # noqa: ARG001
    """A clause label names a cited clause, or stands in the cited text itself."""
    paths = {identifier.rsplit("/", 1)[-1].split("#", 1)[0] for identifier in evidence.ids}
    if quantity.unit in ("条", "部分", "点") and any(f"{path}.".startswith(f"{quantity.key}.") for path in paths):
        return None
    if quantity.unit == "章" and f"chapter{quantity.key}" in paths:
        return None
    if quantity.unit == "项" and any(path.endswith(f".{quantity.key}") for path in paths):
        return None
    known = [known for _, known in evidence.quantities if known.kind == "clause"]
    return None if any((k.key, k.unit) == (quantity.key, quantity.unit) for k in known) else "clause"


def _check_date(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:  # noqa: ARG001
    """The parts of a date that the statement gives are those of one date of the source."""
    known = [known for _, known in evidence.quantities if known.kind == "date"]
    same = [k for k in known if _is_part_of(quantity.key, k.key)]
    if not same:
        return "number"
    return None if any(k.direction == quantity.direction for k in same) else "direction"


def _is_part_of(date: str, known: str) -> bool:
    return all(part in ("?", other) for part, other in zip(date.split("-"), known.split("-"), strict=True))


def _check_named(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:  # noqa: ARG001
    known = (*(known for _, known in evidence.quantities), *evidence.calculated)
    return None if any((k.kind, k.key) == (quantity.kind, quantity.key) for k in known) else "number"


def _check_word(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:  # noqa: ARG001
    """A numeral inside a word stands in the evidence with the same neighbour."""
    before, after = quantity.text.split("|", 1)
    with_after, with_before = f"{quantity.key}{after}", f"{before}{quantity.key}"
    text = evidence.wording
    return None if (after and with_after in text) or (before and with_before in text) else "number"


def _check_vague(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:  # noqa: ARG001
    return None if quantity.text in evidence.wording else "number"


def _check_per(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:
    """`每年` for `每月` changes an amount as much as a digit does; `每家` matters where an amount stands beside it."""
    is_time = quantity.key in _PER_TIMES
    if not is_time and not _stands_with_amount(plain, quantity):
        return None
    known = (*(known for _, known in evidence.quantities), *evidence.calculated)
    if any(k.kind == "per" and k.key == quantity.key for k in known):
        return None
    if quantity.key == "年" and any(k.kind == "duration" and k.value == _MONTHS_OF_YEAR for k in evidence.calculated):
        return None
    return "unit"


def _stands_with_amount(plain: str, quantity: Quantity) -> bool:
    place = 0
    for sentence in re.split("[。;\n]", plain):
        if place <= quantity.start <= place + len(sentence):
            return any(other.kind in ("money", "percent") for other in read(sentence))
        place += len(sentence) + 1
    return False


def _check_value(plain: str, quantity: Quantity, evidence: Evidence) -> Reason | None:
    if _is_calculated(plain, quantity, evidence) or _is_one_year_of_many(quantity, evidence):
        return None
    known = [(text, k) for text, k in evidence.quantities if k.value is not None]
    cited = [k for _, k in known if k.value == quantity.value]
    equal = [*cited, *(k for k in evidence.calculated if k.value == quantity.value)]
    if _is_refuted(plain, quantity):
        return "negation" if equal else None
    if not any(agrees(quantity, k) for k in equal):
        return "unit" if equal else "number"
    if not any(agrees(quantity, k) and _same_direction(quantity, k) for k in cited):
        return "direction"
    return check_binding(plain, quantity, known)


def _is_one_year_of_many(quantity: Quantity, evidence: Evidence) -> bool:
    """Whether `一年` only says `每年`."""
    if quantity.kind != "duration" or quantity.value != _MONTHS_OF_YEAR or quantity.direction is not None:
        return False
    return any(known.kind == "per" and known.key == "年" for _, known in evidence.quantities)


def _is_refuted(plain: str, quantity: Quantity) -> bool:
    return any(is_refuted_amount(segment) and quantity.text in segment for segment in segments(plain))


def _same_direction(quantity: Quantity, known: Quantity) -> bool:
    if quantity.direction == known.direction:
        return True
    return quantity.direction == "within" and known.direction in (None, "at_most")


def _is_calculated(plain: str, quantity: Quantity, evidence: Evidence) -> bool:
    """Whether the calculation gives this value, with the same unit where it names one, and no other direction."""
    equal = [k for k in evidence.calculated if k.value is not None and k.value == quantity.value]
    if quantity.kind == "duration" and quantity.value is not None:
        years = quantity.value / _MONTHS_OF_YEAR
        equal += [k for k in evidence.calculated if k.kind == "number" and k.value == years]
    typed = [k for k in equal if k.kind != "number"]
    same = [k for k in typed if agrees(quantity, k)] if typed else equal
    if not same or not _is_total_where_said(plain, quantity, evidence):
        return False
    bounds = {known.direction for _, known in evidence.quantities if known.direction}
    return any(
        k.direction == quantity.direction or (k.direction is None and quantity.direction in bounds) for k in same
    )


def _is_total_where_said(plain: str, quantity: Quantity, evidence: Evidence) -> bool:
    """A number called the total is one of the calculation's results."""
    calculation = evidence.calculation
    before = plain[max(0, quantity.start - 6) : quantity.start]
    if calculation is None or quantity.kind != "money" or not before.endswith(_TOTALS):
        return True
    return str(quantity.value) in {str(Decimal(v)) for v in (calculation.value, calculation.low, calculation.high) if v}


def _check_relations(plain: str, quantities: tuple[Quantity, ...], evidence: Evidence) -> Fault | None:
    """`高于` and `低于` between two things are checked as `不超过` before a number is."""
    stated_plain = without_silence(plain)
    if stated_plain != plain:
        quantities = read(stated_plain)
    stated = unbound_relations(stated_plain, [(q.start, q.end) for q in quantities if q.value is not None])
    if not stated:
        return None
    known = [relation for text in evidence.texts for relation in unbound_relations(text, [])]
    directions = {relation.direction for relation in known} | {k.direction for _, k in evidence.quantities}
    for relation in stated:
        if relation.direction not in directions:
            return "direction", relation.text
    return None


_CHECKS = {
    "document": _check_document,
    "clause": _check_clause,
    "date": _check_date,
    "period": _check_named,
    "word": _check_word,
    "vague": _check_vague,
    "per": _check_per,
}
