"""Assembling the default model while processes die, meet and find damage."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.retrieval.embedding.assemble import assemble
from bot.retrieval.embedding.folder import damaged_files, is_assembled, model_folder

COMMAND = [sys.executable, "-m", "bot.retrieval.embedding.assemble"]


def _start(root: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {"POLICY_MODEL_DIR": str(root)}
    return subprocess.Popen(COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


def test_a_killed_assembly_is_taken_up_and_finished(root: Path) -> None:
    moments = random.Random(3)  # noqa: S311 - reproducible moments, not a secret
    for _ in range(4):
        process = _start(root)
        time.sleep(moments.uniform(0.5, 3))
        process.kill()
        process.communicate()
    first, second = _start(root), _start(root)  # two at once
    for process in (first, second):
        _output, errors = process.communicate(timeout=240)
        assert process.returncode == 0, errors.decode()
    folder = model_folder(root)
    assert is_assembled(folder)
    assert damaged_files(folder) == []
    assert not list(folder.rglob("*.tmp"))


def test_damage_is_mended_by_writing_only_what_is_damaged(root: Path) -> None:
    folder = assemble(model_folder(root))
    tensors = (folder / "model.safetensors").stat().st_ino
    model = folder / "onnx" / "model_int8.onnx"
    content = bytearray(model.read_bytes())
    content[1000] ^= 0xFF
    model.write_bytes(content)
    assert damaged_files(folder) == ["onnx/model_int8.onnx"]
    assemble(folder)
    assert damaged_files(folder) == []
    assert (folder / "model.safetensors").stat().st_ino == tensors


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("", "utf-8")
    process = _start(tmp_path / "models")
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert output == b""
    assert "POLICY_MODEL_DIR" in errors.decode().strip().splitlines()[-1]
    assert "Traceback" not in errors.decode()
