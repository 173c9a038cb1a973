"""Shares over parts of the questions: all, by group, by expected status, by category."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from eval.judging import Judgement
from eval.models import SPLITS, Measure

_KEYS: dict[str, Callable[[Judgement], str]] = {
    "audience": lambda row: row.audience,
    "status": lambda row: row.expected_status[0],
    "category": lambda row: row.category,
}


def share(values: Iterable[bool | None]) -> tuple[float, int]:
    """The share of true among what is not None, and how many those are; 0 of none."""
    known = [value for value in values if value is not None]
    return (sum(known) / len(known) if known else 0.0), len(known)


def parts_of(rows: Sequence[Judgement]) -> Iterator[tuple[str, str, list[Judgement]]]:
    """Split, name and rows of every part: `all`, `audience:worker`, `status:partial`, `category:typo`, ..."""
    for split in SPLITS:
        own = [row for row in rows if row.split == split]
        if not own:
            continue
        yield split, "all", own
        for kind, key in _KEYS.items():
            for value in sorted({key(row) for row in own}):
                yield split, f"{kind}:{value}", [row for row in own if key(row) == value]


def measure_shares(
    rows: Sequence[Judgement], system: str, shares: dict[str, Callable[[Judgement], bool | None]]
) -> list[Measure]:
    """Each named share over every part where it is about something."""
    measures = []
    for split, part, own in parts_of(rows):
        for name, of in shares.items():
            value, count = share(of(row) for row in own)
            if count:
                measures.append(Measure(system, split, part, name, value, count))
    return measures
