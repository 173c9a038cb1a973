"""Fresh databases for tests: SQLite always, PostgreSQL where `TEST_POSTGRES_URL` names one."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.settings import Settings

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
KINDS = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(not POSTGRES, reason="TEST_POSTGRES_URL is not set")),
]


@contextmanager
def fresh_settings(kind: str, folder: Path) -> Iterator[Settings]:
    """Settings of an empty database of that kind; in PostgreSQL a schema of its own, dropped in the end."""
    if kind == "sqlite":
        yield Settings(data_dir=folder)
        return
    schema = f"test_{uuid.uuid4().hex}"
    owner = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    joiner = "&" if "?" in POSTGRES else "?"
    try:
        yield Settings(data_dir=folder, database_url=f"{POSTGRES}{joiner}options=-csearch_path%3D{schema}")
    finally:
        with owner.connect() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        owner.dispose()
