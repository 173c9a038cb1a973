"""Which reading of a follow-up is meant, told by the replies to both."""

from dataclasses import replace

from bot.answering.models import Status
from bot.answering.readings import meant, speaks_for_itself
from bot.answering.state import Inquiry, Reply
from tests.answering_support import POLICY_ID, policy, turn

TOLD, OTHER = f"{POLICY_ID}/4#1", f"{POLICY_ID}/7#5"
LAST = turn("学徒培训补贴多少钱", cited=[TOLD])
FOLLOW_UP = Inquiry(typed="年薪制呢", text="年薪制 学徒", is_follow_up=True)
BARE = replace(FOLLOW_UP, is_bare=True)


def reply(sentence: str, confidence: float, status: Status = "answered") -> Reply:
    return Reply(status, "approved", citations=(policy().cite(sentence),), confidence=confidence)


def test_of_two_as_sure_the_one_that_goes_on_is_meant() -> None:
    completed = reply(TOLD, 0.7)
    assert meant(FOLLOW_UP, LAST, reply(OTHER, 0.7), completed) is completed


def test_a_surer_answer_to_what_was_said_is_meant() -> None:
    alone = reply(OTHER, 0.9)
    assert meant(FOLLOW_UP, LAST, alone, reply(TOLD, 0.7)) is alone


def test_what_names_nothing_must_be_surer_still() -> None:
    completed = reply(TOLD, 0.7)
    assert meant(BARE, LAST, reply(OTHER, 0.9), completed) is completed


def test_a_silence_on_what_was_said_is_less_likely_meant() -> None:
    completed = reply(TOLD, 0.7)
    assert meant(FOLLOW_UP, LAST, reply(OTHER, 0.9, "partial"), completed) is completed


def test_what_the_completed_reading_leaves_unspoken_speaks_for_a_new_matter() -> None:
    alone = reply(OTHER, 0.7)
    assert meant(FOLLOW_UP, LAST, alone, replace(reply(TOLD, 0.75), own=0.0)) is alone


def test_a_matter_of_other_policies_is_a_new_one() -> None:
    alone = Reply("not_covered", "fixed", is_elsewhere=True)
    assert meant(FOLLOW_UP, LAST, alone, reply(TOLD, 0.9)) is alone


def test_what_is_not_held_as_it_was_said_is_completed() -> None:
    completed = reply(TOLD, 0.5)
    assert meant(FOLLOW_UP, LAST, Reply("not_covered", "fixed"), completed) is completed


def test_what_names_nothing_and_goes_on_keeps_its_matter_for_the_next_turn() -> None:
    alone = replace(reply(TOLD, 0.7), asked="老员工呢")
    kept = meant(BARE, LAST, alone, replace(reply(OTHER, 0.7), asked="老员工 学徒"))
    assert (kept.citations, kept.asked) == (alone.citations, "老员工 学徒")


def test_only_what_leads_to_the_sentence_told_needs_no_other_reading() -> None:
    assert speaks_for_itself(LAST, reply(TOLD, 0.7))
    assert not speaks_for_itself(LAST, reply(OTHER, 0.7))
