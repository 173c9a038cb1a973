import multiprocessing
import os
import time
from pathlib import Path

import pytest

from bot.retrieval.embedding.folder import (
    FolderWriter,
    damaged_files,
    fingerprint,
    is_assembled,
    locked,
    model_folder,
)
from corpus.errors import ModelUnavailableError


def _fill(folder: Path, *names: str, finish: bool = True) -> FolderWriter:
    writer = FolderWriter(folder)
    for name in names:
        if not writer.has(name):
            writer.write(name, lambda path: path.write_text("weights", "utf-8"))
    if finish:
        writer.finish()
    return writer


def test_a_finished_folder_is_assembled_and_undamaged(tmp_path: Path) -> None:
    _fill(tmp_path, "onnx/model.onnx", "config.json")
    assert is_assembled(tmp_path)
    assert damaged_files(tmp_path) == []


def test_a_folder_without_its_manifest_is_not_assembled(tmp_path: Path) -> None:
    _fill(tmp_path, "a", finish=False)
    assert not is_assembled(tmp_path)
    assert damaged_files(tmp_path) == ["manifest.json"]


def test_a_shorter_file_is_noticed_at_start(tmp_path: Path) -> None:
    _fill(tmp_path, "a", "b")
    (tmp_path / "b").write_text("weigh", "utf-8")
    assert not is_assembled(tmp_path)


def test_a_changed_file_of_the_same_length_is_noticed_by_its_sum(tmp_path: Path) -> None:
    _fill(tmp_path, "a", "b")
    (tmp_path / "b").write_text("weighty", "utf-8")
    assert damaged_files(tmp_path) == ["b"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"fingerprint": "another", "files": {}}'])
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, content: bytes) -> None:
    _fill(tmp_path, "a")
    (tmp_path / "manifest.json").write_bytes(content)
    assert not is_assembled(tmp_path)


def test_writing_goes_on_where_it_stopped(tmp_path: Path) -> None:
    _fill(tmp_path, "a", "b", finish=False)
    (tmp_path / "b").write_text("weighty", "utf-8")
    writer = FolderWriter(tmp_path)
    assert writer.has("a")
    assert not writer.has("b")
    assert not writer.is_finished


def test_only_a_damaged_file_is_written_again(tmp_path: Path) -> None:
    _fill(tmp_path, "a", "b")
    (tmp_path / "b").unlink()
    before = (tmp_path / "a").stat().st_ino
    _fill(tmp_path, "a", "b")
    assert (tmp_path / "a").stat().st_ino == before
    assert damaged_files(tmp_path) == []


def test_a_failed_write_leaves_no_file_under_its_name(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        path.write_text("half", "utf-8")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        FolderWriter(tmp_path).write("a", fail)
    assert not (tmp_path / "a").exists()


def _hold(folder: Path, held: "multiprocessing.synchronize.Event") -> None:
    with locked(folder):
        held.set()
        time.sleep(60)


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    process = context.Process(target=_hold, args=(tmp_path, held))
    process.start()
    assert held.wait(30)
    process.kill()
    process.join()
    with locked(tmp_path):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ModelUnavailableError, match="POLICY_MODEL_DIR"), locked(tmp_path / "models"):
        pass


def test_a_file_where_the_folder_should_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("", "utf-8")
    with pytest.raises(ModelUnavailableError, match="POLICY_MODEL_DIR"), locked(tmp_path / "models" / "e5"):
        pass


def test_the_folder_lies_in_the_users_cache_unless_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert model_folder().parent == tmp_path / "cache" / "policy-assistant" / "models"
    assert model_folder(tmp_path).parent == tmp_path
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert model_folder().parent == tmp_path / ".cache" / "policy-assistant" / "models"


def test_the_fingerprint_names_model_and_version() -> None:
    assert fingerprint().startswith("multilingual-e5-small-0.3.0-r")
