"""Compounds and conversations, asked of the assistant as it is assembled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.answering.models import Answer, Question
from bot.assembly import build_assistant
from bot.settings import Settings


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("data")
    assistant = build_assistant(Settings(data_dir=folder))
    yield assistant
    assistant.close()


def talk(assistant: Assistant, *questions: str) -> Answer:
    """The answer to the last of the questions, asked one after another in a conversation."""
    conversation = None
    for question in questions:
        answer = assistant.ask(Question(text=question, conversation_id=conversation))
        conversation = answer.conversation_id
    return answer


def test_both_parts_of_a_question_are_answered(assistant: Assistant) -> None:
    answer = talk(assistant, "学徒补贴一年多少钱，首席技师的待遇怎么定")
    assert "6000" in answer.text
    assert "高级管理人员" in answer.text


def test_what_leans_on_a_matter_of_other_policies_is_refused_with_it(assistant: Assistant) -> None:
    answer = talk(assistant, "来电人问低保申请条件，怎么答复")
    assert (answer.status, answer.citations) == ("not_covered", [])


def test_a_question_of_ours_beside_one_of_other_policies_is_answered(assistant: Assistant) -> None:
    assert "6000" in talk(assistant, "低保怎么申请，学徒培训补贴一年多少钱").text


def test_an_answered_follow_up_is_what_the_next_one_leans_on(assistant: Assistant) -> None:
    answer = talk(assistant, "呼和浩特的学徒补贴标准是多少", "那包头的呢", "补给谁")
    assert answer.status == "answered"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/4#1"


def test_a_sum_grows_with_the_conversation(assistant: Assistant) -> None:
    answer = talk(assistant, "学徒制 12个人 一年 多少", "再加8个", "都培养两年")
    assert answer.calculation is not None
    assert (answer.calculation.low, answer.calculation.high) == ("240000", "320000")
