"""Questions of one meaning brought together, once and for all: a group keeps its id, whatever comes later."""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from bot.staff.likeness import Likeness, Matter
from bot.storage.database import Database
from bot.storage.staff_tables import WordingRow
from corpus.errors import ModelUnavailableError

_AT_ONCE = 256
"""Wordings embedded for one look at the list; the others stand alone until the next one."""
_REMEMBERED = 5000
"""Readings of wordings kept from one look at the list to the next; it shows no more wordings than that."""
_LOCK = 7_201_934
"""The PostgreSQL advisory lock that lets one replica at a time form groups; any fixed number does."""


class Embeddings(Protocol):
    """What gives the vectors."""

    @property
    def fingerprint(self) -> str:
        """Names the model."""
        ...

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimensions) float32, unit rows."""
        ...


class Grouper:
    """Keeps for each wording its group and its vector in the database, so that every process sees the same groups."""

    def __init__(self, database: Database, embeddings: Embeddings, read: Callable[[str], Matter]) -> None:
        """`read` tells what a question is about."""
        self._database = database
        self._embeddings = embeddings
        self._read = read
        self._matters: dict[str, Matter] = {}

    def groups(self, texts: Mapping[str, str]) -> dict[str, str]:
        """The group's id of each wording; `texts` by their keys, oldest first.

        A wording without a vector, because there is no model or too much is new at once, is its own group for now.
        What is no longer among `texts` is forgotten.
        """
        self._matters = {key: matter for key, matter in self._matters.items() if key in texts}
        model = hashlib.blake2b(self._embeddings.fingerprint.encode(), digest_size=16).hexdigest()
        with self._database.read() as connection:
            held = _rows(connection)
        wanting = [key for key in texts if key not in held or held[key].model != model][:_AT_ONCE]
        vectors = self._embed({key: texts[key] for key in wanting})
        if vectors or held.keys() - texts.keys():
            held = self._place(texts, vectors, model)
        return {key: held[key].group_id if key in held else key for key in texts}

    def _embed(self, texts: Mapping[str, str]) -> dict[str, bytes]:
        if not texts:
            return {}
        try:
            rows = self._embeddings.embed_questions(list(texts.values()))
        except ModelUnavailableError:
            return {}
        return {key: np.asarray(row, np.float16).tobytes() for key, row in zip(texts, rows, strict=True)}

    def _place(self, texts: Mapping[str, str], vectors: Mapping[str, bytes], model: str) -> dict[str, Any]:
        with self._database.write() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            held = _rows(connection)
            _forget(connection, held.keys() - texts.keys())
            _renew(connection, {key: vectors[key] for key in vectors if key in held}, model)
            held = _rows(connection)
            known = [row for row in held.values() if row.model == model]
            new = [key for key in vectors if key not in held]
            if new:
                ids = self._ids(texts, known, {key: vectors[key] for key in new})
                rows = [
                    {"question_key": key, "group_id": ids[key], "model": model, "vector": vectors[key]} for key in new
                ]
                connection.execute(insert(WordingRow), rows)
            return _rows(connection)

    def _ids(self, texts: Mapping[str, str], known: Sequence[Any], new: Mapping[str, bytes]) -> dict[str, str]:
        """The groups of the new wordings: those of the known ones, or new ones."""
        keys = [*(row.question_key for row in known), *new]
        matters = {key: self._matters.get(key) or self._read(texts[key]) for key in keys}
        self._matters = dict(list(matters.items())[-_REMEMBERED:])
        stored = [*(row.vector for row in known), *new.values()]
        vectors = np.stack([np.frombuffer(vector, np.float16) for vector in stored]).astype(np.float32)
        ids = list(dict.fromkeys(row.group_id for row in known))
        numbers = {name: number for number, name in enumerate(ids)}
        likeness = Likeness(vectors, list(matters.values()))
        codes = likeness.groups([numbers[row.group_id] for row in known])
        ids += [secrets.token_hex(8) for _ in range(max(codes) + 1 - len(ids))]
        return {key: ids[code] for key, code in zip(keys, codes, strict=True)}


def _rows(connection: Connection) -> dict[str, Any]:
    return {row.question_key: row for row in connection.execute(select(WordingRow))}


def _forget(connection: Connection, keys: set[str]) -> None:
    gone = [{"gone": key} for key in keys]
    if gone:
        connection.execute(delete(WordingRow).where(WordingRow.question_key == bindparam("gone")), gone)


def _renew(connection: Connection, vectors: Mapping[str, bytes], model: str) -> None:
    """New vectors for wordings whose vector is of another model; they stay in their groups."""
    rows = [{"key": key, "vector_now": vector} for key, vector in vectors.items()]
    if rows:
        held = update(WordingRow).where(WordingRow.question_key == bindparam("key"))
        connection.execute(held.values(model=model, vector=bindparam("vector_now")), rows)
