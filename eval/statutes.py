"""A public retrieval benchmark (`corpus.jsonl`, `queries.jsonl`, `qrels.tsv`) over the product's own search."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.dense import DenseIndex, best, nearest_rows
from bot.retrieval.embedded_text import embedded_text
from bot.retrieval.ports import EmbeddingModel
from bot.retrieval.query_cache import QueryEncoder
from bot.retrieval.searcher import HybridSearcher
from bot.retrieval.snapshot import Block, CorpusSnapshot
from bot.storage.policies import HeldPolicy
from corpus.errors import DataError
from corpus.models import Passage, PolicyMetadata
from eval.ranking import Qrels
from eval.run import StartProgress

DEPTH = 100
_BATCH = 128
_NAME = "statutes"


@dataclass(frozen=True)
class Statutes:
    """The benchmark as read."""

    passages: tuple[Passage, ...]
    queries: dict[str, str]
    qrels: Qrels


@dataclass(frozen=True)
class _Sources:
    snapshot: CorpusSnapshot
    dense: DenseIndex | None = None


def read_statutes(folder: Path) -> Statutes:
    """The benchmark in `folder`.

    Raises:
        DataError: A file is missing or not of the form.
    """
    try:
        corpus = [json.loads(line) for line in _lines(folder / "corpus.jsonl")]
        queries = {str(row["id"]): str(row["text"]) for row in map(json.loads, _lines(folder / "queries.jsonl"))}
        qrels: Qrels = {}
        for line in _lines(folder / "qrels.tsv"):
            query, document, relevance = line.split("\t")
            if relevance.lstrip("-").isdigit():
                qrels.setdefault(query, {})[document] = int(relevance)
        passages = tuple(_passage(row) for row in corpus)
    except (OSError, ValueError, KeyError):
        raise DataError(
            "检索评测的数据读不了：目录中要有 corpus.jsonl、queries.jsonl、qrels.tsv，格式与 STARD 样例相同。"
        ) from None
    return Statutes(passages, {query: text for query, text in queries.items() if query in qrels}, qrels)


def build_snapshot(
    statutes: Statutes, embeddings: EmbeddingModel, cache: Path, start_progress: StartProgress
) -> CorpusSnapshot:
    """The benchmark's texts as the product's search sees its own; their vectors are kept under `cache`."""
    vectors = _vectors(statutes, embeddings, cache, start_progress)
    block = Block(_NAME, statutes.passages, tuple(passage.id for passage in statutes.passages), vectors)
    return CorpusSnapshot(1, [_held(len(statutes.passages))], {_NAME: block}, embeddings.dimensions)


def rank_statutes(
    snapshot: CorpusSnapshot, embeddings: EmbeddingModel, queries: dict[str, str]
) -> dict[str, dict[str, list[str]]]:
    """The best passages by words, by meaning and by both: method → query → identifiers."""
    encoder = QueryEncoder(embeddings)
    searcher = HybridSearcher(_Sources(snapshot), encoder)
    every = np.arange(len(snapshot))
    ranked: dict[str, dict[str, list[str]]] = {"lexical": {}, "dense": {}, "fused": {}}
    for query, text in queries.items():
        scores, _ = snapshot.lexical.scores(text)
        ranked["lexical"][query] = _ids(snapshot, best(scores, DEPTH))
        ranked["dense"][query] = _ids(snapshot, nearest_rows(snapshot, encoder.encode(text), DEPTH, every))
        ranked["fused"][query] = [hit.passage.id for hit in searcher.search(text, DEPTH)]
    return ranked


def _vectors(
    statutes: Statutes, embeddings: EmbeddingModel, cache: Path, start_progress: StartProgress
) -> NDArray[np.float32]:
    texts = [embedded_text(passage) for passage in statutes.passages]
    key = hashlib.sha256("\0".join([embeddings.fingerprint, *texts]).encode("utf-8", "replace")).hexdigest()
    path = cache / f"{key[:24]}.npy"
    if path.exists():
        return np.asarray(np.load(path), dtype=np.float32)
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    vectors = np.zeros((len(texts), embeddings.dimensions), dtype=np.float32)
    tick = start_progress("向量", -(-len(texts) // _BATCH))
    for start in range(0, len(order), _BATCH):
        rows = order[start : start + _BATCH]
        vectors[rows] = embeddings.embed_matrix([texts[row] for row in rows])
        tick()
    cache.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors)
    return vectors


def _passage(row: dict[str, object]) -> Passage:
    title = str(row.get("title", ""))
    return Passage(str(row["id"]), _NAME, str(row["id"]), title, "", "", str(row["text"]), title)


def _held(count: int) -> HeldPolicy:
    return HeldPolicy(
        id=_NAME,
        title=_NAME,
        metadata=PolicyMetadata(title=_NAME),
        version=1,
        supersedes=None,
        superseded_by=None,
        is_draft=False,
        is_bundled=False,
        passage_count=count,
        source_name="",
        ingested_at=datetime(2025, 1, 1, tzinfo=UTC),
        revision=_NAME,
        begins_on=None,
        ends_on=None,
        superseded_from=None,
    )


def _ids(snapshot: CorpusSnapshot, rows: NDArray[np.int64]) -> list[str]:
    return [snapshot.passages[row].id for row in rows.tolist()]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
