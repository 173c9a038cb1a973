"""Where a source has several values of one unit, tells which of them a statement's number stands for."""

from decimal import Decimal
from functools import lru_cache

from bot.answering.gate.models import Reason
from bot.answering.gate.quantities import Quantity, read

_WINDOW = 12
_STOPS = "。;:!?\n,、"


def agrees(quantity: Quantity, known: Quantity) -> bool:
    """Same kind and unit; a bare number in a statement may stand for money or a count, never for a percentage."""
    if quantity.kind == "number":
        return known.kind in ("number", "money", "count")
    return (quantity.kind, quantity.unit) == (known.kind, known.unit)


def check_binding(plain: str, quantity: Quantity, known: list[tuple[str, Quantity]]) -> Reason | None:
    """Where the source has several values of one unit, the statement's stands beside the words of the right one."""
    rivals = [(text, k) for text, k in known if agrees(quantity, k)]
    groups = _group(rivals)
    if len({frozenset(values) for values, _ in groups}) < 2 or _lists_all(plain, quantity, rivals):
        return None
    shared = frozenset.intersection(*(context for _, context in groups))
    own = _context(plain, quantity)
    scores = [(len(own & (context - shared)), quantity.value in values) for values, context in groups]
    right = max((score for score, holds in scores if holds), default=0)
    wrong = max((score for score, holds in scores if not holds), default=0)
    return None if right > wrong else "binding"


def _group(rivals: list[tuple[str, Quantity]]) -> list[tuple[set[Decimal | None], frozenset[str]]]:
    """Values and context of each rival; the two ends of a range are one."""
    groups: dict[tuple[str, int], tuple[set[Decimal | None], frozenset[str]]] = {}
    for text, known in rivals:
        key = (text, known.span if known.span >= 0 else -1 - known.start)
        values, context = groups.get(key, (set(), frozenset()))
        groups[key] = (values | {known.value}, context | _context(text, known))
    return list(groups.values())


def _lists_all(plain: str, quantity: Quantity, rivals: list[tuple[str, Quantity]]) -> bool:
    """Whether the statement gives every rival value in the source's order, as `分别是30%和10%` does."""
    own = [q.value for q in read(plain) if agrees(quantity, q)]
    return len(own) > 1 and own == [known.value for _, known in rivals]


@lru_cache(maxsize=8192)
def _context(plain: str, quantity: Quantity) -> frozenset[str]:
    """Characters and pairs of characters beside the number, up to the next stop."""
    left = plain[max(0, quantity.start - _WINDOW) : quantity.start]
    right = plain[quantity.end : quantity.end + _WINDOW]
    for stop in _STOPS:
        left = left.rsplit(stop, 1)[-1]
        right = right.split(stop, 1)[0]
    pairs = {part[i : i + 2] for part in (left, right) for i in range(len(part) - 1)}
    return frozenset(pairs | set(left) | set(right))
