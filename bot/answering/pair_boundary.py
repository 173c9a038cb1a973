"""Which side the words of a question lie on: what its character pairs weigh in known questions of both kinds.

The embedding puts a question beside others of its field and form; pairs of characters tell apart what it takes for
one: `年薪制` and `年休假`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.words import bigrams

_RIDGE = 0.5
_STEPS = 100
_EXACT = 1e-4

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PairBoundary:
    """A weight for every character pair of the known questions."""

    weights: Mapping[str, float]

    def side(self, text: str) -> float:
        """Above 0 where questions of what is held lie, below 0 where those outside do; pairs never seen say nothing."""
        pairs = set(bigrams(text))
        known = [self.weights[pair] for pair in pairs if pair in self.weights]
        return sum(known) / float(np.sqrt(len(known))) if known else 0.0


def fit_pairs(inside: Collection[str], outside: Collection[str]) -> PairBoundary:
    """Ridge regression of the side over pairs, both sides counting the same however many forms they have.

    A text is the set of its pairs at unit length. Conjugate gradients, some tenths of a second for ten thousand texts.
    """
    if not inside or not outside:
        return PairBoundary({})
    rows = [sorted(set(bigrams(text))) for text in (*inside, *outside)]
    column = {pair: place for place, pair in enumerate(sorted({pair for row in rows for pair in row}))}
    counts = [1 / len(inside)] * len(inside) + [1 / len(outside)] * len(outside)
    share = np.sqrt(np.array(counts) * len(rows) / 2)
    table = _Table(rows, column, share)
    wanted = share * np.array([1.0] * len(inside) + [-1.0] * len(outside))
    weights = _least_squares(table, wanted)
    return PairBoundary(dict(zip(column, weights.tolist(), strict=True)))


class _Table:
    """Texts by pairs, as a sparse matrix of which each row is scaled to its length and share."""

    def __init__(self, rows: Sequence[Sequence[str]], column: Mapping[str, int], share: Column) -> None:
        sizes = np.array([len(row) for row in rows])
        self._rows = np.repeat(np.arange(len(rows)), sizes)
        self._columns = np.array([column[pair] for row in rows for pair in row], dtype=np.int64)
        self._held = np.repeat(share / np.sqrt(np.maximum(sizes, 1)), sizes)
        self._shape = (len(rows), len(column))

    def times(self, weights: Column) -> Column:
        """(texts,) the sums of the weights of each text's pairs."""
        sums: Column = np.bincount(self._rows, self._held * weights[self._columns], self._shape[0]).astype(np.float64)
        return sums

    def transposed_times(self, told: Column) -> Column:
        """(pairs,) the sums of what is told of the texts that hold each pair."""
        sums: Column = np.bincount(self._columns, self._held * told[self._rows], self._shape[1]).astype(np.float64)
        return sums


def _least_squares(table: _Table, wanted: Column) -> Column:
    """The weights with the least squared error and ridge together, by conjugate gradients."""
    left = table.transposed_times(wanted)
    weights = np.zeros_like(left)
    direction = left.copy()
    square = first = float(left @ left)
    for _ in range(_STEPS):
        curved = table.transposed_times(table.times(direction)) + _RIDGE * direction
        step = square / float(direction @ curved)
        weights += step * direction
        left -= step * curved
        before, square = square, float(left @ left)
        if square <= _EXACT * _EXACT * first:
            break
        direction = left + square / before * direction
    return weights
