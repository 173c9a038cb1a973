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


@pytest.mark.parametrize("question", ["健康证在哪办，多少钱", "残疾证去哪评，什么时候发"])
def test_a_part_that_names_nothing_is_refused_with_what_it_is_about(assistant: Assistant, question: str) -> None:
    answer = talk(assistant, question)
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


@pytest.mark.parametrize(
    ("questions", "clause"),
    [
        (("教育经费的提取跟什么挂钩", "用能也算？", "钱从哪些渠道来"), "9#1"),
        (("国企工资往哪些岗位倾斜", "能给年薪不"), "7#5"),
    ],
)
def test_what_a_follow_up_names_is_answered_and_not_what_was_told(
    assistant: Assistant, questions: tuple[str, ...], clause: str
) -> None:
    answer = talk(assistant, *questions)
    assert answer.status == "answered"
    assert answer.citations[0].id == f"baotou-jineng-qiangqi/{clause}"


def test_a_follow_up_that_names_what_is_not_spoken_of_gets_no_yes(assistant: Assistant) -> None:
    answer = talk(assistant, "能去国外培训吗", "走之前要体检不")
    assert answer.status == "partial"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/8#6"


@pytest.mark.parametrize("question", ["给钱不", "有补贴吗"])
def test_money_asked_after_a_matter_is_that_matters(assistant: Assistant, question: str) -> None:
    answer = talk(assistant, "产业学院能跟学校合办不", question)
    assert answer.status == "partial"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/4#3"
    assert "6000" not in answer.text


def test_a_silence_asked_after_an_answer_is_a_silence_on_that_matter(assistant: Assistant) -> None:
    answer = talk(assistant, "毕业年度实习的大学生能算学徒不", "合同得签几年", "要带啥材料去办")
    assert answer.status == "partial"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/4#2"


def test_a_figure_changed_without_a_name_is_the_one_said_last(assistant: Assistant) -> None:
    answer = talk(assistant, "管理层加薪4%，技术工人加薪3.5%，合不合规", "提到4.5%呢")
    assert answer.calculation is not None
    assert answer.calculation.inputs == {"skilled_growth": "4.5", "comparison_growth": "4"}


@pytest.mark.parametrize("change", ["4.5%呢", "经费改成4.5%"])
def test_a_figure_that_may_be_either_is_asked_about(assistant: Assistant, change: str) -> None:
    answer = talk(assistant, "管理层加薪4%，技术工人加薪4%，合不合规", change)
    assert answer.status != "answered" or answer.calculation is None


def test_who_is_left_is_who_counts(assistant: Assistant) -> None:
    answer = talk(assistant, "学徒补贴，培训期一年的，能给我们公司多少钱", "8", "有3个不干了，剩下的5个能拿多少")
    assert answer.calculation is not None
    assert (answer.calculation.low, answer.calculation.high) == ("30000", "40000")


@pytest.mark.parametrize(
    ("questions", "clause"),
    [
        (("群众问技工学校和高中是不是一起招生", "啥时候报名", "招多少人"), "3#2"),
        (("选拔技术工人到妇联兼职是正式调过去吗", "名额多少"), "8#5"),
        (("生态链能给哪些支持", "找谁"), "1#1"),
    ],
)
def test_a_follow_up_that_is_nothing_but_an_ask_gets_the_silence_on_its_matter(
    assistant: Assistant, questions: tuple[str, ...], clause: str
) -> None:
    answer = talk(assistant, *questions)
    assert answer.status == "partial"
    assert answer.citations[0].id.endswith(clause)


def test_private_enterprises_are_told_what_is_said_to_them(assistant: Assistant) -> None:
    answer = talk(assistant, "国企有啥要求", "民企呢")
    assert answer.citations[0].id.endswith("2#5")
    assert "对国有企业" not in answer.text


def test_the_higher_of_two_is_told(assistant: Assistant) -> None:
    assert "高于" in talk(assistant, "特级技师待遇是啥", "首席呢", "哪个工资高").text


def test_money_after_who_may_be_an_apprentice_is_the_subsidy(assistant: Assistant) -> None:
    questions = ("想办学徒班，招来的新员工能行不", "钱呢", "那20个人呢", "再加3个")
    assert "6000" in talk(assistant, *questions[:2]).text
    answer = talk(assistant, *questions)
    assert answer.calculation is not None
    assert (answer.calculation.low, answer.calculation.high) == ("138000", "184000")


def test_an_ask_that_names_nothing_is_not_refused_after_an_answer(assistant: Assistant) -> None:
    answer = talk(assistant, "派骨干去外地学习，支持不", "出国的", "报销多少")
    assert answer.status == "partial"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/8#6"


def test_an_ask_that_names_another_matter_is_refused_after_an_answer(assistant: Assistant) -> None:
    assert talk(assistant, "工人能评劳模吗", "医保怎么报销").status == "not_covered"


def test_words_that_name_nothing_make_no_silence(assistant: Assistant) -> None:
    answer = talk(assistant, "技校现在教学是啥模式", "所有技校都这样吗")
    assert answer.status == "answered"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/3#4"


def test_what_leads_to_the_sentence_told_is_read_as_it_was_said(assistant: Assistant) -> None:
    answer = talk(assistant, "链主企业能给别的厂工人评等级？", "发的证有用不", "收费不", "怎么当链主")
    assert answer.status == "partial"
    assert answer.citations[0].id == "baotou-jineng-qiangqi/1#2"


def test_how_much_is_asked_with_any_verb(assistant: Assistant) -> None:
    assert talk(assistant, "职工教育经费能抵税不", "抵多少").status == "partial"
