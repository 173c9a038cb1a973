"""A backup of a service in use, everything destroyed, a restore: the same answers with the same ids."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.answering.models import Question
from bot.assembly import build_assistant
from bot.settings import Settings
from bot.staff.entries import AnswerBody, DismissalBody, SilenceBody
from bot.storage.backup import restore_backup, write_backup
from bot.storage.database import open_database
from tests.databases import KINDS, fresh_settings

NOTICE = "包头市职业技能竞赛奖励办法\n第一条　获得市级一等奖的选手，由市人力资源和社会保障局给予3000元奖金。\n"
QUESTIONS = (
    "企业办学徒制培训政府补多少钱",
    "高级工能评什么职称",
    "25个学徒1年补多少",
    "学徒补贴去哪个窗口办",
    "市级技能竞赛一等奖奖金多少",
    "数字游民工位怎么申请",
    "食堂饭票补多少",
    "赤峰的学徒补贴多少",
)
ANSWER = AnswerBody(
    questions=("食堂饭票补多少",),
    answer="给企业每人每年6000元—8000元的培训补贴。",
    clauses=("baotou-jineng-qiangqi/4#1",),
)
SILENCE = SilenceBody(questions=("数字游民工位怎么申请",), subject="数字游民工位的申请", contact="市就业服务中心")


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with fresh_settings(request.param, tmp_path / "data") as settings:
        yield settings


@pytest.fixture(params=KINDS)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with fresh_settings(request.param, tmp_path / "elsewhere") as settings:
        yield settings


def in_use(settings: Settings) -> dict[str, Any]:
    """A service that people and staff have used; what it told them."""
    assistant = build_assistant(settings)
    staff = assistant.staff
    assert staff is not None
    assert staff.reviewer is not None
    staff.accounts.create("eva", "a-long-enough-password", "editor", "test")
    staff.reviewer.publish("奖励办法.txt", NOTICE.encode(), "eva")
    for body in (ANSWER, SILENCE, DismissalBody(reason="闲聊")):
        staff.editorial.add(body, [], "eva")
    assistant.close()
    return told(settings)


def told(settings: Settings) -> dict[str, Any]:
    """What the service answers now, without the ids that each answer gets anew, and what its staff see."""
    assistant = build_assistant(settings)
    assert assistant.staff is not None
    answers = {}
    for question in QUESTIONS:
        answer = assistant.ask(Question(text=question))
        answers[question] = answer.model_dump(exclude={"answer_id", "conversation_id"})
    assistant.conversations.flush()
    groups = assistant.staff.questions.groups()
    entries = assistant.staff.editorial.entries()
    assistant.close()
    return {
        "answers": answers,
        "groups": {group.id: group.texts for group in groups},
        "entries": [entry.model_dump() for entry in entries],
    }


def test_the_same_answers_with_the_same_ids(settings: Settings, elsewhere: Settings, tmp_path: Path) -> None:
    before = in_use(settings)
    assert before["answers"]["食堂饭票补多少"]["mode"] == "approved"
    assert "市就业服务中心" in before["answers"]["数字游民工位怎么申请"]["text"]
    assert "3000元" in before["answers"]["市级技能竞赛一等奖奖金多少"]["text"]
    assert len(before["groups"]) >= 1
    database = open_database(settings)
    recorded = answers_kept(database)
    write_backup(database, settings, tmp_path / "copy.zip")
    database.close()
    shutil.rmtree(settings.data_dir)

    restore_backup(tmp_path / "copy.zip", elsewhere)
    database = open_database(elsewhere)
    assert answers_kept(database) == recorded
    database.close()
    assert told(elsewhere) == before


def answers_kept(database: Any) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        rows = connection.execute(text("SELECT id, conversation_id, question, answer, turn FROM answers ORDER BY id"))
        return [tuple(row) for row in rows]
