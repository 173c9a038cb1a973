"""Every command: help in Chinese, one error line on stderr, exit codes 0, 1 and 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import main as cli
from api.cli.main import COMMANDS, main
from corpus.errors import InputError, StorageError


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("POLICY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def one_line(text: str) -> str:
    """The one line that stderr holds."""
    (line,) = text.splitlines()
    return line


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "用法：" in out or command == "calc"
    assert COMMANDS[command].rstrip("。") in out
    for english in ("Usage", "Options", "Arguments", "Show this", "default:", "required", "<bool>", "TEXT"):
        assert english not in out


def test_the_program_lists_its_commands_and_those_of_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in [*COMMANDS, "eval"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["search"],
        ["search", "补贴", "--nothing"],
        ["search", "补贴", "-k", "0"],
        ["search", "补贴", "-k", "many"],
        ["search", "补贴", "-k"],
        ["search", "补贴", "另一个"],
        ["search", "  "],
        ["ask", ""],
        ["ask", "补" * 501],
        ["serve", "--port", "70000"],
        ["calc", "nothing"],
        ["calc", "apprentice_subsidy", "--headcount"],
        ["calc", "apprentice_subsidy", "--nothing", "1"],
        ["calc", "apprentice_subsidy", "--headcount", "many", "--years", "1"],
        ["calc", "apprentice_subsidy", "--headcount", "25"],
        ["check", "--answers", "nowhere.yaml"],
    ],
)
def test_a_wrong_call_is_one_chinese_line_and_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    line = one_line(captured.err)
    assert line.startswith("错误：")
    assert "Error" not in line
    assert "Invalid" not in line


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask"], "缺少参数“问题”，"),
        (["search", "补贴", "-k", "many"], "选项 -k 的值不可用，"),
        (["check", "--answers"], "选项 --answers 后面缺少值，"),
    ],
)
def test_a_wrong_call_names_what_is_wrong_with_it(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert told in one_line(capsys.readouterr().err)


@pytest.mark.parametrize("arguments", [["export", "unknown"], ["delete", "unknown"], ["restore", "nowhere.zip"]])
def test_failed_work_is_one_chinese_line_and_exit_code_1(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    assert one_line(capsys.readouterr().err).startswith("错误：")


def test_no_command_shows_help_and_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "用法：" in capsys.readouterr().out


def test_an_unknown_setting_stops_every_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POLICY_LLM_MODLE", "x")
    assert main(["purge"]) == 1
    assert "POLICY_LLM_MODEL" in one_line(capsys.readouterr().err)


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (InputError("不能用。"), 2),
        (StorageError("数据库\n不能用。"), 1),
        (KeyboardInterrupt(), 1),
        (RuntimeError("13812345678"), 1),
    ],
)
def test_every_failure_ends_in_one_line(
    failure: BaseException, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(cli, "import_module", fail)
    assert main(["purge"]) == code
    line = one_line(capsys.readouterr().err)
    assert line.startswith("错误：")
    assert "13812345678" not in line


def test_a_reader_that_leaves_early_is_no_error() -> None:
    program = f"{sys.executable} -c 'import sys; from api.cli.main import main; sys.exit(main())' calc --list --json"
    done = subprocess.run(["bash", "-c", f"{program} | head -c 10"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("{")
    assert done.stderr == ""


def test_purge_reports_what_it_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["purge", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"conversations": 0, "answers": 0}
