"""The vectors of questions: remembered, begun ahead, and embedded once."""

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.retrieval.query_cache import QueryEncoder
from corpus.errors import ModelUnavailableError


class _Counting:
    """Embeds a text as its length, once `may_go` is set, and remembers what it was asked."""

    fingerprint = "counting"
    dimensions = 1

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_go = threading.Event()
        self.may_go.set()

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        self.may_go.wait(5)
        if not text:
            raise ModelUnavailableError("没有模型。")
        return [float(len(text))]

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        raise NotImplementedError


@pytest.fixture
def model() -> _Counting:
    return _Counting()


@pytest.fixture
def encoder(model: _Counting) -> Iterator[QueryEncoder]:
    encoder = QueryEncoder(model, capacity=2)
    yield encoder
    model.may_go.set()
    encoder.close()


def test_a_question_is_embedded_once(model: _Counting, encoder: QueryEncoder) -> None:
    assert encoder.encode("补贴").tolist() == encoder.encode("补贴").tolist() == [2.0]
    assert model.asked == ["补贴"]


def test_the_oldest_question_is_forgotten(model: _Counting, encoder: QueryEncoder) -> None:
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        encoder.encode(text)
    assert model.asked == ["甲", "乙", "丙", "乙"]


def test_what_was_begun_ahead_is_waited_for_and_not_begun_again(model: _Counting, encoder: QueryEncoder) -> None:
    model.may_go.clear()
    encoder.prepare(["谁批", "谁批", "多少钱"])
    encoder.prepare(["谁批"])
    threading.Timer(0.05, model.may_go.set).start()
    assert encoder.encode("多少钱").tolist() == [3.0]
    assert encoder.encode("谁批").tolist() == [2.0]
    assert sorted(model.asked) == sorted(["谁批", "多少钱"])


def test_once_closed_nothing_is_begun_ahead(model: _Counting, encoder: QueryEncoder) -> None:
    encoder.close()
    encoder.prepare(["谁批"])
    assert model.asked == []
    assert encoder.encode("谁批").tolist() == [2.0]


def test_a_failure_is_told_to_who_asks_and_tried_again(model: _Counting, encoder: QueryEncoder) -> None:
    encoder.prepare([""])
    for _ in range(2):
        with pytest.raises(ModelUnavailableError):
            encoder.encode("")
    assert len(model.asked) >= 2
