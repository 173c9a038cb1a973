"""One score from two rankings. How the method was chosen: `docs/adr/0004-fusion.md`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Evidence:
    """What both rankings say of the same candidates, each array `(n,)`.

    `has_vector` is False where there is no cosine; `ceiling` is the lexical score that no text can exceed for the
    question; `mean_cosine` is the question's mean cosine with the whole corpus.
    """

    cosines: NDArray[np.float32]
    has_vector: NDArray[np.bool_]
    lexical: NDArray[np.float32]
    ceiling: float
    mean_cosine: float


DENSE_WEIGHT = 0.6
COSINE_FLOOR = 0.7
"""Below this, multilingual-e5 gives no text: its cosines of unrelated texts lie between 0.75 and 0.8."""


def fuse(evidence: Evidence) -> NDArray[np.float32]:
    """The fused score of each candidate, in [0, 1] and comparable between questions.

    A convex sum of both scores, each first divided by the most that it can be. Where no candidate has a cosine,
    the lexical part alone counts, so that its best still rank by their words.
    """
    lexical = evidence.lexical / max(evidence.ceiling, 1e-6)
    dense = np.clip((evidence.cosines - COSINE_FLOOR) / (1 - COSINE_FLOOR), 0.0, 1.0)
    both = DENSE_WEIGHT * dense + (1 - DENSE_WEIGHT) * lexical
    fused = np.where(evidence.has_vector, both, lexical)
    return np.clip(fused, 0.0, 1.0).astype(np.float32)
