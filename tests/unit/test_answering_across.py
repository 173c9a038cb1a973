from datetime import date

import pytest

from bot.answering.across import AcrossResponder
from bot.answering.finding import Found
from bot.answering.shelf import Shelf
from bot.answering.state import Inquiry, Reply
from corpus.reading import parse_policy
from tests.answering_support import asked, book, gazetteer, turn
from tests.unit.test_answering_shelf import LABOUR, MAIN

LAW = parse_policy("中华人民共和国劳动法\n第一条 国家给予补贴。", "labour")
TODAY = date(2026, 11, 23)


class OneFinder:
    """Finds one article, whatever is asked."""

    def find(self, *_: object) -> list[Found]:
        clause = LAW.clause("1")
        return [Found(LAW, clause, clause.sentences[0], 0.8, 0.8, 1.0, True, True)]

    def answers(self, *_: object, is_named: bool) -> bool:
        return not is_named


def across(inquiry: Inquiry) -> Reply:
    shelf = Shelf([LABOUR, MAIN], "main", gazetteer(), lambda: TODAY)
    refused = Reply("not_covered", "fixed", lead="没有。")
    return AcrossResponder(lambda _: refused, OneFinder(), shelf, book(), gazetteer())(inquiry)  # type: ignore[arg-type]


def test_a_bare_word_in_a_conversation_is_less_surely_a_matter_of_another_text() -> None:
    """`补贴` after a question on apprentices goes on with those, though a law speaks of subsidies too."""
    before = turn("学徒", cited=["main/4#1"])
    assert across(asked("补贴")).confidence == pytest.approx(0.8)
    assert across(asked("补贴", before)).confidence < 0.6
    assert across(asked("国家给予什么补贴", before)).confidence == pytest.approx(0.8)


def test_what_another_text_says_is_told_under_its_title() -> None:
    reply = across(asked("国家给予什么补贴"))
    assert reply.text == "《中华人民共和国劳动法》规定：\n第一条：“国家给予补贴。”"
