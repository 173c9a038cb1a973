"""What the rest of the project asks of an embedding model."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class PassageEmbeddings(Protocol):
    """A LangChain `Embeddings` that also gives matrices and names the model behind them."""

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Names the model; vectors of another name must not be compared with these."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The unit vectors of passages, in their order."""
        ...

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages as (n, dimensions) float32, unit rows."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of questions as (n, dimensions) float32, unit rows."""
        ...
