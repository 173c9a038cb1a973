"""The command: what it refuses, and that it is cheap to load."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from eval.command import evaluate
from eval.tasks import NAMES
from eval.tasks.registry import TASKS


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(evaluate)
    return app


def test_help_names_every_task_in_chinese(app: typer.Typer) -> None:
    shown = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).output
    assert "评测" in shown
    assert all(name in shown for name in NAMES)


def test_the_tasks_that_are_named_are_those_that_run() -> None:
    assert tuple(TASKS) == NAMES


def test_an_unknown_task_is_bad_usage(app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["answer"])
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith("错误：没有这个任务")


def test_a_folder_without_questions_fails_with_one_line(app: typer.Typer, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["answers", "--data", str(tmp_path), "--output", str(tmp_path)])
    assert result.exit_code == 1
    assert "没有题集" in result.stderr


def test_loading_the_command_loads_nothing_heavy() -> None:
    heavy = "{'chromadb', 'ir_measures', 'onnxruntime', 'torch', 'numpy'}"
    code = f"import sys, eval.command; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
