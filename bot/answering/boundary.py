"""The plane that best divides known questions on what is held from known questions on what lies outside."""

from dataclasses import dataclass

import numpy as np

from bot.answering.forms import Vector

_RIDGE = 0.1
"""Against the mean variance of a direction: ten times more or less of it tells as well."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A direction of the embedding; it tells of matters that no known form is near to, which nearness cannot."""

    normal: Vector
    offset: float

    def side(self, vector: Vector | None) -> float:
        """About 1 where questions of what is held lie, about -1 where those outside do; 0 without a vector."""
        return 0.0 if vector is None else float(self.normal @ vector) - self.offset


def fit_boundary(inside: Vector | None, outside: Vector | None) -> Boundary | None:
    """Ridge regression of the side of (n, dimensions) rows, both sides counting the same however many forms they have.

    Solved at once, in some hundredths of a second. None where one of the two sides has no vectors.
    """
    if inside is None or outside is None or not len(inside) or not len(outside):
        return None
    sides = (inside, outside)
    means = [rows.mean(axis=0, dtype=np.float64) for rows in sides]
    middle = (means[0] + means[1]) / 2
    spread = sum((rows.T @ rows).astype(np.float64) / (2 * len(rows)) for rows in sides) - np.outer(middle, middle)
    ridge = _RIDGE * float(np.trace(spread)) / len(spread)
    normal = np.linalg.solve(spread + ridge * np.eye(len(spread)), (means[0] - means[1]) / 2)
    return Boundary(normal.astype(np.float32), float(normal @ middle))
