"""What the commands do: asking, searching, calculating, checking, records."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli import ask, policies, search
from api.cli.main import main
from bot.answering.models import Answer, Turn
from bot.settings import Settings
from bot.storage.conversations import ConversationStore
from bot.storage.database import open_database
from bot.storage.models import Record
from tests.fakes import FOURTH, TITLE, FakeAssistant


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("POLICY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    fake = FakeAssistant()

    @contextmanager
    def opened() -> Iterator[FakeAssistant]:
        yield fake
        fake.close()

    for module in (ask, search, policies):
        monkeypatch.setattr(module, "opened_assistant", opened)
    return fake


def test_ask_prints_the_answer_with_its_quote_and_closes(
    assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "补多少钱"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"【政策原文】\n{FOURTH}\n")
    assert f"《{TITLE}》第四条 大力推行中国特色学徒制（baotou-jineng-qiangqi/4#1）" in out
    assert f"“{FOURTH}”" in out
    assert assistant.closed


def test_ask_as_json_is_the_answer_of_the_interface(
    assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "补多少钱", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["citations"][0]["quote"] == FOURTH
    assert main(["ask", "那两年呢", "--json", "--conversation", first["conversation_id"]]) == 0
    assert json.loads(capsys.readouterr().out)["conversation_id"] == first["conversation_id"]
    assert len(assistant.asked) == 2


def test_search_prints_passages(assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "学徒", "-k", "1"]) == 0
    assert FOURTH in capsys.readouterr().out
    assert main(["search", "学徒", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hits"][0]["id"] == "baotou-jineng-qiangqi/4#1"


def test_policies_shows_what_the_text_does_not_state(
    assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policies"]) == 0
    out = capsys.readouterr().out
    assert "文件未标注" in out
    assert "现行有效" in out
    assert main(["policies", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["policies"][0]["passage_count"] == 2


def test_calc_takes_its_options_from_the_calculator(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "apprentice_subsidy", "--headcount", "２５", "--years=1", "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    # 25 people, one year, 6000 to 8000 yuan each.
    assert (body["low"], body["high"]) == ("150000", "200000")
    assert main(["calc", "apprentice_subsidy", "--headcount", "25", "--years", "1"]) == 0
    assert "150000" in capsys.readouterr().out


def test_calc_lists_and_describes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calc", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "--surplus_last_year" in listed
    assert main(["calc", "wage_growth_check", "--help"]) == 0
    assert "--skilled_growth" in capsys.readouterr().out
    assert main(["calc", "--list", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["calculators"]) == 5


@pytest.mark.parametrize("content", ["audience: enterprise\n", '{"facts": {"audience": "enterprise"}}'])
def test_check_takes_its_answers_from_a_file(content: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers.yaml").write_text(content, encoding="utf-8")
    assert main(["check", "--answers", "answers.yaml", "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["measures"][0].keys() >= {"id", "title", "verdict", "reasons", "needs", "citations"}
    assert main(["check", "--answers", "answers.yaml"]) == 0
    assert "企业新型学徒制培训补贴（第四条）" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["- a\n", "audience: [a]\n", "audience: 1\n", "{", "a: &a [*a]\n", "\x00"])
def test_check_refuses_a_file_that_is_no_list_of_answers(content: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("answers.yaml").write_text(content, encoding="utf-8")
    assert main(["check", "--answers", "answers.yaml"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_check_asks_on_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = iter(["99", "2", "q"])
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(typed))
    assert main(["check"]) == 0
    captured = capsys.readouterr()
    assert "  1. " in captured.out
    assert "请输入 1 到" in captured.err


@pytest.fixture
def conversation(data_folder: Path) -> str:
    settings = Settings(data_dir=data_folder)
    database = open_database(settings)
    store = ConversationStore(database, settings)
    conversation = store.start()
    answer = Answer(answer_id="a1", conversation_id=conversation, status="answered", mode="extract", text=FOURTH)
    turn = Turn(question="补多少钱", resolved="补多少钱", status="answered")
    store.record(Record("补多少钱", None, answer, turn, datetime.now(UTC), {}))
    store.close()
    database.close()
    return conversation


def test_a_conversation_is_exported_and_deleted(conversation: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", conversation]) == 0
    body = json.loads(capsys.readouterr().out)
    assert [exchange["question"] for exchange in body["exchanges"]] == ["补多少钱"]
    assert main(["export", conversation, "--out", "mine.json"]) == 0
    assert json.loads(Path("mine.json").read_text(encoding="utf-8")) == body
    assert main(["delete", conversation]) == 0
    assert main(["export", conversation]) == 1


def test_backup_destroy_restore_gives_the_same_records(
    conversation: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", conversation]) == 0
    before = capsys.readouterr().out
    assert main(["backup", "copy.zip"]) == 0
    monkeypatch.setenv("POLICY_DATA_DIR", str(data_folder.with_name("elsewhere")))
    assert main(["restore", "copy.zip"]) == 0
    capsys.readouterr()
    assert main(["export", conversation]) == 0
    assert capsys.readouterr().out == before
    assert main(["restore", "copy.zip"]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["restore", "copy.zip", "--force"]) == 0
