import json

import pytest

from bot.llm.reading import MAX_CHARACTERS, AnswerReader

WHOLE = {
    "statements": [{"text": "甲。", "ids": ["4#1"]}, {"text": "乙。", "ids": ["4#2"]}],
    "completeness": "complete",
}
TEXT = json.dumps(WHOLE, ensure_ascii=False)


def test_a_statement_is_given_when_the_next_one_begins() -> None:
    reader = AnswerReader()
    assert reader.feed('{"statements": [{"text": "甲。", "ids": ["4#1"]}') == []
    given = reader.feed(', {"text": "乙", "ids": []}')
    assert [statement.text for statement in given] == ["甲。"]


def test_every_cut_gives_each_statement_once() -> None:
    for cut in range(len(TEXT)):
        reader = AnswerReader()
        given = [s.text for piece in (TEXT[:cut], TEXT[cut:]) for s in reader.feed(piece)]
        assert given == ["甲。", "乙。"]
        assert reader.finish() is not None


@pytest.mark.parametrize("text", ["", "第四条", TEXT[:-1], "[]", "{", '{"statements": []}', "}{", '{"a":' * 2000])
def test_what_is_not_whole_is_no_answer(text: str) -> None:
    reader = AnswerReader()
    reader.feed(text)
    assert reader.finish() is None


def test_an_endless_answer_is_noticed() -> None:
    reader = AnswerReader()
    reader.feed("补" * (MAX_CHARACTERS + 1))
    assert reader.is_too_long
    assert reader.finish() is None
