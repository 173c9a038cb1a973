from pathlib import Path

import pytest

from bot.retrieval.embedding.bundled import BundledEmbeddings
from bot.retrieval.embedding.engine import batches
from bot.retrieval.embedding.folder import FolderWriter
from corpus.errors import ModelUnavailableError


def test_batches_put_texts_of_one_length_together() -> None:
    assert list(batches([3, 100, 3, 100])) == [[1, 3, 0, 2]]
    assert list(batches([10] * 40)) == [list(range(32)), list(range(32, 40))]


def test_batches_of_long_texts_are_small() -> None:
    assert list(batches([512, 512])) == [[0], [1]]
    assert list(batches([100] * 6)) == [[0, 1, 2, 3, 4], [5]]  # 5 x 100 tokens, not more than 512


def test_no_text_makes_no_batch() -> None:
    assert list(batches([])) == []


def test_nothing_is_read_before_the_first_text(tmp_path: Path) -> None:
    embeddings = BundledEmbeddings(tmp_path / "nowhere")
    assert embeddings.dimensions == 384
    assert embeddings.embed_matrix([]).shape == (0, 384)
    assert embeddings.embed_documents([]) == []


def test_a_model_that_is_not_assembled_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="还没有装配好"):
        BundledEmbeddings(tmp_path).embed_query("补贴")


def test_garbage_in_the_files_is_a_clear_error(tmp_path: Path) -> None:
    writer = FolderWriter(tmp_path)
    for name in ("onnx/model_int8.onnx", "onnx/tokenizer.json"):
        writer.write(name, lambda path: path.write_bytes(b"garbage"))
    writer.finish()
    with pytest.raises(ModelUnavailableError, match="重新装配"):
        BundledEmbeddings(tmp_path).load()
