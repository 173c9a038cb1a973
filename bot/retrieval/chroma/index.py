"""One build of Chroma, opened for searching."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.chroma.builds import CHROMA, Marker
from corpus.errors import IndexUnavailableError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


class ChromaIndex:
    """Nearest vectors from a build that was probed. Safe for use by many threads."""

    def __init__(self, client: "Client", collection: "Collection", keys: frozenset[str], marker: Marker) -> None:
        self._client = client
        self._collection = collection
        self._keys = keys
        self.marker = marker

    @classmethod
    def open(cls, folder: Path, keys: frozenset[str], marker: Marker) -> "ChromaIndex":
        """The build below that folder.

        Raises:
            IndexUnavailableError: Chroma cannot open it.
        """
        from bot.retrieval.chroma.client import open_client, open_collection  # noqa: PLC0415 - takes a second

        try:
            client = open_client(folder / CHROMA)
            return cls(client, open_collection(client), keys, marker)
        except Exception as error:  # the boundary to Chroma, whose errors have no common root
            raise IndexUnavailableError("向量索引打不开，正在重建。") from error

    @property
    def keys(self) -> frozenset[str]:
        """The keys that the build holds."""
        return self._keys

    def nearest(self, query: NDArray[np.float32], k: int) -> list[str]:
        """The keys of the k nearest vectors, nearest first.

        Raises:
            IndexUnavailableError: Chroma cannot answer, or gives fewer than it holds.
        """
        wanted = min(k, len(self._keys))
        try:
            found = self._collection.query(query_embeddings=query[None, :], n_results=wanted, include=[])["ids"][0]
        except Exception as error:  # the boundary to Chroma, whose errors have no common root
            raise IndexUnavailableError("向量索引读不出来，正在重建。") from error
        if len(found) != wanted:
            raise IndexUnavailableError("向量索引缺少内容，正在重建。")
        return found

    def close(self) -> None:
        """Let go of the build's files."""
        self._client.close()
