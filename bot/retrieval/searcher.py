"""The search of the corpus: both rankings propose, one score decides."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.retrieval.dense import DenseIndex, best, nearest_rows
from bot.retrieval.fusion import Evidence, fuse
from bot.retrieval.models import Hit, Scope
from bot.retrieval.query_cache import QueryEncoder
from bot.retrieval.reranking import Reranker
from bot.retrieval.snapshot import CorpusSnapshot
from corpus.errors import IndexUnavailableError, ModelUnavailableError

_log = structlog.get_logger(__name__)
CANDIDATES = 100
"""How many passages each ranking proposes; R@100 of either is past .8 on statutes."""
RERANKED = 30
"""How many of the best a reranker looks at: each costs it some 30 ms on a processor core."""
MAX_QUERY = 1_000
SMALL = 2_000
"""So few passages are compared with one by one: that takes a tenth of the time that asking an index does."""


class Sources(Protocol):
    """What a search reads; each may be replaced between two searches."""

    @property
    def snapshot(self) -> CorpusSnapshot:
        """The corpus."""
        ...

    @property
    def dense(self) -> DenseIndex | None:
        """The vector index; None while there is none."""
        ...


class HybridSearcher:
    """Ranks passages by meaning and by words together. Safe for use by many threads."""

    def __init__(
        self,
        sources: Sources,
        encoder: QueryEncoder,
        reranker: Reranker | None = None,
        on_index_failure: Callable[[], None] = lambda: None,
    ) -> None:
        self._sources = sources
        self._encoder = encoder
        self._reranker = reranker
        self._on_index_failure = on_index_failure
        self.is_without_model = False

    def search(self, query: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        """The k best passages, best first. Never raises for any text; empty where nothing is held.

        A scope of one policy is searched as if nothing else were held, so that its scores do not change with the
        texts beside it.
        """
        query = query.strip()[:MAX_QUERY]
        snapshot = _within(self._sources.snapshot, scope)
        if not query or not len(snapshot) or k < 1:
            return []
        allowed = snapshot.allowed(scope)
        lexical, ceiling = snapshot.lexical.scores(query)
        depth = max(k, CANDIDATES)
        proposed = [_best_allowed(lexical, allowed, depth)]
        vector = self._encode(query)
        if vector is not None:
            proposed.append(self._nearest(snapshot, vector, depth, allowed))
        rows = np.unique(np.concatenate(proposed))
        evidence = _weigh(snapshot, rows, vector, lexical, ceiling)
        if self._reranker is None:
            return _hits(snapshot, rows, evidence, k)
        return _reranked(self._reranker, query, _hits(snapshot, rows, evidence, max(k, RERANKED)))[:k]

    def _encode(self, query: str) -> NDArray[np.float32] | None:
        try:
            vector = self._encoder.encode(query)
        except ModelUnavailableError:
            _log.warning("embedding_unavailable")
            self.is_without_model = True
            return None
        self.is_without_model = False
        return vector

    def _nearest(
        self, snapshot: CorpusSnapshot, query: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None
    ) -> NDArray[np.int64]:
        """Rows of the nearest passages: from the index, plus what it does not hold yet; exact where there is none."""
        rows = None if allowed is None else np.flatnonzero(allowed)
        index = self._sources.dense if snapshot is self._sources.snapshot else None
        if index is None or (len(snapshot) if rows is None else len(rows)) <= SMALL:
            return nearest_rows(snapshot, query, k, rows)
        try:
            keys = index.nearest(query, k if rows is None else _widened(k, len(rows), len(snapshot)))
        except IndexUnavailableError:
            self._on_index_failure()
            return nearest_rows(snapshot, query, k, rows)
        found = [row for key in keys for row in snapshot.rows_of_key.get(key, ())]
        newer = snapshot.rows_without(index.keys)
        both = np.unique(np.concatenate([np.array(found, dtype=np.int64), nearest_rows(snapshot, query, k, newer)]))
        return both if allowed is None else both[allowed[both]]


def _within(snapshot: CorpusSnapshot, scope: Scope | None) -> CorpusSnapshot:
    """The one policy that the scope names, by itself; the whole corpus for any other scope, and for a huge policy."""
    named = scope.policy_ids if scope else None
    if named is None or len(named) != 1:
        return snapshot
    block = snapshot.blocks.get(named[0])
    return snapshot if block is None or len(block.passages) > SMALL else snapshot.alone(named[0])


def _widened(k: int, allowed: int, total: int) -> int:
    """How many to ask of an index for k of them to be inside the scope, were the scope spread evenly."""
    return min(total, int(1.2 * k * total / max(allowed, 1)))


def _best_allowed(scores: NDArray[np.float32], allowed: NDArray[np.bool_] | None, k: int) -> NDArray[np.int64]:
    if allowed is not None:
        scores = np.where(allowed, scores, np.float32(0))
    places = best(scores, k)
    return places[scores[places] > 0]


def _weigh(
    snapshot: CorpusSnapshot,
    rows: NDArray[np.int64],
    query: NDArray[np.float32] | None,
    lexical: NDArray[np.float32],
    ceiling: float,
) -> Evidence:
    if query is None:
        none = np.zeros(len(rows), dtype=np.float32)
        return Evidence(none, none.astype(bool), lexical[rows], ceiling, 0.0)
    mean = float(snapshot.mean_vector @ query)
    return Evidence(snapshot.cosines(rows, query), snapshot.has_vector[rows], lexical[rows], ceiling, mean)


def _hits(snapshot: CorpusSnapshot, rows: NDArray[np.int64], evidence: Evidence, k: int) -> list[Hit]:
    fused = fuse(evidence)
    places = best(fused, k)
    columns = (rows, fused, evidence.cosines, evidence.has_vector, evidence.lexical)
    return [
        Hit(snapshot.passages[row], score, cosine if has_vector else None, lexical)
        for row, score, cosine, has_vector, lexical in zip(*(c[places].tolist() for c in columns), strict=True)
    ]


def _reranked(reranker: Reranker, query: str, hits: list[Hit]) -> list[Hit]:
    """The first hits in the reranker's order. The fused scores are dealt out anew, best first.

    A reranker changes which passage is best, not how sure we are that any fits: its own scale is another for every
    model.
    """
    first, rest = hits[:RERANKED], hits[RERANKED:]
    scores = reranker.rerank(query, [f"{hit.passage.heading} {hit.passage.text}" for hit in first])
    order = sorted(range(len(first)), key=lambda place: -scores[place])
    return [first[place]._replace(score=hit.score) for place, hit in zip(order, first, strict=True)] + rest
