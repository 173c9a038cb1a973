"""Plain sentences of a small model: which of them count, and what each is taken to rest on."""

import pytest

from bot.llm.plain import MOST_SENTENCES, PlainReader

SOURCES = {"p/4#1": "按照培养等级给予企业每人每年6000元—8000元的培训补贴。", "p/9#2": "60%以上用于一线职工教育和培训。"}


def read(text: str, question: str = "学徒补贴多少") -> list[tuple[str, list[str]]]:
    reader = PlainReader(SOURCES, question)
    for character in text:
        assert reader.feed(character) == []
    answer = reader.finish()
    return [(statement.text, statement.ids) for statement in answer.statements] if answer else []


def test_each_sentence_rests_on_what_it_shares_most_with() -> None:
    said = "给企业每人每年6000元—8000元的培训补贴。一线职工教育和培训占60%以上。"
    assert [ids for _, ids in read(said)] == [["p/4#1"], ["p/9#2"]]


@pytest.mark.parametrize(
    "text",
    ["", "给予企业每人每年的培训", "<资料 ab12>", "学徒补贴多少。", "。。。", "企业培训补贴有多少？", "企业培训补贴\n"],
)
def test_what_is_cut_short_or_says_nothing_is_no_sentence(text: str) -> None:
    assert read(text) == []


def test_marks_and_repetitions_are_left_out() -> None:
    assert [text for text, _ in read("1. 回答：给企业培训补贴。\n给企业培训补贴。")] == ["给企业培训补贴。"]


def test_a_sentence_about_something_else_rests_on_nothing() -> None:
    assert read("公园里开满鲜花。") == [("公园里开满鲜花。", [])]


def test_a_model_that_goes_on_and_on_is_cut() -> None:
    sentences = [f"给企业培训补贴{'又' * n}。" for n in range(1, 9)]
    assert len(read("".join(sentences))) == MOST_SENTENCES
    assert read("给企业补贴。" * 5000) == []
