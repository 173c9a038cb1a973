from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.models import Passage
from eval.benchmarks.embedding import Bench, compare_vectors, measure_quality, measure_speed
from eval.benchmarks.embedding_engines import CUT, FLOAT, WHEEL, WHOLE
from eval.statutes import Statutes


class TurnedEngine:
    """Puts `a` and `b` on two axes, turned by an angle whose cosine is given."""

    def __init__(self, cosine: float) -> None:
        sine = (1 - cosine**2) ** 0.5
        self._axes = {"a": [cosine, sine], "b": [-sine, cosine]}

    def embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        assert prefix in ("query: ", "passage: ")
        return np.array([self._axes[text] for text in texts], np.float32)


@pytest.fixture
def bench() -> Bench:
    passages = tuple(Passage(name, "law", name, "", "", "", name, "") for name in "ab")
    statutes = Statutes(passages, {"1": "a", "2": "b"}, {"1": {"a": 1}, "2": {"a": 1}})
    engines = {WHEEL: TurnedEngine(1.0), FLOAT: TurnedEngine(1.0), WHOLE: TurnedEngine(0.8), CUT: TurnedEngine(0.6)}
    return Bench(dict(engines), ["a", "b"], ["a", "b"], statutes)


def test_cosines_are_taken_text_by_text(bench: Bench) -> None:
    rows = {(row[0], row[1]): row[2:] for row in compare_vectors(bench)}
    assert rows[FLOAT, WHEEL] == ["1.00000", "1.00000"]
    assert rows[WHOLE, WHEEL] == ["0.80000", "0.80000"]
    assert rows[CUT, WHOLE] == ["0.96000", "0.96000"]  # 0.6 * 0.8 + 0.8 * 0.6


def test_quality_counts_the_rank_of_the_gold_article(bench: Bench) -> None:
    rows = {row[0]: row[1:] for row in measure_quality(bench, lambda _text: None)}
    # Question 1 finds `a` first (1), question 2 finds it second (1 / log2(3) = 0.631).
    assert rows[FLOAT] == ["0.815", "0.500", "1.000"]


def test_every_engine_is_timed(bench: Bench) -> None:
    assert [row[0] for row in measure_speed(bench, rounds=2)] == [WHEEL, FLOAT, WHOLE, CUT]
