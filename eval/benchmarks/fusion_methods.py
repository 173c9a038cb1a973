"""Ways of making one ranking of two, over full score matrices (questions × passages)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.fusion import Evidence, fuse

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Both:
    """The two rankings of all passages for all questions; `ceilings` are per question, `(questions, 1)`."""

    cosines: Scores
    lexical: Scores
    ceilings: Scores


def of_product(both: Both) -> Scores:
    """What the product does."""
    rows = zip(both.cosines, both.lexical, both.ceilings[:, 0].tolist(), strict=True)
    return np.stack([fuse(_evidence(cosines, lexical, ceiling)) for cosines, lexical, ceiling in rows])


def reciprocal_rank(both: Both) -> Scores:
    """Reciprocal rank fusion, k = 60 (Cormack, Clarke, Büttcher 2009)."""
    return np.asarray(1 / (60 + _ranks(both.cosines)) + 1 / (60 + _ranks(both.lexical)), dtype=np.float32)


def z_scores(both: Both) -> Scores:
    """Scores less their mean, over their deviation, over all passages; 0.7 dense."""
    return 0.7 * _standard(both.cosines) + 0.3 * _standard(both.lexical)


def min_max(both: Both) -> Scores:
    """Scores stretched over [0, 1] for each question; 0.6 dense."""
    return 0.6 * _stretched(both.cosines) + 0.4 * _stretched(both.lexical)


METHODS: dict[str, Callable[[Both], Scores]] = {
    "lexical alone": lambda both: both.lexical,
    "dense alone": lambda both: both.cosines,
    "reciprocal ranks, k = 60": reciprocal_rank,
    "z-scores, 0.7 dense": z_scores,
    "min-max, 0.6 dense": min_max,
    "**over the greatest possible score, 0.6 dense (the product)**": of_product,
}


def _evidence(cosines: Scores, lexical: Scores, ceiling: float) -> Evidence:
    return Evidence(cosines, np.ones(len(cosines), dtype=bool), lexical, ceiling, float(cosines.mean()))


def _ranks(scores: Scores) -> NDArray[np.int64]:
    """The rank of every passage, from 1, the earlier of equals first."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, scores.shape[1] + 1)[None, :], axis=1)
    return ranks


def _standard(scores: Scores) -> Scores:
    spread = scores.std(axis=1, keepdims=True)
    return np.asarray((scores - scores.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9), dtype=np.float32)


def _stretched(scores: Scores) -> Scores:
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    return np.asarray((scores - low) / np.maximum(high - low, 1e-9), dtype=np.float32)
