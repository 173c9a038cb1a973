import numpy as np
import pytest

from bot.retrieval.quantised import QuantisedRows


@pytest.fixture(scope="module")
def rows() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    rows = np.random.default_rng(7).normal(size=(300, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def test_products_are_those_of_the_rows_within_a_few_thousandths(
    rows: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    products = QuantisedRows(rows).products(rows[5])
    assert products.shape == (300,)
    assert np.abs(products - rows @ rows[5]).max() < 0.004
    assert int(np.argmax(products)) == 5


def test_rows_of_any_length_and_empty_rows_are_held(
    rows: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    mixed = np.vstack([rows[:3] * 50, np.zeros((1, 384), np.float32)])
    products = QuantisedRows(mixed).products(rows[0])
    assert products[3] == 0
    assert products[:3] == pytest.approx(mixed[:3] @ rows[0], abs=0.2)
