"""Which approved answer a follow-up means: one linear model over how it fits completed, alone, and after what was told."""

from dataclasses import dataclass

from bot.answering.matching import Match
from bot.answering.ranking import Fit

_NEAR_TOLD = 2
"""Sentences so far apart in one clause are of one matter."""


@dataclass(frozen=True, slots=True)
class Both:
    """An answer beside a follow-up: completed by what was spoken of (`match`, `whole`), and as it was said (`alone`)."""

    match: Match
    whole: Fit
    alone: Fit

    def is_near(self, told: str) -> bool:
        """Whether the sentence it rests on is close to the sentence `told`, an identifier; nothing is close to none."""
        first = self.match.answer.citations[0].id
        clause, _, number = first.rpartition("#")
        told_clause, _, told_number = told.rpartition("#")
        return clause == told_clause and abs(int(number) - int(told_number)) <= _NEAR_TOLD


@dataclass(frozen=True, slots=True)
class FollowUpModel:
    """Weights fitted by `python -m eval.benchmarks.following`: the logarithm of the odds.

    `own` is for the share of what the follow-up itself names that the answer speaks of, `told` for being near what was
    told last, `silent` for an answer that does not speak of something definite that is asked: beside the matter told
    the silence is more likely meant than what another matter says. Another answer than the first must be better by
    `margin`.
    """

    near: float = 17.18
    found: float = 9.437
    asked: float = 2.688
    alone_nearest: float = 8.375
    alone_near: float = 8.732
    own: float = 1.621
    told: float = 1.528
    silent: float = 1.706
    margin: float = 1.0

    def __call__(self, both: Both, told: str, own: float, *, is_silent: bool) -> float:
        """The score: only differences between answers to one follow-up mean anything."""
        return (
            self.near * both.whole.near
            + self.found * both.whole.found
            + self.asked * both.whole.asked
            + self.alone_nearest * both.alone.nearest
            + self.alone_near * both.alone.near
            + self.own * own
            + self.told * both.is_near(told)
            + self.silent * is_silent
        )
