"""The vectors of recent questions, and of those that will be wanted in a moment."""

import os
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.ports import EmbeddingModel

CAPACITY = 2048


class QueryEncoder:
    """Embeds questions; the most recent ones are remembered, 1.5 KB each. Safe for use by many threads."""

    def __init__(self, embeddings: EmbeddingModel, capacity: int = CAPACITY) -> None:
        self._embeddings = embeddings
        self._capacity = capacity
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._underway: dict[str, Future[NDArray[np.float32]]] = {}
        self._pool = ThreadPoolExecutor(len(os.sched_getaffinity(0)), "question-encoder")
        self._lock = Lock()
        self._is_closed = False

    def encode(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question.

        Raises:
            ModelUnavailableError: The model cannot be used.
        """
        with self._lock:
            vector = self._known.get(text)
            if vector is not None:
                self._known.move_to_end(text)
                return vector
            underway = self._underway.get(text)
        return self._embed(text) if underway is None else underway.result()

    def prepare(self, texts: Iterable[str]) -> None:
        """Begin with questions that will be encoded soon; nothing is raised here, `encode` tells what failed.

        Each is embedded by itself: in a batch with others its vector would come out rounded otherwise.
        """
        with self._lock:
            for text in () if self._is_closed else texts:
                if text not in self._known and text not in self._underway:
                    self._underway[text] = self._pool.submit(self._embed, text)

    def close(self) -> None:
        """End the threads; what was begun is finished, and nothing more is begun ahead."""
        with self._lock:
            self._is_closed = True
        self._pool.shutdown()

    def _embed(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] | None = None
        try:
            vector = np.asarray(self._embeddings.embed_query(text), dtype=np.float32)
        finally:
            with self._lock:
                self._underway.pop(text, None)
                if vector is not None:
                    self._known[text] = vector
                while len(self._known) > self._capacity:
                    self._known.popitem(last=False)
        return vector
