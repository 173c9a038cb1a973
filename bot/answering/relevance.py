"""Whether a question is about anything held: one logistic model over how near it is to what is held and what is not."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells: nearnesses and a search score, all in [0, 1], and two words' presence.

    `nearness` is to the nearest form of the best approved answer, `near` the mean of its three nearest, `outside` and
    `outside_near` the same of the nearest subject outside, `hit` the first search score;
    `is_technical` whether a term of the field, `is_outside_named` whether an outside subject's own word is used.
    """

    nearness: float
    near: float
    outside: float
    outside_near: float
    hit: float
    is_technical: bool
    is_outside_named: bool


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """Weights fitted on the development questions by `python -m eval.benchmarks.relevance`, which draws the curve."""

    bias: float = -0.027
    nearness: float = 4.349
    near: float = 7.716
    outside: float = -8.86
    outside_near: float = -5.781
    hit: float = 5.31
    technical: float = 0.048
    named: float = -4.631

    def __call__(self, signals: Signals) -> float:
        """The probability that what is asked about is held, in [0, 1]."""
        total = (
            self.bias
            + self.nearness * signals.nearness
            + self.near * signals.near
            + self.outside * signals.outside
            + self.outside_near * signals.outside_near
            + self.hit * signals.hit
            + self.technical * signals.is_technical
            + self.named * signals.is_outside_named
        )
        return 1 / (1 + math.exp(-total))
