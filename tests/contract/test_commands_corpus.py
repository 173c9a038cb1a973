"""`ingest` and `doctor`: what they report, and how they end."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.cli import doctor, ingest
from api.cli.main import main
from bot.ingest.ingestor import Ingestor
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.locking import FolderLock
from bot.storage.policies import PolicyStore
from corpus.errors import StorageError
from tests.corpus_builders import TRAINING, CharacterEmbeddings
from tests.fakes import FakeAssistant
from tests.integration.fake_llm import fake_llm, says


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("POLICY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def ingestor(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened() -> Iterator[Ingestor]:
        database = open_database(Settings(data_dir=data_folder))
        yield Ingestor(database, CharacterEmbeddings())
        database.close()

    monkeypatch.setattr(ingest, "opened_ingestor", opened)


def write(name: str, text: str) -> None:
    path = Path("in") / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.usefixtures("ingestor")
def test_ingest_has_a_line_for_each_file_and_a_summary(capsys: pytest.CaptureFixture[str]) -> None:
    write("培训.txt", TRAINING)
    assert main(["ingest", "in"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("新收录  培训.txt  《技能培训补贴办法》")
    assert lines[-1] == "共 1 个文件：新收录 1。"
    assert main(["ingest", "in"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "共 1 个文件：没有变化 1。"


@pytest.mark.usefixtures("ingestor")
def test_a_bad_file_fails_the_command_and_the_others_land(
    data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("空.txt", "")
    write("培训.txt", TRAINING)
    assert main(["ingest", "in", "nowhere.txt", "--json"]) == 1
    captured = capsys.readouterr()
    body = json.loads(captured.out)
    assert captured.err.splitlines() == ["错误：2 个文件没有收录，原因见各文件的说明。"]
    assert body["summary"] == {"added": 1, "failed": 2}
    assert all(item["message"] for item in body["files"] if item["result"] == "failed")
    database = open_database(Settings(data_dir=data_folder))
    assert [policy.title for policy in PolicyStore(database).held()] == ["技能培训补贴办法"]
    database.close()


@pytest.mark.usefixtures("ingestor")
def test_ingest_without_any_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in").mkdir()
    assert main(["ingest", "in"]) == 1
    assert capsys.readouterr().err.splitlines() == ["错误：没有找到可以收录的文件。"]


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> FakeAssistant:
    fake = FakeAssistant()

    @contextmanager
    def opened(_: Settings) -> Iterator[FakeAssistant]:
        if fake.fail:
            raise fake.fail
        yield fake

    monkeypatch.setattr(doctor, "opened_assistant", opened)
    return fake


def findings(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """The state of each part."""
    return {item["part"]: item["state"] for item in json.loads(capsys.readouterr().out)["findings"]}


def test_doctor_reports_every_part(assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert all(part in out for part in ("数据目录", "数据库", "检索", "语言模型", "重排模型", "网页", "扫描件识别"))


def test_doctor_says_what_fails_and_how_to_mend_it(
    assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant.fail = StorageError("数据库现在不能使用。")
    assert main(["doctor"]) == 1
    out, err = capsys.readouterr()
    assert err.splitlines() == ["错误：数据库和向量模型不正常，怎样修好见上面的说明。"]
    assert "✗ 失败  数据库和向量模型：数据库现在不能使用。" in out
    assert "再运行一次 doctor" in out


def test_doctor_names_what_is_degraded(assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]) -> None:
    assistant.troubles = ["向量索引正在建立"]
    assert main(["doctor"]) == 0
    assert "! 注意  检索：向量索引正在建立" in capsys.readouterr().out


@pytest.mark.usefixtures("assistant")
@pytest.mark.parametrize(
    ("settings", "part", "state"),
    [
        ({}, "语言模型", "ok"),
        ({"POLICY_LLM_BASE_URL": "http://127.0.0.1:9"}, "语言模型", "failed"),
        ({"POLICY_LLM_BASE_URL": "http://127.0.0.1:9", "POLICY_LLM_MODEL": "m"}, "语言模型（接口）", "failed"),
        ({"POLICY_LLM_BASE_URL": "no address", "POLICY_LLM_MODEL": "m"}, "语言模型（接口）", "failed"),
    ],
)
def test_doctor_tries_the_language_model(
    settings: dict[str, str],
    part: str,
    state: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert main(["doctor", "--json"]) == (0 if state == "ok" else 1)
    assert findings(capsys)[part] == state


def test_doctor_says_what_the_language_model_can_do(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with fake_llm(says("你好"), says("我不会"), says("我不会")) as server:
        monkeypatch.setenv("POLICY_LLM_BASE_URL", server.url)
        monkeypatch.setenv("POLICY_LLM_MODEL", "fake")
        assert main(["doctor", "--json"]) == 1
    states = {part: state for part, state in findings(capsys).items() if part.startswith("语言模型")}
    assert states == {
        "语言模型（接口）": "ok",
        "语言模型（工具调用）": "warning",
        "语言模型（结构化输出）": "failed",
        "语言模型（标识）": "warning",
    }


def test_doctor_sees_a_running_server(
    assistant: FakeAssistant, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with FolderLock(data_folder):
        assert main(["doctor"]) == 0
    assert "正在使用这个数据目录" in capsys.readouterr().out


def test_doctor_says_that_the_folder_cannot_be_written(
    assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("")
    monkeypatch.setenv("POLICY_DATA_DIR", "file/data")
    assert main(["doctor", "--json"]) == 1
    assert findings(capsys)["数据目录"] == "failed"
