"""A number after an answer on the content goes to the calculator that rests on the sentence told."""

import pytest

from bot.answering.calculate import CalculationResponder
from tests.answering_support import POLICY_ID, asked, turn
from tests.rule_support import registry

RESPOND = CalculationResponder(registry())


@pytest.mark.parametrize(
    ("cited", "said", "shown"),
    [
        ("9#2", "我们提了120万，一线要花多少", "720000"),
        ("4#1", "20个", "120000"),
        ("4#1", "说是50人,一年", "300000"),
        ("4#2", "20个人两年", "240000"),
        ("3#7", "学校去年盈余80万，绩效总量600万", "240000"),
    ],
)
def test_a_number_continues_what_was_told(cited: str, said: str, shown: str) -> None:
    reply = RESPOND(asked(said, turn("有啥规定", cited=[f"{POLICY_ID}/{cited}"])))
    assert reply is not None
    assert reply.status == "answered"
    assert shown in reply.text


def test_a_number_beside_a_claim_is_no_calculation() -> None:
    assert RESPOND(asked("是不是说他们涨5%，我个人也得涨5%", turn("涨多少", cited=[f"{POLICY_ID}/7#8"]))) is None


def test_one_of_two_facts_is_asked_for_after_the_other() -> None:
    reply = RESPOND(asked("上年盈余200万", turn("绩效能多提多少", cited=[f"{POLICY_ID}/3#7"])))
    assert reply is not None
    assert [need.name for need in reply.needs] == ["performance_pay_last_year"]


def test_a_number_after_another_sentence_is_no_calculation() -> None:
    assert RESPOND(asked("20个", turn("能评什么奖", cited=[f"{POLICY_ID}/8#2"]))) is None


def test_what_a_clause_answers_too_is_not_calculated_where_papers_are_asked_for() -> None:
    assert RESPOND(asked("高级技师评什么职称")) is not None
    assert RESPOND(asked("高级技师评什么职称 要啥证件")) is None
