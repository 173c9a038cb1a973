"""The plane between known questions on what is held and on what lies outside."""

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.answering.boundary import fit_boundary

_DIMENSIONS = 24


def _cloud(towards: int, count: int, seed: int) -> NDArray[np.float32]:
    """Rows that share what all questions share, lean one way, and differ at random."""
    rows = 0.3 * np.random.default_rng(seed).normal(size=(count, _DIMENSIONS))
    rows[:, 0] += 2
    rows[:, towards] += 1
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_questions_that_were_never_seen_lie_on_their_side() -> None:
    boundary = fit_boundary(_cloud(1, 400, seed=0), _cloud(2, 80, seed=1))
    assert boundary is not None
    inside, outside = _cloud(1, 50, seed=2), _cloud(2, 50, seed=3)
    assert sum(boundary.side(row) > 0 for row in inside) >= 48
    assert sum(boundary.side(row) < 0 for row in outside) >= 48
    assert np.mean([boundary.side(row) for row in inside]) == pytest.approx(1, abs=0.3)
    assert np.mean([boundary.side(row) for row in outside]) == pytest.approx(-1, abs=0.3)


def test_the_side_with_more_forms_counts_no_more() -> None:
    many, few = _cloud(1, 400, seed=0), _cloud(2, 80, seed=1)
    once, doubled = fit_boundary(many, few), fit_boundary(np.concatenate([many, many]), few)
    assert once is not None
    assert doubled is not None
    row = _cloud(2, 1, seed=4)[0]
    assert doubled.side(row) == pytest.approx(once.side(row), abs=1e-3)


def test_without_vectors_there_is_no_side() -> None:
    rows = _cloud(1, 5, seed=0)
    assert fit_boundary(None, rows) is None
    assert fit_boundary(rows, None) is None
    assert fit_boundary(rows, rows[:0]) is None
    boundary = fit_boundary(rows, _cloud(2, 5, seed=1))
    assert boundary is not None
    assert boundary.side(None) == 0.0
