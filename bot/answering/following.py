"""Which approved answer a follow-up means: one linear model over how it fits completed, alone, and what was told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

from bot.answering.matching import Match
from bot.answering.ranking import Fit

_NEAR_TOLD = 2
"""Sentences so far apart in one clause are of one matter."""


@dataclass(frozen=True, slots=True)
class Both:
    """An answer and a follow-up: completed by what was spoken of (`match`), and as it was said (`alone`)."""

    match: Match
    alone: Fit

    def is_near(self, told: str) -> bool:
        """Whether the sentence it rests on is close to the sentence `told`, an identifier; nothing is close to none."""
        first = self.match.answer.citations[0].id
        clause, _, number = first.rpartition("#")
        told_clause, _, told_number = told.rpartition("#")
        is_same = clause == told_clause and number.isdecimal() and told_number.isdecimal()
        return is_same and abs(int(number) - int(told_number)) <= _NEAR_TOLD


@dataclass(frozen=True, slots=True)
class FollowUpFit:
    """What is known of a follow-up and an approved answer, all in [0, 1].

    `near`, `found` and `asked` are those of the completed question (`Fit`), `alone_nearest` and `alone_near` the
    nearnesses of the follow-up as it was said. `own` is the share of what the follow-up itself names that the answer
    speaks of; `told` tells that the answer is near what was told last, `silent` that it does not speak of something
    definite that is asked.
    """

    near: float
    found: float
    asked: float
    alone_nearest: float
    alone_near: float
    own: float
    told: float
    silent: float

    @classmethod
    def of(cls, both: Both, told: str, own: float, *, is_silent: bool) -> "FollowUpFit":
        """`told` is the identifier of the sentence told last, or empty."""
        whole, alone = both.match.fit, both.alone
        near_told = float(both.is_near(told))
        return cls(
            whole.near, whole.found, whole.asked, alone.nearest, alone.near, own, near_told, float(is_silent)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FollowUpModel:
    """Weights that make the logarithm of odds.

    Fitted like those of `python -m eval.benchmarks.following`, on the whole replies judged; its own do as well.

    A silence weighs for an answer: on the matter told it is more likely meant than what another matter says.
    """

    near: float = 17.18
    found: float = 9.437
    asked: float = 2.688
    alone_nearest: float = 8.375
    alone_near: float = 8.732
    own: float = 1.621
    told: float = 1.528
    silent: float = 1.706

    def __call__(self, fit: FollowUpFit) -> float:
        """The score: only differences between answers to one follow-up mean anything."""
        return sum(float(getattr(self, field.name) * getattr(fit, field.name)) for field in fields(fit))


MARGIN = 1.0
"""So much better than the answer that fits the completed question must one be to take its place."""


def meant(both: Sequence[Both], best: Match, score: Callable[[Both], float]) -> Match | None:
    """The answer that a follow-up means by all that is known of both its readings, where that is not the best one."""
    scores = {one.match.answer.id: score(one) for one in both}
    if best.answer.id not in scores:
        return None
    first = max(both, key=lambda one: scores[one.match.answer.id]).match
    is_better = scores[first.answer.id] > scores[best.answer.id] + MARGIN
    return replace(first, score=best.score) if is_better else None
