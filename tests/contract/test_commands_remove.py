"""`remove`: one policy out of the corpus, asked first, and never what comes with the project."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.main import main
from bot.ingest.bundled import ingest_bundled
from bot.ingest.ingestor import Ingestor
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.policies import PolicyStore
from corpus.library import load_policies
from tests.corpus_builders import HOUSING, TRAINING, CharacterEmbeddings, ingest_texts

ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"
NEWER = TRAINING.replace("5000元", "6000元").replace("2023年3月1日", "2025年1月10日")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """That of the data folder which the commands work on."""
    for name in list(os.environ):
        if name.startswith("POLICY_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("POLICY_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    opened = open_database(Settings(data_dir=tmp_path / "data"))
    yield opened
    opened.close()


def hold(database: Database, **texts: str) -> None:
    ingest_texts(database, CharacterEmbeddings(), Path("in"), **texts)


def held(database: Database) -> dict[str, str]:
    """The titles of what is held, by identifier."""
    return {policy.id: policy.title for policy in PolicyStore(database).held()}


class Terminal(io.StringIO):
    """What somebody types."""

    def isatty(self) -> bool:
        return True


def test_one_policy_goes_and_the_others_stay(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    hold(database, training=TRAINING, housing=HOUSING)
    assert main(["remove", ID, "--yes"]) == 0
    assert capsys.readouterr().out.startswith(f"已删除《技能培训补贴办法》（{ID}）和它的 ")
    assert list(held(database).values()) == ["人才公寓管理办法"]


def test_an_unknown_identifier_fails_the_command(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    hold(database, housing=HOUSING)
    assert main(["remove", ID, "--yes"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "错误：没有收录这份文件，请核对编号，用 policy-assistant policies 可以查看全部编号。"
    ]
    assert len(held(database)) == 1


def test_it_is_told_which_older_version_stands_again(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    hold(database, older=TRAINING)
    hold(database, newer=NEWER)
    assert main(["remove", "ji-neng-pei-xun-bu-tie-ban-fa-2025", "--yes"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"它替代的旧版本 {ID} 不再标为已被替代。"
    assert PolicyStore(database).describe(ID).superseded_by is None


@pytest.mark.parametrize(("said", "code"), [("y", 0), ("是", 0), ("", 1), ("n", 1)])
def test_it_asks_first(
    said: str, code: int, database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(database, training=TRAINING)
    monkeypatch.setattr("sys.stdin", Terminal(f"{said}\n"))
    assert main(["remove", ID]) == code
    assert ("已取消" in capsys.readouterr().err) == bool(code)
    assert bool(held(database)) == bool(code)


def test_where_nobody_can_answer_it_asks_for_the_option(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hold(database, training=TRAINING)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert main(["remove", ID]) == 2
    assert "--yes" in capsys.readouterr().err
    assert list(held(database)) == [ID]


def test_what_comes_with_the_project_stays(database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    ingest_bundled(database, Ingestor(database, CharacterEmbeddings()), load_policies())
    assert main(["remove", "baotou-jineng-qiangqi", "--yes"]) == 2
    assert "随项目提供" in capsys.readouterr().err
    assert "baotou-jineng-qiangqi" in held(database)
