"""Keys of other systems: shown once, kept by hash, limited to scopes."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import insert, select, update

from bot.staff.audit import note
from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.staff_tables import ApiKeyRow
from corpus.errors import NotFoundError

Scope = Literal["read", "ask", "ingest"]
PREFIX = "pak_"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key without its secret."""

    id: int
    name: str
    scopes: tuple[Scope, ...]
    created_by: str
    created_at: datetime
    revoked_at: datetime | None


class ApiKeys:
    """The keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, scopes: Sequence[Scope], actor: str) -> tuple[ApiKey, str]:
        """A new key and its secret, which is not kept and cannot be shown again."""
        secret = PREFIX + secrets.token_urlsafe(32)
        values = {"name": name, "key_hash": _digest(secret), "scopes": " ".join(sorted(set(scopes)))}
        with self._database.write() as connection:
            made = insert(ApiKeyRow).values(**values, created_by=actor, created_at=datetime.now(UTC))
            row = connection.execute(made.returning(*_COLUMNS)).one()
            note(connection, actor, "key.create", f"key:{row.id}", f"{name} {values['scopes']}")
        return _key_of(row), secret

    def keys(self) -> Sequence[ApiKey]:
        """All keys, the revoked ones too, newest first."""
        with self._database.read() as connection:
            return [_key_of(row) for row in connection.execute(select(*_COLUMNS).order_by(ApiKeyRow.id.desc()))]

    def revoke(self, key_id: int, actor: str) -> None:
        """Make a key useless at once.

        Raises:
            NotFoundError: There is no such key in use.
        """
        held = update(ApiKeyRow).where(ApiKeyRow.id == key_id, ApiKeyRow.revoked_at.is_(None))
        with self._database.write() as connection:
            if not connection.execute(held.values(revoked_at=datetime.now(UTC))).rowcount:
                raise NotFoundError("没有这个密钥，或已经停用。")
            note(connection, actor, "key.revoke", f"key:{key_id}")

    def find(self, secret: str) -> ApiKey | None:
        """The key in use with that secret."""
        query = select(*_COLUMNS).where(ApiKeyRow.key_hash == _digest(secret), ApiKeyRow.revoked_at.is_(None))
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return _key_of(row) if row else None


_COLUMNS = (
    ApiKeyRow.id,
    ApiKeyRow.name,
    ApiKeyRow.scopes,
    ApiKeyRow.created_by,
    ApiKeyRow.created_at,
    ApiKeyRow.revoked_at,
)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _key_of(row: Any) -> ApiKey:
    scopes = cast(tuple[Scope, ...], tuple(row.scopes.split()))
    revoked = in_utc(row.revoked_at) if row.revoked_at else None
    return ApiKey(row.id, row.name, scopes, row.created_by, in_utc(row.created_at), revoked)
