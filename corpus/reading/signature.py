"""Finds the issuing bodies and the date that close an official document."""

from collections.abc import Sequence

from corpus.marks import is_date_line, is_signing_line
from corpus.reading.numbering import Marker

_MOST_LINES = 60


def find_signature(
    texts: Sequence[str], markers: Sequence[Marker | None], start: int, limit: int
) -> tuple[int, int | None, int] | None:
    """Where the signature stands in `texts[start:limit]`: its first line, its date line if any, the line after it.

    It is the first block of signing lines that a date closes, or else the block that ends the text.
    """
    for index in range(start, limit):
        if is_date_line(texts[index]):
            first = _block_start(texts, markers, start, index)
            if first < index or index + 1 == limit:
                return first, index, index + 1
    first = _block_start(texts, markers, start, limit)
    return (first, None, limit) if first < limit and first > start else None


def _block_start(texts: Sequence[str], markers: Sequence[Marker | None], start: int, end: int) -> int:
    first = end
    while first > max(start, end - _MOST_LINES) and not markers[first - 1] and is_signing_line(texts[first - 1]):
        first -= 1
    return first
