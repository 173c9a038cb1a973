import numpy as np
import pytest

from bot.answering.forms import FormIndex
from bot.answering.words import WordBook
from corpus.vocabulary import load_vocabulary

FLOOR, WIDTH = 0.78, 0.22
"""A cosine of `FLOOR + share * WIDTH` is a nearness of `share`."""


@pytest.fixture(scope="module")
def index() -> FormIndex:
    """One owner with four forms, of nearness 1, 0.5, 0.25 and 0 to the vector 1, and one with a single form, 0.5."""
    cosines = [FLOOR + share * WIDTH for share in (0.5, 1, 0, 0.25, 0.5)]
    vectors = np.array([[cosine] for cosine in cosines], dtype=np.float32)
    return FormIndex(list("甲乙丙丁戊"), [0, 0, 0, 0, 1], vectors, WordBook(load_vocabulary()), dense_share=1.0)


def test_nearness_is_that_of_the_nearest_form_and_the_mean_of_the_three_nearest(index: FormIndex) -> None:
    nearest, near = index.nearness("己", np.ones(1, dtype=np.float32))
    assert nearest == pytest.approx([1, 0.5], abs=1e-6)
    assert near == pytest.approx([1.75 / 3, 0.5], abs=1e-6)


def test_a_form_left_out_counts_for_nothing(index: FormIndex) -> None:
    nearest, _ = index.nearness("己", np.ones(1, dtype=np.float32), without=[1])
    assert nearest == pytest.approx([0.5, 0.5], abs=1e-6)


def test_many_forms_are_compared_nearly_and_the_nearest_exactly() -> None:
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(2_500, 64)).astype(np.float32) + np.float32(2)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    owners = [row // 10 for row in range(2_500)]
    forms = [f"问{row}" for row in range(2_500)]
    index = FormIndex(forms, owners, vectors, WordBook(load_vocabulary()), dense_share=1.0)
    nearest, _ = index.nearness("己", vectors[1_234])
    exact = np.clip((vectors @ vectors[1_234] - FLOOR) / WIDTH, 0, 1).reshape(250, 10).max(axis=1)
    assert int(np.argmax(nearest)) == 123
    assert nearest[123] == pytest.approx(1, abs=1e-5)
    assert np.abs(nearest - exact).max() < 0.02
