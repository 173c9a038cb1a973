"""Bringing a database forward to the schema of this program. Alembic is imported only when there is work for it."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from corpus.errors import StorageError

FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})_\w+\.py")


@cache
def known_revisions() -> tuple[str, ...]:
    """The revisions of this program, oldest first; the last is its schema."""
    names = sorted(path.name for path in (FOLDER / "versions").iterdir())
    return tuple(match[1] for name in names if (match := _NAME.fullmatch(name)))


def is_current(connection: Connection) -> bool:
    """Whether the database has this program's schema already."""
    return _revision(connection) == known_revisions()[-1]


def bring_forward(connection: Connection, schema: str | None = None) -> None:
    """Migrate to this program's schema, or no further than `schema`, inside the caller's transaction.

    Raises:
        StorageError: The database was written by a newer version of the program.
    """
    held = _revision(connection)
    known = known_revisions()
    if held == known[-1]:
        return
    if held is not None and held not in known:
        raise StorageError("数据库由更新版本的程序写成，当前版本不能打开：请升级程序，或换一个数据目录。")
    if held is None or schema is None or known.index(held) < known.index(schema):
        _run_alembic(connection, schema or "head")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
    return None if row is None else str(row[0])


def _run_alembic(connection: Connection, target: str) -> None:
    from alembic import command  # noqa: PLC0415 - a third of a second that an up-to-date start must not pay
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
