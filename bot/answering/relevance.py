"""Whether a question is about anything held: one logistic model over how near it is to what is held and what is not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from bot.answering.matching import Match, OutsideMatch
from bot.answering.words import WordBook


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells: nearnesses, a search score and shares, all in [0, 1].

    `nearness` is to the nearest form of the best approved answer, `near` the mean of its three nearest, `outside` and
    `outside_near` the same of the nearest subject outside, `hit` the first search score. `covered` is the share of the
    question's words that the best answer speaks of, `unspoken` the weight of the weightiest word that it does not.
    `technical` tells of a term of the field, `named` of a word that is an outside subject's own, `silence` that the
    best answer names what the text is silent on.
    """

    nearness: float
    near: float
    outside: float
    outside_near: float
    hit: float
    covered: float
    unspoken: float
    technical: float
    named: float
    silence: float


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """Weights fitted on the development questions by `python -m eval.benchmarks.relevance`, which draws the curve."""

    bias: float = -5.272
    nearness: float = 4.267
    near: float = 14.757
    outside: float = -8.023
    outside_near: float = -11.989
    hit: float = 5.318
    covered: float = 3.668
    unspoken: float = 0.302
    technical: float = 1.092
    named: float = -2.044
    silence: float = -0.598

    def __call__(self, signals: Signals) -> float:
        """The probability that what is asked about is held, in [0, 1]."""
        told = (float(getattr(self, field.name) * getattr(signals, field.name)) for field in fields(signals))
        return 1 / (1 + math.exp(-(self.bias + sum(told))))


def read_signals(
    content: Sequence[str], best: Match | None, outside: OutsideMatch, hit: float, book: WordBook
) -> Signals:
    """The signals of a question of these words: its best answer, what lies nearest outside, the first search score."""
    missing = best.missing if best else ()
    return Signals(
        nearness=best.nearness if best else 0.0,
        near=best.near if best else 0.0,
        outside=outside.nearness,
        outside_near=outside.near,
        hit=hit,
        covered=best.covered if best else 1.0,
        unspoken=max((book.weight(word) for word in missing), default=0.0),
        technical=float(any(book.is_technical(word) for word in content)),
        named=float(outside.is_named),
        silence=float(best is not None and best.answer.status == "partial"),
    )
