"""Nearest passages by vector: the seam that Chroma fulfils, and the exact search that stands in for it."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.snapshot import CorpusSnapshot

_CHUNK = 16_384
"""Rows turned to single precision at a time, which keeps the memory of one search at 25 MB."""


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
    snapshot: CorpusSnapshot, query: NDArray[np.float32], k: int, rows: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The k nearest of these passages, nearest first, by comparing with every one that has a vector."""
    rows = rows[snapshot.has_vector[rows]]
    parts = [snapshot.cosines(rows[start : start + _CHUNK], query) for start in range(0, len(rows), _CHUNK)]
    return rows[best(np.concatenate(parts), k)] if parts else rows


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The places of the k highest scores, highest first, the earlier of equals first."""
    if k < len(scores):
        within = np.flatnonzero(scores >= np.partition(scores, len(scores) - k)[len(scores) - k])
    else:
        within = np.arange(len(scores))
    order = np.argsort(-scores[within], kind="stable")
    return np.asarray(within[order][:k])
