"""Reading datasets: the project's own, another folder's, and bad ones."""

from pathlib import Path

import pytest

from corpus.errors import DataError
from eval.questions import read_dialogues, read_questions

ROW = '{"id": "d1", "audience": "worker", "question": "补贴多少", "status": ["answered"], "gold": ["4#1"]}'


def test_the_projects_own_questions_are_read() -> None:
    assert len(read_questions()) >= 300
    assert len(read_dialogues()) >= 30


def test_a_folder_of_the_same_form_is_read_from_any_file(tmp_path: Path) -> None:
    (tmp_path / "sample.jsonl").write_text(ROW + "\n\n", encoding="utf-8")
    (item,) = read_questions(tmp_path)
    assert (item.split, item.category, item.gold_ids) == ("test", "content", {"baotou-jineng-qiangqi/4#1"})
    assert read_dialogues(tmp_path) == []


def test_turns_know_the_turns_before_them(tmp_path: Path) -> None:
    turn = '{"question": "%s", "status": ["answered"]}'
    row = '{"id": "c1", "audience": "worker", "turns": [' + turn % "一" + ", " + turn % "二" + "]}"
    (tmp_path / "conversations.jsonl").write_text(row, encoding="utf-8")
    (dialogue,) = read_dialogues(tmp_path)
    assert [(turn.id, turn.after) for turn in dialogue.turns] == [("c1.1", ()), ("c1.2", ("一",))]


@pytest.mark.parametrize("bad", ["{", ROW.replace("answered", "maybe"), ROW.replace('"gold"', '"golden"')])
def test_a_bad_row_is_named_by_file_and_line(tmp_path: Path, bad: str) -> None:
    (tmp_path / "mine.jsonl").write_text(f"{ROW}\n{bad}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"mine\.jsonl 第 2 行"):
        read_questions(tmp_path)


def test_a_folder_without_questions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="没有题集"):
        read_questions(tmp_path)
