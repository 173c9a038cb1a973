"""Vectors by what was embedded: a text embedded once is never embedded again by the same model."""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.tables import Base, ModelRow, PassageRow, VectorRow

STORED = np.dtype("<f2")
"""Half precision: unit rows keep every cosine to 1e-4, in half the space."""
_BATCH = 500
"""Parameters of one statement; SQLite of old builds takes no more than 999."""


def content_key(embedded_text: str) -> str:
    """The name of the vector of that text: 128 bits in hexadecimal."""
    return hashlib.blake2b(embedded_text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def forget_vectors_of(connection: Connection, policy_id: str) -> None:
    """Delete the vectors, of every model, that the passages of this policy use and those of no other do."""
    own = select(PassageRow.content_key).where(PassageRow.policy_id == policy_id)
    others = select(PassageRow.content_key).where(PassageRow.policy_id != policy_id)
    gone = delete(VectorRow).where(VectorRow.content_key.in_(own), VectorRow.content_key.not_in(others))
    connection.execute(gone)


class VectorStore:
    """The vectors of one embedding model, through the caller's connection."""

    def __init__(self, connection: Connection, fingerprint: str) -> None:
        self._connection = connection
        self._fingerprint = fingerprint

    def missing(self, keys: Sequence[str]) -> list[str]:
        """Those keys, once each and in order, that have no vector yet."""
        wanted = list(dict.fromkeys(keys))
        model = self._model()
        held: set[str] = set()
        for start in range(0, len(wanted) if model is not None else 0, _BATCH):
            part = wanted[start : start + _BATCH]
            query = select(VectorRow.content_key).where(VectorRow.model_id == model, VectorRow.content_key.in_(part))
            held.update(self._connection.execute(query).scalars())
        return [key for key in wanted if key not in held]

    def put(self, keys: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store one row of `vectors` (unit length) under each key; keys already held are left as they are."""
        model = self._model() or self._add_model()
        halves = vectors.astype(STORED)
        rows = {
            key: {"model_id": model, "content_key": key, "vector": row.tobytes()}
            for key, row in zip(keys, halves, strict=True)
        }
        if rows:
            self._insert_new(VectorRow, list(rows.values()))

    def of_policies(self, policy_ids: Sequence[str] | None = None) -> dict[str, bytes]:
        """Vectors of the passages of these policies (all: None) by content key; those not yet computed are absent."""
        query = select(VectorRow.content_key, VectorRow.vector).where(VectorRow.model_id == self._model())
        if policy_ids is None:
            return dict(self._connection.execute(query).all())
        found: dict[str, bytes] = {}
        for start in range(0, len(policy_ids), _BATCH):
            part = policy_ids[start : start + _BATCH]
            keys = select(PassageRow.content_key).where(PassageRow.policy_id.in_(part))
            found.update(self._connection.execute(query.where(VectorRow.content_key.in_(keys))).all())
        return found

    def _add_model(self) -> int:
        self._insert_new(ModelRow, [{"fingerprint": self._fingerprint}])
        return int(self._connection.execute(select(ModelRow.id).where(self._is_model())).scalar_one())

    def _insert_new(self, table: type[Base], rows: list[dict[str, Any]]) -> None:
        """Insert those rows whose key is not there yet: another replica may be storing the same."""
        is_postgresql = self._connection.dialect.name == "postgresql"
        insert = (postgresql.insert if is_postgresql else sqlite.insert)(table)
        self._connection.execute(insert.on_conflict_do_nothing(), rows)

    def _is_model(self) -> ColumnElement[bool]:
        return ModelRow.fingerprint == self._fingerprint

    def _model(self) -> int | None:
        query = select(ModelRow.id).where(self._is_model())
        return self._connection.execute(query).scalar_one_or_none()
