"""The default embedding: the assembled int8 graph, run by onnxruntime and tokenizers. torch is never imported."""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.retrieval.embedding import folder as place
from bot.retrieval.embedding.tokenization import PAD
from corpus.errors import ModelUnavailableError

DIMENSIONS = 384
BATCH_ROWS = 16
BATCH_TOKENS = 2048
"""Rows times their longest: keeps the memory of a batch of long texts near that of a batch of usual ones."""
MAX_CHARACTERS = 16_384
"""More never reaches the first 512 tokens; without it a book would be tokenized to be thrown away."""


class BundledEmbeddings(Embeddings):
    """multilingual-e5-small in int8, loaded at its first use; any number of threads may use it at once.

    Takes every Python string. Vectors have unit length.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Names the assembled folder; nothing is read yet. `threads` None means as many as the process has cores."""
        self._folder = folder
        self._threads = threads or len(os.sched_getaffinity(0))
        self._lock = threading.Lock()
        self._engine: _Engine | None = None

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return DIMENSIONS

    @property
    def fingerprint(self) -> str:
        """Names the model; vectors of another name must not be compared with these."""
        return place.fingerprint()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        vector: list[float] = self._embed(["query: " + text[:MAX_CHARACTERS]])[0].tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, in their order.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        vectors: list[list[float]] = self.embed_matrix(texts).tolist()
        return vectors

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages as (n, 384) float32, unit rows.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        return self._embed(["passage: " + text[:MAX_CHARACTERS] for text in texts])

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of questions as (n, 384) float32, unit rows; the same as `embed_query` of each, in batches.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        return self._embed(["query: " + text[:MAX_CHARACTERS] for text in texts])

    def load(self) -> None:
        """Reads the model now instead of at the first use.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        self._loaded()

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        if texts:
            engine = self._loaded()
            tokens = [engine.tokenize(text) for text in texts]
            for rows in batches([len(ids) for ids in tokens]):
                vectors[rows] = engine.run([tokens[row] for row in rows])
        return vectors

    def _loaded(self) -> "_Engine":
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = _Engine(self._folder, self._threads)
        return self._engine


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers in batches, the longest first, so that rows of a batch need little padding."""
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    while order:
        size = max(1, min(BATCH_ROWS, BATCH_TOKENS // lengths[order[0]]))
        yield order[:size]
        order = order[size:]


class _Engine:
    """A loaded tokenizer and graph."""

    def __init__(self, folder: Path, threads: int) -> None:
        if not place.is_assembled(folder):
            raise ModelUnavailableError("内置向量模型还没有装配好，请运行：python -m bot.retrieval.embedding.assemble")
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / place.ONNX_TOKENIZER))
            self._session = onnxruntime.InferenceSession(
                str(folder / place.ONNX_MODEL), _options(threads), providers=["CPUExecutionProvider"]
            )
        except Exception:  # noqa: BLE001 - both libraries raise their own bare Exception for a damaged file
            raise ModelUnavailableError(
                "内置向量模型的文件已损坏，请重新装配：python -m bot.retrieval.embedding.assemble"
            ) from None

    def tokenize(self, text: str) -> list[int]:
        """The ids of any string; half a surrogate pair, which UTF-8 cannot hold, counts as an unknown character."""
        whole = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        ids: list[int] = self._tokenizer.encode(whole).ids
        return ids

    def run(self, rows: list[list[int]]) -> NDArray[np.float32]:
        """The unit vectors of tokenized texts."""
        longest = max(len(ids) for ids in rows)
        tokens = np.full((len(rows), longest), PAD, np.int64)
        mask = np.zeros((len(rows), longest), np.int64)
        for row, ids in enumerate(rows):
            tokens[row, : len(ids)] = ids
            mask[row, : len(ids)] = 1
        outputs = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})
        return np.asarray(outputs[0], dtype=np.float32)


def _options(threads: int) -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The graph is written as it runs best; the fusions that onnxruntime would add make it slower (docs/adr/0003).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    # The arena keeps the largest batch's memory for good; without it the speed is the same (docs/adr/0003).
    options.enable_cpu_mem_arena = False
    options.enable_mem_pattern = False
    # A spinning thread takes the core that the next request needs.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options
