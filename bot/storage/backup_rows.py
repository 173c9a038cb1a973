"""Tables as lines of JSON and back: the same text from SQLite and from PostgreSQL, so a backup restores to either."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, LargeBinary, MetaData, Table, delete, func, insert, select
from sqlalchemy.types import TypeEngine

SKIPPED = frozenset({"alembic_version", "request_counts"})
"""The schema is named by the manifest; request counts last a minute."""
_BATCH = 500


def tables_of(connection: Connection) -> list[Table]:
    """All tables that a backup holds, those that others point to first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name not in SKIPPED]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The table's rows by primary key, one JSON object a line."""
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=_BATCH)
    for row in connection.execute(query).mappings():
        fields = {column.name: _encode(row[column.name]) for column in table.columns}
        yield json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def digest_of(lines: Iterable[bytes]) -> tuple[int, str]:
    """How many lines there are, and the SHA-256 over them."""
    digest = hashlib.sha256()
    count = 0
    for line in lines:
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def clear(connection: Connection, tables: Iterable[Table]) -> None:
    """Empty the tables, those that point to others first."""
    for table in reversed(list(tables)):
        connection.execute(delete(table))


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> None:
    """Insert the rows of these lines."""
    batch: list[dict[str, Any]] = []
    for line in lines:
        fields = json.loads(line)
        batch.append({name: _decode(value, table.c[name].type) for name, value in fields.items()})
        if len(batch) == _BATCH:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    if connection.dialect.name == "postgresql":
        _advance_sequences(connection, table)


def _advance_sequences(connection: Connection, table: Table) -> None:
    """Let the numbers that PostgreSQL gives out itself go on after those restored."""
    for column in table.primary_key:
        if isinstance(column.type, Integer):
            sequence = select(func.pg_get_serial_sequence(table.name, column.name)).scalar_subquery()
            connection.execute(select(func.setval(sequence, func.max(column))).select_from(table))


def _encode(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime):
        zoned = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return zoned.isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _decode(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    try:
        wanted = kind.python_type
    except NotImplementedError:
        return value
    if wanted in (datetime, date) and isinstance(value, str):
        return wanted.fromisoformat(value)
    return value
