import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.settings import Settings
from bot.storage.backup import restore_backup, write_backup
from bot.storage.database import Database, open_database
from bot.storage.record_rows import in_utc
from bot.storage.record_tables import ConversationRow
from bot.storage.tables import ModelRow, VectorRow
from corpus.errors import DataError, StorageError
from tests.databases import KINDS, fresh_settings

VECTOR = bytes(range(256)) * 3


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with fresh_settings(request.param, tmp_path / "data") as settings:
        yield settings


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    moment = datetime(2025, 11, 3, 9, 0, 1, 250_000, tzinfo=UTC)
    with database.write() as connection:
        connection.execute(insert(ConversationRow).values(id="c1", started_at=moment, last_at=moment))
        connection.execute(insert(ModelRow).values(id=1, fingerprint="模型"))
        connection.execute(insert(VectorRow).values(model_id=1, content_key="k", vector=VECTOR))
    yield database
    database.close()


@pytest.fixture
def backup(database: Database, settings: Settings, tmp_path: Path) -> Path:
    (settings.data_dir / "uploads/a").mkdir(parents=True)
    (settings.data_dir / "uploads/a/原件.txt").write_text("原文", encoding="utf-8")
    write_backup(database, settings, tmp_path / "copy.zip")
    return tmp_path / "copy.zip"


def rows_of(settings: Settings) -> list[object]:
    database = open_database(settings)
    with database.read() as connection:
        held = connection.execute(select(ConversationRow.id, ConversationRow.started_at)).all()
        conversations = [(row.id, in_utc(row.started_at)) for row in held]
        vectors = connection.execute(select(VectorRow.content_key, VectorRow.vector)).all()
    database.close()
    return [conversations, vectors]


def test_a_restore_gives_back_every_row_and_file(backup: Path, settings: Settings, tmp_path: Path) -> None:
    elsewhere = Settings(data_dir=tmp_path / "elsewhere")
    manifest = restore_backup(backup, elsewhere)
    assert manifest.tables["vectors"][0] == 1
    assert rows_of(elsewhere) == rows_of(settings)
    assert (elsewhere.data_dir / "uploads/a/原件.txt").read_text(encoding="utf-8") == "原文"


def test_held_data_is_only_replaced_on_demand(backup: Path, settings: Settings) -> None:
    before = rows_of(settings)
    with pytest.raises(StorageError, match="--force"):
        restore_backup(backup, settings)
    restore_backup(backup, settings, force=True)
    assert rows_of(settings) == before


def test_indexes_made_before_a_restore_do_not_pass_for_current(backup: Path, settings: Settings) -> None:
    def version() -> int:
        database = open_database(settings)
        with database.read() as connection:
            held = connection.execute(text("SELECT version FROM corpus_state")).scalar_one()
        database.close()
        return int(held)

    before = version()
    restore_backup(backup, settings, force=True)
    assert version() > before


def test_numbers_given_out_by_the_database_go_on_after_a_restore(backup: Path, settings: Settings) -> None:
    restore_backup(backup, settings, force=True)
    database = open_database(settings)
    with database.write() as connection:
        connection.execute(insert(ModelRow).values(fingerprint="另一个模型"))
        assert connection.execute(select(ModelRow.id).order_by(ModelRow.id)).scalars().all() == [1, 2]
    database.close()


def tampered(backup: Path, name: str, content: bytes) -> Path:
    """A copy of the backup with one entry changed."""
    target = backup.with_name("tampered.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == name else old.read(entry))
    return target


@pytest.mark.parametrize("name", ["tables/conversations.jsonl", "files/a/原件.txt"])
def test_a_changed_backup_is_refused_and_changes_nothing(backup: Path, settings: Settings, name: str) -> None:
    before = rows_of(settings)
    with pytest.raises(DataError):
        restore_backup(tampered(backup, name, b""), settings, force=True)
    assert rows_of(settings) == before
    assert (settings.data_dir / "uploads/a/原件.txt").exists()


@pytest.mark.parametrize("evil", ["../evil.txt", "/evil.txt", "a/../../evil.txt"])
def test_a_file_name_that_leads_outside_is_refused(backup: Path, settings: Settings, evil: str) -> None:
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    manifest["files"][evil] = [0, "0"]
    with pytest.raises(DataError):
        restore_backup(tampered(backup, "manifest.json", json.dumps(manifest).encode()), settings, force=True)
    assert not list(settings.data_dir.parent.rglob("evil.txt"))


def test_a_cut_backup_and_one_of_a_newer_version_are_refused(backup: Path, settings: Settings) -> None:
    cut = backup.with_name("cut.zip")
    cut.write_bytes(backup.read_bytes()[:500])
    with pytest.raises(DataError):
        restore_backup(cut, settings)
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    newer = tampered(backup, "manifest.json", json.dumps({**manifest, "schema": "9999"}).encode())
    with pytest.raises(DataError, match="版本"):
        restore_backup(newer, settings)


def test_a_backup_of_an_older_schema_is_brought_forward(settings: Settings, tmp_path: Path) -> None:
    old = Settings(data_dir=tmp_path / "old")
    database = open_database(old, "0001")
    write_backup(database, old, tmp_path / "old.zip")
    database.close()
    restore_backup(tmp_path / "old.zip", settings)
    assert rows_of(settings) == [[], []]  # the tables of later schemas are there


def test_a_failed_backup_leaves_the_earlier_one(database: Database, settings: Settings, backup: Path) -> None:
    held = backup.read_bytes()
    folder = backup.with_name("file")
    folder.write_text("")
    with pytest.raises(StorageError):
        write_backup(database, settings, folder / "copy.zip")
    assert backup.read_bytes() == held
    assert not list(backup.parent.glob("*.partial"))
