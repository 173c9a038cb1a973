"""The database: SQLite under the data folder, or one named by its address; always at this program's schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError, OperationalError

from bot.settings import Settings
from bot.storage.locking import prepare_folder
from bot.storage.migrate import bring_forward, is_current
from corpus.errors import SettingsError, StorageError

FILE_NAME = "policy.db"
BUSY_TIMEOUT_MS = 10_000
_MIGRATION_LOCK = 7_201_933
"""The PostgreSQL advisory lock that lets one replica at a time migrate; any fixed number does."""


class Database:
    """Short transactions on one database. Reads see one consistent state; a write is all or nothing."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection inside a transaction that only reads.

        Raises:
            StorageError: The database cannot be used.
        """
        engine = self._engine
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with _translated(), engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection inside a transaction that is committed on leaving, or rolled back on an error.

        Raises:
            StorageError: The database cannot be used; nothing was written.
        """
        engine = self._engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        with _translated(), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def open_database(settings: Settings, schema: str | None = None) -> Database:
    """The database of these settings, migrated to this program's schema, or no further than an older `schema`.

    Raises:
        SettingsError: The address cannot be read, or names a driver that is not installed.
        StorageError: The folder or the database cannot be used, or it is from a newer version.
    """
    prepare_folder(settings.data_dir)
    url = settings.database_url or f"sqlite:///{settings.data_dir / FILE_NAME}"
    try:
        engine = _create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError):
        raise SettingsError("POLICY_DATABASE_URL 不是可用的数据库地址，或者没有安装它指定的驱动。") from None
    database = Database(engine)
    try:
        _migrate(database, schema)
    except StorageError:
        database.close()
        raise
    return database


def _create_engine(address: str) -> Engine:
    url = make_url(address)
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Every commit is on disk when it returns; transactions begin where we say, DDL included."""
    connection.isolation_level = None
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A write takes its lock at once: upgrading a read lock later fails where another writer came between."""
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def _migrate(database: Database, schema: str | None) -> None:
    with database.read() as connection:
        if is_current(connection):
            return  # no write lock: a long ingest must not keep a command from opening the database
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        bring_forward(connection, schema)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as error:
        raise StorageError("数据库现在不能使用：请检查数据库服务、磁盘空间和权限，然后重试。") from error
    except DatabaseError as error:
        if type(error) is not DatabaseError:
            raise
        raise StorageError("数据库文件已损坏或不是本程序的数据库：请从备份恢复，或换一个数据目录。") from error
