"""The life of the search index: opened from the database, following it, mended when it is damaged."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread

import structlog

from bot.retrieval.backfill import embed_missing
from bot.retrieval.blas import multiply_on_one_core
from bot.retrieval.chroma.keeper import ChromaKeeper
from bot.retrieval.dense import DenseIndex
from bot.retrieval.memory import give_back_memory
from bot.retrieval.ports import EmbeddingModel
from bot.retrieval.query_cache import QueryEncoder
from bot.retrieval.reranking import Reranker, make_reranker
from bot.retrieval.searcher import HybridSearcher
from bot.retrieval.snapshot import CorpusSnapshot, load_snapshot
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.policies import corpus_version
from corpus.errors import ModelUnavailableError, StorageError

_log = structlog.get_logger(__name__)
POLL_S = 2.0
FOLDER = "index"
_WARM_UP = "补贴"
"""Embedded at the start, so that the model is loaded before the first question."""


class Index:
    """The searchable form of one database's corpus; whatever is damaged, `searcher` answers.

    `encoder` remembers the vectors of recent questions, for whoever else needs them. Until `start`, and in a command
    that runs once, vectors are compared one by one and nothing is written. After it, two threads follow the database
    and keep the vector index; `close` ends them.
    """

    def __init__(
        self, database: Database, embeddings: EmbeddingModel, folder: Path, reranker: Reranker | None = None
    ) -> None:
        multiply_on_one_core()
        self._database = database
        self._embeddings = embeddings
        self._folder = folder
        self._refreshing = Lock()
        self._stop = Event()
        self._threads: list[Thread] = []
        self._keeper: ChromaKeeper | None = None
        self.snapshot: CorpusSnapshot = load_snapshot(database, embeddings.fingerprint, embeddings.dimensions)
        give_back_memory()
        self.dense: DenseIndex | None = None
        self.encoder = QueryEncoder(embeddings)
        self.searcher = HybridSearcher(self, self.encoder, reranker, self._report_failure)

    @property
    def version(self) -> int:
        """The corpus version that is searched."""
        return self.snapshot.version

    @property
    def degraded(self) -> list[str]:
        """What does not work as it should, by name; empty when all is well.

        `vector_index`: it is being tried out or built, and vectors are compared one by one meanwhile. `vectors`: some
        passages have none yet and are found by words alone. `embedding_model`: all are found by words alone.
        """
        found = []
        if self._keeper is not None and self.dense is None and self.snapshot.keys_with_vectors:
            found.append("vector_index")
        if not self.snapshot.has_vector.all():
            found.append("vectors")
        if self.searcher.is_without_model:
            found.append("embedding_model")
        return found

    def start(self) -> None:
        """Follow the database and keep the vector index from now on; the caller owns the data folder."""
        if self._threads:
            return
        self._keeper = ChromaKeeper(self._folder, self._embeddings.fingerprint, self._use)
        self._threads = [
            Thread(target=self._repeat, args=(self._follow,), name="index-follower", daemon=True),
            Thread(target=self._repeat, args=(self._keep,), name="index-keeper", daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.encoder.prepare([_WARM_UP])

    def refresh(self) -> bool:
        """Follow the database at once; returns whether anything that is searched has changed.

        Raises:
            StorageError: The database cannot be read; what is in memory goes on being searched.
        """
        with self._refreshing:
            with self._database.read() as connection:
                is_same = corpus_version(connection) == self.snapshot.version
            if is_same and self.snapshot.has_vector.all():
                return False
            self._load()
            return True

    def close(self) -> None:
        """End what runs in the background and close the vector index."""
        self._stop.set()
        self.encoder.close()
        if self._keeper is not None:
            self._keeper.stop()
        for thread in self._threads:
            thread.join(timeout=5)
        if self._keeper is not None:
            self._keeper.close()

    def _load(self) -> None:
        fingerprint, dimensions = self._embeddings.fingerprint, self._embeddings.dimensions
        self.snapshot = load_snapshot(self._database, fingerprint, dimensions, self.snapshot)
        give_back_memory()

    def _follow(self) -> None:
        self.refresh()
        if not self.snapshot.has_vector.all():
            embed_missing(self._database, self._embeddings, self.snapshot, self._stop)
            self.refresh()

    def _keep(self) -> None:
        if self._keeper is not None:
            self._keeper.step(self.snapshot)

    def _repeat(self, step: Callable[[], None]) -> None:
        while not self._stop.is_set():
            try:
                step()
            except (StorageError, ModelUnavailableError, OSError) as error:
                _log.warning("index_step_failed", step=step.__name__, kind=type(error).__name__)
            except Exception:  # noqa: BLE001 - the boundary of a background thread: it must live as long as the server
                _log.exception("index_step_failed", step=step.__name__)
            self._stop.wait(POLL_S)

    def _use(self, dense: DenseIndex | None) -> None:
        self.dense = dense

    def _report_failure(self) -> None:
        self.dense = None
        if self._keeper is not None:
            self._keeper.report_failure()


def build_index(settings: Settings, database: Database, embeddings: EmbeddingModel) -> Index:
    """The index of the database's corpus, ready to search; `start` it where a process serves for long.

    Raises:
        ModelUnavailableError: The reranker of the settings cannot be loaded.
    """
    return Index(database, embeddings, settings.data_dir / FOLDER, make_reranker(settings))
