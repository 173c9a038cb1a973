"""What retrieval needs of an embedding model; `bot.retrieval.embedding` and any test double fulfil it."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class EmbeddingModel(Protocol):
    """Turns texts into unit vectors. `fingerprint` changes whenever the same text may give another vector."""

    @property
    def fingerprint(self) -> str:
        """The model's identity: vectors of two fingerprints are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages: (n, dimensions), unit rows."""
        ...
