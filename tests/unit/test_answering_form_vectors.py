from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.answering.form_vectors import FormVectors
from tests.corpus_builders import CharacterEmbeddings


class CountingEmbeddings(CharacterEmbeddings):
    """Notes what it is asked to embed, as the parent does."""

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.embed_matrix(texts)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self.embed_matrix(texts).tolist()
        return rows


@pytest.fixture
def embeddings() -> CountingEmbeddings:
    return CountingEmbeddings()


def vectors_of(embeddings: CountingEmbeddings, folder: Path, *forms: str) -> NDArray[np.float32]:
    found = FormVectors(embeddings, folder)(forms)
    assert found is not None
    return found


def test_a_known_list_is_not_embedded_again(embeddings: CountingEmbeddings, tmp_path: Path) -> None:
    before = vectors_of(embeddings, tmp_path, "补多少", "谁来批", "补多少")
    assert np.array_equal(vectors_of(embeddings, tmp_path, "补多少", "谁来批", "补多少"), before)
    assert embeddings.embedded == ["补多少", "谁来批"]


def test_a_changed_list_costs_what_is_new_in_it(embeddings: CountingEmbeddings, tmp_path: Path) -> None:
    vectors_of(embeddings, tmp_path, "补多少", "谁来批")
    embeddings.embedded.clear()
    changed = vectors_of(embeddings, tmp_path, "谁来批", "什么时候发")
    assert embeddings.embedded == ["什么时候发"]
    assert np.array_equal(changed, embeddings.embed_matrix(["谁来批", "什么时候发"]))


def test_another_model_shares_nothing(embeddings: CountingEmbeddings, tmp_path: Path) -> None:
    vectors_of(embeddings, tmp_path, "补多少")
    other = CountingEmbeddings("characters-2")
    vectors_of(other, tmp_path, "补多少")
    assert other.embedded == ["补多少"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 nothing", b"\xde\xad" * 100], ids=["empty", "cut", "garbage"])
def test_a_damaged_file_is_made_anew(embeddings: CountingEmbeddings, tmp_path: Path, damage: bytes) -> None:
    before = vectors_of(embeddings, tmp_path, "补多少")
    (kept,) = tmp_path.glob("*.npz")
    kept.write_bytes(damage)
    assert np.array_equal(vectors_of(embeddings, tmp_path, "补多少"), before)
    assert embeddings.embedded == ["补多少", "补多少"]
