"""Backup and restore: one file with every table and every uploaded file, checked by sums on both ways."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Connection, text, update

from bot.settings import Settings
from bot.storage.backup_rows import clear, digest_of, lines_of, load, tables_of
from bot.storage.database import Database, open_database
from bot.storage.migrate import known_revisions
from bot.storage.tables import CorpusState
from corpus.errors import DataError, StorageError

FORMAT = 1
UPLOADS = "uploads"
_MANIFEST = "manifest.json"
_BROKEN = "备份文件不完整或已损坏，请换一份备份。"
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows and sums by table, sizes and sums by file."""

    schema: str
    made_at: str
    tables: dict[str, tuple[int, str]] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(count for count, _ in self.tables.values())


def write_backup(database: Database, settings: Settings, target: Path) -> Manifest:
    """Write one consistent state of the database and the uploads; what was there stays until it is complete.

    Raises:
        StorageError: The file cannot be written, or the database cannot be read.
    """
    partial = target.with_name(target.name + ".partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(partial, "w", ZIP_DEFLATED) as archive, database.read() as connection:
            manifest = _fill(archive, connection, settings.data_dir / UPLOADS)
        partial.replace(target)
    except OSError:
        raise StorageError("备份文件写不进去，请检查路径、权限和磁盘空间。") from None
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return manifest


def restore_backup(source: Path, settings: Settings, *, force: bool = False) -> Manifest:
    """Bring the database and the uploads to the state of a backup, all or nothing, and check what stands there.

    Args:
        source: The backup.
        settings: Where to restore to.
        force: Replace what is held; without it only an empty database is filled.

    Raises:
        DataError: The backup is damaged, or from a newer version of the program.
        StorageError: The target holds data already, or cannot be written.
    """
    try:
        with ZipFile(source) as archive:
            manifest = _read_manifest(archive)
            database = open_database(settings, manifest.schema)
            try:
                with database.write() as connection:
                    _restore_tables(archive, manifest, connection, force)
                _restore_files(archive, manifest, settings.data_dir)
            finally:
                database.close()
    except (BadZipFile, KeyError, TypeError, ValueError, EOFError):
        raise DataError(_BROKEN) from None
    except OSError:
        raise StorageError("备份文件读不出来，或数据目录写不进去，请检查路径、权限和磁盘空间。") from None
    open_database(settings).close()  # forward to this program's schema
    return manifest


def _fill(archive: ZipFile, connection: Connection, uploads: Path) -> Manifest:
    tables: dict[str, tuple[int, str]] = {}
    for table in tables_of(connection):
        with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as entry:
            tables[table.name] = digest_of(_written(lines_of(connection, table), entry))
    files = {}
    for path in sorted(uploads.rglob("*")) if uploads.is_dir() else []:
        if path.is_file():
            name = path.relative_to(uploads).as_posix()
            archive.write(path, f"files/{name}")
            files[name] = (path.stat().st_size, _sum(path))
    schema = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    manifest = Manifest(schema, datetime.now(UTC).isoformat(timespec="seconds"), tables, files)
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
    return manifest


def _written(lines: Iterator[bytes], entry: Any) -> Iterator[bytes]:
    for line in lines:
        entry.write(line)
        yield line


def _read_manifest(archive: ZipFile) -> Manifest:
    raw = json.loads(archive.read(_MANIFEST))
    if raw.get("format") != FORMAT or raw.get("schema") not in known_revisions():
        raise DataError("备份由其他版本的程序写成，当前版本不能恢复，请升级程序后再试。")
    tables = {name: (int(count), str(digest)) for name, (count, digest) in raw["tables"].items()}
    files = {name: (int(size), str(digest)) for name, (size, digest) in raw["files"].items()}
    return Manifest(raw["schema"], raw["made_at"], tables, files)


def _restore_tables(archive: ZipFile, manifest: Manifest, connection: Connection, force: bool) -> None:
    tables = tables_of(connection)
    if {table.name for table in tables} != set(manifest.tables):
        raise StorageError("数据目录里的数据库与备份的版本不同，请恢复到一个空的数据目录。")
    held = [table for table in tables if table.name != CorpusState.__tablename__]
    if not force and any(connection.execute(table.select().limit(1)).first() for table in held):
        raise StorageError("数据目录里已经有数据。确定要替换时请加 --force，原有数据会被删除。")
    version = connection.execute(text("SELECT max(version) FROM corpus_state")).scalar() or 0
    clear(connection, tables)
    for table in tables:
        with archive.open(f"tables/{table.name}.jsonl") as entry:
            if digest_of(entry) != manifest.tables[table.name]:
                raise DataError(_BROKEN)
        with archive.open(f"tables/{table.name}.jsonl") as entry:
            load(connection, table, entry)
        if digest_of(lines_of(connection, table)) != manifest.tables[table.name]:
            raise DataError(_BROKEN)
    # Indexes made of what was held before must not pass for indexes of this.
    restored = connection.execute(text("SELECT max(version) FROM corpus_state")).scalar() or 0
    connection.execute(update(CorpusState).values(version=max(version, restored) + 1))


def _restore_files(archive: ZipFile, manifest: Manifest, data_dir: Path) -> None:
    """Put the uploads in place of those held, once all of them are there and whole."""
    fresh = data_dir / f"{UPLOADS}.restoring"
    shutil.rmtree(fresh, ignore_errors=True)
    for name, (_, digest) in manifest.files.items():
        parts = PurePosixPath(name).parts
        if not parts or ".." in parts or name.startswith("/"):
            raise DataError(_BROKEN)
        path = fresh.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"files/{name}") as entry, path.open("wb") as file:
            shutil.copyfileobj(entry, file, _CHUNK)
        if _sum(path) != digest:
            raise DataError(_BROKEN)
    shutil.rmtree(data_dir / UPLOADS, ignore_errors=True)
    if fresh.exists():
        fresh.rename(data_dir / UPLOADS)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
