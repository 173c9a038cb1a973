import pytest

from bot.answering.parts import split
from tests.answering_support import reader


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("学徒补贴多少？谁来申请？", ["学徒补贴多少", "谁来申请"]),
        ("直接认定和破格晋升分别要什么条件", ["直接认定要什么条件", "破格晋升要什么条件"]),
        ("技师能评什么职称，另外首席技师待遇怎么定", ["技师能评什么职称", "首席技师待遇怎么定"]),
    ],
)
def test_questions_side_by_side_are_parted(question: str, parts: list[str]) -> None:
    assert split(question, reader()) == parts


@pytest.mark.parametrize("question", ["我们是小厂，学徒补贴多少", "企业、学校、工人都能享受什么", "第四条原文"])
def test_one_question_stays_whole(question: str) -> None:
    assert split(question, reader()) == [question]


def test_at_most_three_parts_are_answered() -> None:
    assert len(split("补贴多少？谁批？给谁？什么条件？", reader())) == 3
