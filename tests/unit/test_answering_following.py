"""Which answer a follow-up means."""

from dataclasses import replace

import pytest

from bot.answering.following import MARGIN, Both, FollowUpFit, FollowUpModel, meant
from bot.answering.matching import Match
from bot.answering.ranking import Fit
from corpus.approved import ApprovedAnswer
from corpus.models import Citation

_FIT = Fit(nearest=0.6, near=0.5, found=0.4, covered=1.0, asked=1.0, is_silence=0.0, is_idle_silence=0.0)


def _both(name: str, sentence: str, alone: Fit = _FIT) -> Both:
    quote = "给企业补贴"
    citation = Citation(
        id=f"policy/{sentence}",
        policy_id="policy",
        policy_title="政策",
        label="第四条",
        heading="",
        quote=quote,
        url="",
    )
    answer = ApprovedAnswer(name, "policy", (name,), "给企业", "answered", "", (citation,), (quote,))
    return Both(Match(answer, 0.7, _FIT, (), frozenset()), alone)


def _score(one: Both, told: str = "") -> float:
    return FollowUpModel()(FollowUpFit.of(one, told, own=1.0, is_silent=False))


@pytest.mark.parametrize(
    ("sentence", "told", "is_near"),
    [
        ("4#1", "policy/4#1", True),
        ("4#3", "policy/4#1", True),
        ("4#4", "policy/4#1", False),
        ("3#1", "policy/4#1", False),
        ("4#1", "", False),
        ("4#1", "policy/4#table", False),
    ],
)
def test_near_what_was_told_is_close_to_it_in_the_same_clause(sentence: str, told: str, *, is_near: bool) -> None:
    assert _both("a", sentence).is_near(told) is is_near


def test_what_fits_the_words_alone_takes_the_place_of_what_fits_the_completed_question() -> None:
    amount = _both("amount", "4#1")
    receiver = _both("receiver", "4#1", replace(_FIT, nearest=0.9, near=0.85))
    found = meant((amount, receiver), amount.match, _score)
    assert found is not None
    assert found.answer.id == "receiver"
    assert found.score == amount.match.score


def test_a_little_better_is_not_enough() -> None:
    amount, other = _both("amount", "4#1"), _both("other", "4#2", replace(_FIT, nearest=0.62))
    assert 0 < _score(other) - _score(amount) < MARGIN
    assert meant((amount, other), amount.match, _score) is None


def test_the_best_one_stands_where_nothing_is_better_or_nothing_is_near() -> None:
    amount, other = _both("amount", "4#1"), _both("other", "8#1")
    assert meant((amount, other), amount.match, lambda one: _score(one, "policy/4#1")) is None
    assert meant((), amount.match, _score) is None


def test_what_is_near_what_was_told_and_silent_is_rather_meant() -> None:
    model, one = FollowUpModel(), _both("amount", "4#1")
    plain = FollowUpFit.of(one, "", own=1.0, is_silent=False)
    assert model(FollowUpFit.of(one, "policy/4#2", own=1.0, is_silent=False)) > model(plain)
    assert model(FollowUpFit.of(one, "", own=1.0, is_silent=True)) > model(plain)
    assert model(FollowUpFit.of(one, "", own=0.0, is_silent=False)) < model(plain)
