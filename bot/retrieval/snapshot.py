"""The corpus in memory as retrieval needs it: passages, their vectors, and what limits a search."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from bot.retrieval.lexical import LexicalIndex
from bot.retrieval.memory import without_collecting
from bot.retrieval.models import Scope
from bot.storage.database import Database
from bot.storage.policies import HeldPolicy, corpus_version, list_held
from bot.storage.tables import PassageRow
from bot.storage.vectors import STORED, VectorStore
from corpus.models import Passage

_BATCH = 500
_ROWS = 5_000
_REMEMBERED_SCOPES = 256
_REMEMBERED_ALONE = 16


@dataclass(frozen=True)
class Block:
    """One policy's passages with their vectors, (n, dimensions); a row of zeros has none yet."""

    revision: str
    passages: tuple[Passage, ...]
    keys: tuple[str, ...]
    vectors: NDArray[np.float32]


class CorpusSnapshot:
    """The corpus at one version. Immutable: a change makes a new snapshot, which shares what has not changed."""

    def __init__(self, version: int, policies: Iterable[HeldPolicy], blocks: Mapping[str, Block], dimensions: int):
        self.version = version
        self.policies = tuple(policy for policy in policies if policy.id in blocks)
        ordered = [blocks[policy.id] for policy in self.policies]
        self.passages = [passage for block in ordered for passage in block.passages]
        self.keys = [key for block in ordered for key in block.keys]
        empty = np.zeros((0, dimensions), dtype=np.float32)
        self.vectors: NDArray[np.float32] = np.concatenate([empty, *(block.vectors for block in ordered)])
        sizes = [len(block.passages) for block in ordered]
        parts = np.split(self.vectors, np.cumsum(sizes)[:-1]) if ordered else []
        self.blocks = {
            policy.id: replace(block, vectors=part)  # a view, so that the vectors are in memory once
            for policy, block, part in zip(self.policies, ordered, parts, strict=True)
        }
        self._allowed: dict[Scope, NDArray[np.bool_] | None] = {}
        self._alone: dict[str, CorpusSnapshot] = {}
        self._without: tuple[frozenset[str], NDArray[np.int64]] | None = None
        self._policy_of = np.repeat(np.arange(len(ordered)), sizes)
        self.lexical = LexicalIndex([f"{passage.context}\n{passage.text}" for passage in self.passages])

    def __len__(self) -> int:
        return len(self.passages)

    @cached_property
    def has_vector(self) -> NDArray[np.bool_]:
        """Which passages have a vector, `(n,)`."""
        return np.asarray(self.vectors.any(axis=1))

    @cached_property
    def rows_of_key(self) -> dict[str, list[int]]:
        """The passages of each vector: the same sentence in the same context may stand in two policies."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, key in enumerate(self.keys):
            rows[key].append(row)
        return dict(rows)

    @cached_property
    def keys_with_vectors(self) -> frozenset[str]:
        """The keys of all vectors there are."""
        return frozenset(key for key, is_there in zip(self.keys, self.has_vector.tolist(), strict=True) if is_there)

    def unique_vectors(self) -> tuple[list[str], NDArray[np.float32]]:
        """Each key that has a vector once, with its vector."""
        keys = [key for key in self.rows_of_key if key in self.keys_with_vectors]
        return keys, self.vectors[[self.rows_of_key[key][0] for key in keys]]

    @cached_property
    def mean_vector(self) -> NDArray[np.float32]:
        """The mean of all vectors: its product with a question is the question's mean cosine."""
        rows = self.vectors[self.has_vector]
        mean = rows.mean(axis=0, dtype=np.float32) if len(rows) else np.zeros(self.vectors.shape[1])
        return np.asarray(mean, dtype=np.float32)

    def rows_without(self, keys: frozenset[str]) -> NDArray[np.int64]:
        """The passages whose vector is not among these keys; remembered for the keys asked last."""
        known = self._without
        if known is None or known[0] is not keys:
            rows = [row for key, places in self.rows_of_key.items() if key not in keys for row in places]
            known = self._without = (keys, np.array(sorted(rows), dtype=np.int64))
        return known[1]

    def allowed(self, scope: Scope | None) -> NDArray[np.bool_] | None:
        """Which passages a search may give, `(n,)`; None for all."""
        if scope is None or (scope.policy_ids is None and scope.region is None and scope.on is None):
            return None
        remembered = self._allowed
        if scope not in remembered:
            by_policy = np.array([_is_in_scope(policy, scope) for policy in self.policies], dtype=bool)
            allowed = None if by_policy.all() else by_policy[self._policy_of]
            # A new dictionary instead of a changed one: another thread may be reading.
            self._allowed = remembered = {
                **(remembered if len(remembered) < _REMEMBERED_SCOPES else {}),
                scope: allowed,
            }
        return remembered[scope]

    def alone(self, policy_id: str) -> "CorpusSnapshot":
        """That policy as if it alone were held: which of its words are rare does not depend on what lies beside it."""
        remembered = self._alone
        if policy_id not in remembered:
            held = [policy for policy in self.policies if policy.id == policy_id]
            made = CorpusSnapshot(self.version, held, self.blocks, self.vectors.shape[1])
            # A new dictionary instead of a changed one: another thread may be reading.
            kept = remembered if len(remembered) < _REMEMBERED_ALONE else {}
            self._alone = remembered = {**kept, policy_id: made}
        return remembered[policy_id]

    def cosines(self, rows: NDArray[np.int64], query: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of the query (unit length) with each of these passages; 0 where a passage has no vector."""
        if len(rows) * 4 > len(self):
            return np.asarray((self.vectors @ query)[rows])
        return self.vectors[rows] @ query


def _is_in_scope(policy: HeldPolicy, scope: Scope) -> bool:
    if scope.policy_ids is not None and policy.id not in scope.policy_ids:
        return False
    if scope.region is not None and policy.metadata.region not in {None, scope.region}:
        return False
    return scope.on is None or policy.force_on(scope.on) == "in_force"


def load_snapshot(
    database: Database, fingerprint: str, dimensions: int, earlier: CorpusSnapshot | None = None
) -> CorpusSnapshot:
    """The corpus as the database has it now; what `earlier` holds unchanged is not read again."""
    with without_collecting(), database.read() as connection:
        version = corpus_version(connection)
        policies = list_held(connection)
        known = {} if earlier is None else earlier.blocks
        kept = {p.id: known[p.id] for p in policies if p.id in known and _is_complete(known[p.id], p)}
        wanted = {policy.id: policy for policy in policies if policy.id not in kept}
        read = _read_blocks(connection, wanted, VectorStore(connection, fingerprint), dimensions)
    return CorpusSnapshot(version, policies, kept | read, dimensions)


def _is_complete(block: Block, policy: HeldPolicy) -> bool:
    return block.revision == policy.revision and bool(block.vectors.any(axis=1).all())


def _read_blocks(
    connection: Connection, policies: Mapping[str, HeldPolicy], store: VectorStore, dimensions: int
) -> dict[str, Block]:
    ids = list(policies)
    vectors = store.of_policies(ids if len(ids) <= _BATCH else None) if ids else {}
    passages: dict[str, list[Passage]] = {policy_id: [] for policy_id in ids}
    keys: dict[str, list[str]] = {policy_id: [] for policy_id in ids}
    for start in range(0, len(ids), _BATCH):
        for row in chain.from_iterable(connection.execute(_passages_of(ids[start : start + _BATCH])).partitions(_ROWS)):
            policy_id, key, passage_id, path, label, heading, text, context = row
            title = policies[policy_id].title
            passage = Passage(passage_id, policy_id, path, label, heading, title, text, context)
            passages[policy_id].append(passage)
            keys[policy_id].append(key)
    return {
        policy_id: Block(
            policies[policy_id].revision,
            tuple(passages[policy_id]),
            tuple(keys[policy_id]),
            _stack(keys[policy_id], vectors, dimensions),
        )
        for policy_id in ids
    }


def _passages_of(policy_ids: list[str]) -> Select[str, str, str, str, str, str, str, str]:
    columns = (
        PassageRow.policy_id, PassageRow.content_key, PassageRow.id, PassageRow.path, PassageRow.label,
        PassageRow.heading, PassageRow.text, PassageRow.context,
    )  # fmt: skip
    return (
        select(*columns).where(PassageRow.policy_id.in_(policy_ids)).order_by(PassageRow.policy_id, PassageRow.position)
    )


def _stack(keys: list[str], vectors: Mapping[str, bytes], dimensions: int) -> NDArray[np.float32]:
    none = bytes(dimensions * STORED.itemsize)
    joined = b"".join(vectors.get(key, none) for key in keys)
    return np.frombuffer(joined, dtype=STORED).reshape(len(keys), dimensions).astype(np.float32)
