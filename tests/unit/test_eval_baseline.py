"""The baseline: chunks of the usual size, the nearest as the answer, for whatever is asked."""

import pytest
from langchain_core.embeddings import Embeddings

from eval.systems.baseline import Baseline, split
from eval.texts import Texts, read_texts

P = "baotou-jineng-qiangqi"


class Characters(Embeddings):
    """A vector of a few telling characters."""

    def embed_query(self, text: str) -> list[float]:
        return [1e-3 + text.count(character) for character in "徒补数链"]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


@pytest.fixture(scope="module")
def texts() -> Texts:
    return read_texts()


@pytest.fixture(scope="module")
def baseline(texts: Texts) -> Baseline:
    return Baseline(texts, Characters())


def test_chunks_hold_at_most_500_characters_and_every_sentence(texts: Texts) -> None:
    chunks = split(texts.policies[0])
    assert max(len(chunk.text) for chunk in chunks) <= 500
    assert {sentence for chunk in chunks for sentence in chunk.covers} == set(texts.sentences)


def test_the_nearest_chunk_is_the_answer(baseline: Baseline) -> None:
    reply = baseline.ask("徒徒补", "worker", None)
    assert reply.status == "answered"
    assert f"{P}/4#1" in reply.cited[0].covers
    assert "6000元—8000元" in reply.text


def test_chunks_are_ranked_by_cosine(baseline: Baseline) -> None:
    found = baseline.search("徒徒补", 3)
    assert [unit.score for unit in found] == sorted((unit.score for unit in found), reverse=True)
    assert len(found) == 3
