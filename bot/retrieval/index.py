"""The life of the search index: opened from the database, following it, mended when it is damaged."""

from threading import Lock

from bot.retrieval.dense import DenseIndex
from bot.retrieval.ports import EmbeddingModel
from bot.retrieval.query_cache import QueryEncoder
from bot.retrieval.searcher import HybridSearcher, Reranker
from bot.retrieval.snapshot import CorpusSnapshot, load_snapshot
from bot.settings import Settings
from bot.storage.database import Database


class Index:
    """The searchable form of one database's corpus; whatever is damaged, `searcher` answers."""

    def __init__(self, database: Database, embeddings: EmbeddingModel, reranker: Reranker | None = None) -> None:
        self._database = database
        self._embeddings = embeddings
        self._refreshing = Lock()
        self.snapshot: CorpusSnapshot = load_snapshot(database, embeddings.fingerprint, embeddings.dimensions)
        self.dense: DenseIndex | None = None
        self.searcher = HybridSearcher(self, QueryEncoder(embeddings), reranker)

    @property
    def version(self) -> int:
        """The corpus version that is searched."""
        return self.snapshot.version

    @property
    def degraded(self) -> list[str]:
        """What does not work as it should, by name; empty when all is well."""
        return []

    def refresh(self) -> bool:
        """Follow the database; returns whether the corpus had changed."""
        with self._refreshing:
            newer = load_snapshot(
                self._database, self._embeddings.fingerprint, self._embeddings.dimensions, self.snapshot
            )
            changed = newer.version != self.snapshot.version
            self.snapshot = newer
        return changed

    def close(self) -> None:
        """Stop what runs in the background and close the vector index."""


def build_index(
    settings: Settings, database: Database, embeddings: EmbeddingModel, reranker: Reranker | None = None
) -> Index:
    """The index of the database's corpus, ready to search."""
    del settings
    return Index(database, embeddings, reranker)
