"""`draft-answers`: what is drafted and written, and how it ends without a model or a policy."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from api.cli import drafts
from api.cli.main import main
from bot.settings import Settings
from tests.fakes import FOURTH, FakeAssistant
from tests.integration import fake_llm as fake

POLICY_ID = "baotou-jineng-qiangqi"
GOOD = {"questions": ["学徒补贴多少"], "answer": "给予企业每人每年6000元到8000元的培训补贴。", "ids": ["4#1"]}
FALSE = {"questions": ["学徒补贴多少"], "answer": "给予企业每人每年9000元的培训补贴。", "ids": ["4#1"]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    @contextmanager
    def opened(_: Settings) -> Iterator[FakeAssistant]:
        yield FakeAssistant()

    for name in list(os.environ):
        if name.startswith("POLICY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(drafts, "opened_assistant", opened)
    return tmp_path


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[fake.FakeServer]:
    """Proposes a true and a false answer for every clause; both rest on the fourth."""
    answer = json.dumps({"answers": [GOOD, FALSE]}, ensure_ascii=False)
    with fake.fake_llm(fake.says(answer)) as server:
        monkeypatch.setenv("POLICY_LLM_BASE_URL", server.url)
        monkeypatch.setenv("POLICY_LLM_MODEL", "fake")
        yield server


def error_of(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line that stderr holds."""
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_each_clause_has_a_line_and_the_file_holds_what_passed(
    folder: Path, endpoint: fake.FakeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["draft-answers", POLICY_ID, "--output", "out"]) == 0
    preamble, fourth, summary = capsys.readouterr().out.splitlines()
    assert preamble.startswith("引言：起草 0 条，")
    assert fourth.startswith("第四条 大力推行中国特色学徒制：起草 1 条，")
    assert summary.startswith("共起草 1 条")
    written = yaml.safe_load((folder / "out" / f"{POLICY_ID}.drafts.yaml").read_text("utf-8"))
    assert [entry["answer"] for entry in written["answers"]] == [GOOD["answer"]]
    assert written["answers"][0]["clauses"] == [{"id": "4#1", "quote": FOURTH}]
    assert len(endpoint.requests) == 2


def test_a_draft_under_review_is_not_overwritten(
    folder: Path, endpoint: fake.FakeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    reviewed = folder / f"{POLICY_ID}.drafts.yaml"
    reviewed.write_text("审阅中", encoding="utf-8")
    assert main(["draft-answers", POLICY_ID]) == 1
    assert drafts.KEPT in error_of(capsys)
    assert reviewed.read_text("utf-8") == "审阅中"
    assert endpoint.requests == []


def test_a_folder_that_cannot_be_made_is_said_before_the_model_is_asked(
    folder: Path, endpoint: fake.FakeServer, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "file").write_text("")
    assert main(["draft-answers", POLICY_ID, "--output", "file/out"]) == 1
    assert drafts.UNWRITABLE in error_of(capsys)
    assert endpoint.requests == []


def test_without_a_model_the_command_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft-answers", POLICY_ID]) == 1
    assert "POLICY_LLM_BASE_URL" in error_of(capsys)


@pytest.mark.usefixtures("endpoint")
def test_an_unknown_policy_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["draft-answers", "nothing"]) == 1
    assert error_of(capsys) == "错误：没有收录这份文件，请核对编号。"


def test_a_model_that_drafts_nothing_leaves_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with fake.fake_llm(fake.says("我不会")) as server:
        monkeypatch.setenv("POLICY_LLM_BASE_URL", server.url)
        monkeypatch.setenv("POLICY_LLM_MODEL", "fake")
        assert main(["draft-answers", POLICY_ID]) == 1
    assert drafts.NOTHING in error_of(capsys)
    assert list(folder.glob("*.drafts.yaml")) == []
