"""Nearest passages by vector: the seam that Chroma fulfils, and the exact search that stands in for it."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.snapshot import CorpusSnapshot


class DenseIndex(Protocol):
    """An index of vectors by content key; it may hold more or fewer than the corpus does now."""

    @property
    def keys(self) -> frozenset[str]:
        """The keys that the index holds."""
        ...

    def nearest(self, query: NDArray[np.float32], k: int) -> list[str]:
        """The keys of the k nearest vectors, nearest first.

        Raises:
            IndexUnavailableError: The index cannot be read.
        """
        ...


def nearest_rows(
    snapshot: CorpusSnapshot, query: NDArray[np.float32], k: int, rows: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """The k nearest of these passages (all: None), nearest first, by comparing with every one that has a vector."""
    if rows is None:
        found = best(np.where(snapshot.has_vector, snapshot.vectors @ query, np.float32(-2)), k)
        return found[snapshot.has_vector[found]]
    rows = rows[snapshot.has_vector[rows]]
    return rows[best(snapshot.cosines(rows, query), k)]


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The places of the k highest scores, highest first, the earlier of equals first."""
    if k < len(scores):
        within = np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])
    else:
        within = np.arange(len(scores))
    order = np.argsort(-scores[within], kind="stable")
    return np.asarray(within[order][:k])
