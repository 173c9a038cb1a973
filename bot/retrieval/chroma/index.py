"""One build of Chroma, opened for searching."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.chroma.builds import CHROMA, SAMPLE, Marker
from corpus.errors import IndexUnavailableError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection


class ChromaIndex:
    """Nearest vectors from a build that was probed. Safe for use by many threads."""

    def __init__(self, folder: Path, client: "Client", keys: frozenset[str], marker: Marker) -> None:
        from bot.retrieval.chroma.client import open_collection  # noqa: PLC0415 - takes a second

        self._folder = folder
        self._client = client
        self._collection: Collection = open_collection(client)
        self._keys = keys
        self.marker = marker

    @classmethod
    def open(cls, folder: Path, keys: frozenset[str], marker: Marker) -> "ChromaIndex":
        """The build below that folder.

        Raises:
            IndexUnavailableError: Chroma cannot open it.
        """
        from bot.retrieval.chroma.client import open_client  # noqa: PLC0415 - takes a second

        try:
            return cls(folder, open_client(folder / CHROMA), keys, marker)
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

    def is_sound(self) -> bool:
        """Whether its files are there and it answers: few searches ask it where the corpus is small."""
        try:
            self.nearest(np.load(self._folder / SAMPLE, allow_pickle=False)[0], 1)
        except (OSError, ValueError, IndexUnavailableError):
            return False
        return (self._folder / CHROMA).is_dir()

    def close(self) -> None:
        """Let go of the build's files."""
        self._client.close()
