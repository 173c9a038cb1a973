"""The default embedding: the assembled int8 graph, run by onnxruntime and tokenizers. torch is never imported."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from bot.retrieval.embedding import folder as place
from bot.retrieval.embedding.engine import Engine
from corpus.errors import ModelUnavailableError

DIMENSIONS = 384


class BundledEmbeddings(Embeddings):
    """multilingual-e5-small in int8, loaded at its first use; any number of threads may use it at once.

    Takes every Python string. Vectors have unit length.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Names the assembled folder; nothing is read yet. `threads` None means as many as the process has cores."""
        self._folder = folder
        self._threads = threads or len(os.sched_getaffinity(0))
        self._lock = threading.Lock()
        self._engine: Engine | None = None

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
        vector: list[float] = self._embed([text], "query: ")[0].tolist()
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
        return self._embed(texts, "passage: ")

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of questions as (n, 384) float32, unit rows; within rounding those of `embed_query`, in batches.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        return self._embed(texts, "query: ")

    def load(self) -> None:
        """Reads the model now instead of at the first use.

        Raises:
            ModelUnavailableError: The model is not assembled, or damaged.
        """
        self._loaded()

    def _embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        return self._loaded().embed(texts, prefix) if texts else np.empty((0, DIMENSIONS), np.float32)

    def _loaded(self) -> Engine:
        if self._engine is None:
            with self._lock:
                if self._engine is None:
                    self._engine = self._read()
        return self._engine

    def _read(self) -> Engine:
        if not place.is_assembled(self._folder):
            raise ModelUnavailableError("内置向量模型还没有装配好，请运行：python -m bot.retrieval.embedding.assemble")
        return Engine(self._folder / place.ONNX_TOKENIZER, self._folder / place.ONNX_MODEL, self._threads)
