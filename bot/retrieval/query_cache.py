"""The vectors of recent questions."""

from collections import OrderedDict
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
        self._lock = Lock()

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
        vector = np.asarray(self._embeddings.embed_query(text), dtype=np.float32)
        with self._lock:
            self._known[text] = vector
            while len(self._known) > self._capacity:
                self._known.popitem(last=False)
        return vector
