from dataclasses import replace

import pytest

from bot.answering.document import DocumentFacts
from bot.answering.lookup import Lookup
from tests.answering_support import POLICY_ID, asked, book, policy, turn

LOOKUP = Lookup(lambda _: policy(), lambda text: bool(book().content(text)))
FACTS = DocumentFacts(lambda _: policy(), book())


@pytest.mark.parametrize("question", ["第七条原文", "第7条讲了什么", "第七条", "把第七条念给我听"])
def test_a_clause_asked_by_number_is_quoted_whole(question: str) -> None:
    reply = LOOKUP(asked(question))
    assert reply is not None
    assert [citation.id for citation in reply.citations] == [f"{POLICY_ID}/7#{n}" for n in range(1, 9)]
    assert all(citation.quote in reply.text for citation in reply.citations)


def test_one_sentence_of_a_clause_can_be_asked_for() -> None:
    for question in ("第四条第一句原文", "第四条第1句"):
        reply = LOOKUP(asked(question))
        assert reply is not None
        assert [citation.id for citation in reply.citations] == [f"{POLICY_ID}/4#1"]


def test_one_sentence_as_a_manner_of_speaking_is_none_of_the_clause() -> None:
    before = turn("第七条讲了什么", cited=[f"{POLICY_ID}/7#1"])
    assert LOOKUP(asked("一句话说清楚", before)) is None
    whole = LOOKUP(asked("第七条一句话说清楚讲了什么", before))
    assert whole is None or len(whole.citations) > 1


def test_the_last_sentence_of_a_clause_can_be_asked_for() -> None:
    reply = LOOKUP(asked("第八条最后一句"))
    assert reply is not None
    assert [citation.id for citation in reply.citations] == [f"{POLICY_ID}/8#8"]


def test_a_paragraph_of_an_undivided_clause_is_its_sentence_and_that_is_said() -> None:
    reply = LOOKUP(asked("第四条第三款"))
    assert reply is not None
    assert [citation.id for citation in reply.citations] == [f"{POLICY_ID}/4#3"]
    assert "第四条没有分款、项" in reply.text


def test_a_sentence_past_the_end_gives_the_whole_clause_and_its_length() -> None:
    reply = LOOKUP(asked("第四条第九句"))
    assert reply is not None
    assert len(reply.citations) == 3
    assert "只有三句" in reply.text


def test_a_clause_that_is_not_there_is_said_with_those_that_are() -> None:
    reply = LOOKUP(asked("第十二条原文"))
    assert reply is not None
    assert reply.status == "not_covered"
    assert "没有这一条" in reply.text
    assert "第九条" in reply.text


@pytest.mark.parametrize("question", ["这个文件一共几条", "这份文件的目录"])
def test_the_outline_names_every_clause(question: str) -> None:
    reply = LOOKUP(asked(question))
    assert reply is not None
    assert "共九条" in reply.text
    assert all(f"第{number}条" in reply.text for number in "一二三四五六七八九")


def test_the_text_of_what_was_cited_before_can_be_asked_for() -> None:
    reply = LOOKUP(asked("原文怎么写的", turn("学徒补贴多少钱", cited=[f"{POLICY_ID}/4#1"])))
    assert reply is not None
    assert reply.citations[0].id == f"{POLICY_ID}/4#1"


@pytest.mark.parametrize(
    ("question", "first", "count"),
    [("下一条呢", "8#1", 8), ("上一条", "6#1", 7), ("再往后一条", "8#1", 8), ("第二句", "7#2", 1)],
)
def test_what_stands_beside_the_clause_read_last_can_be_asked_for(question: str, first: str, count: int) -> None:
    reply = LOOKUP(asked(question, turn("第七条讲了什么", cited=[f"{POLICY_ID}/7#1", f"{POLICY_ID}/7#2"])))
    assert reply is not None
    assert reply.citations[0].id == f"{POLICY_ID}/{first}"
    assert len(reply.citations) == count


def test_after_the_last_clause_there_is_none() -> None:
    reply = LOOKUP(asked("下一条", turn("第九条讲了什么", cited=[f"{POLICY_ID}/9#1"])))
    assert reply is not None
    assert reply.status == "not_covered"


@pytest.mark.parametrize(
    "question", ["学徒补贴多少钱", "30条腿的桌子", "第三条生产线招学徒吗", "补贴目录谁来定", "目录在哪公布"]
)
def test_other_questions_are_no_lookups(question: str) -> None:
    assert LOOKUP(asked(question)) is None


@pytest.mark.parametrize("question", ["文号是多少", "这个文件什么时候发布的", "政策有效期到什么时候"])
def test_what_the_document_does_not_state_is_said(question: str) -> None:
    reply = FACTS(asked(question))
    assert reply is not None
    assert reply.status == "partial"
    assert "文件未标注" in reply.text


def test_a_question_about_the_document_is_one_in_any_conversation() -> None:
    dated = replace(asked("学徒补贴多少钱,这文件哪年发的"), typed="这文件哪年发的", is_follow_up=True)
    reply = FACTS(dated)
    assert reply is not None
    assert "文件未标注" in reply.text
    assert FACTS(replace(dated, typed="这个政策什么时候发钱")) is None
    outline = LOOKUP(replace(asked("学徒补贴一共几条"), typed="一共几条", is_follow_up=True))
    assert outline is not None
    assert "共九条" in outline.text
