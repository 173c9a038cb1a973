import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.locking import FolderLock
from bot.storage.migrate import FOLDER, known_revisions
from corpus.errors import SettingsError, StorageError

HOLDER = """
import sys, time
from pathlib import Path
from bot.storage.locking import FolderLock
FolderLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
time.sleep(60)
"""


def test_known_revisions_end_where_alembic_ends() -> None:
    script = ScriptDirectory(str(FOLDER))
    assert script.get_current_head() == known_revisions()[-1]
    assert len(script.get_heads()) == 1


def test_opening_again_is_quick_and_does_not_import_alembic(tmp_path: Path) -> None:
    open_database(Settings(data_dir=tmp_path)).close()
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom bot.settings import Settings\n"
        "from bot.storage.database import open_database\nstart = time.perf_counter()\n"
        "open_database(Settings(data_dir=Path(sys.argv[1])))\n"
        "print(time.perf_counter() - start, 'alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    seconds, imported = done.stdout.split()
    assert imported == "False"
    assert float(seconds) < 0.5


def test_every_commit_is_on_disk(tmp_path: Path) -> None:
    database = open_database(Settings(data_dir=tmp_path))
    with database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    database.close()


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    database = open_database(Settings(data_dir=tmp_path))
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageError, match="更新版本"):
        open_database(Settings(data_dir=tmp_path))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy.db").write_bytes(b"this is not a database, whatever its name says" * 100)
    with pytest.raises(StorageError, match="损坏"):
        open_database(Settings(data_dir=tmp_path))


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="不能写入"):
        open_database(Settings(data_dir=tmp_path / "file" / "data"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o555)
    with pytest.raises(StorageError, match="权限"):
        open_database(Settings(data_dir=folder))


@pytest.mark.parametrize("address", ["postgresql+nodriver://user:secret@host/x", "sqlite://secret:port:1/x"])
def test_an_unusable_address_is_a_settings_error_that_does_not_repeat_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        open_database(Settings(data_dir=tmp_path, database_url=address))
    assert "secret" not in str(raised.value)


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    database = open_database(Settings(data_dir=tmp_path))
    with pytest.raises(StorageError), database.write() as connection:  # noqa: PT012 - the second fails
        connection.execute(text("UPDATE corpus_state SET version = 77"))
        connection.execute(text("UPDATE no_such_table SET version = 78"))
    with database.read() as connection:
        assert connection.execute(text("SELECT version FROM corpus_state")).scalar() == 0
    database.close()


def test_a_folder_in_use_is_refused_within_two_seconds(tmp_path: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        start = time.monotonic()
        with pytest.raises(StorageError, match="正在被另一个程序使用"):
            FolderLock(tmp_path).acquire()
        assert time.monotonic() - start < 2
    finally:
        holder.kill()
        holder.communicate()
    with FolderLock(tmp_path):
        """A killed process holds nothing."""
