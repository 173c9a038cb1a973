"""Whether a question is about anything held: one logistic model over how near it is to what is held and what is not."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from bot.answering.matching import AnswerMatcher, Match
from bot.answering.outside import OutsideMatch, OutsideMatcher
from bot.answering.parts import asking_part
from bot.answering.words import WordBook
from corpus.vocabulary import Ask, Outside

_TELLING = 0.7
"""The least weight of a word that tells a matter."""
_LONG = 4
_ENOUGH = 3
"""A rare word of four characters, or three of two, are enough to be familiar."""
_ITSELF = re.compile("丢|遗失|挂失|过期|到期|年审|年检|激活|余额")
"""A paper that is lost or has run out is the matter itself."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells: nearnesses, a search score and shares, all in [0, 1], and a side.

    `nearness` is to the nearest form of the best approved answer, `near` the mean of its three nearest, `outside` and
    `outside_near` the same of the nearest subject outside, `hit` the first search score. `covered` is the share of the
    question's words that the best answer speaks of. `familiar` is how many of its words only what is held is asked or
    told with: long words tell more, a few are enough, and none outweighs a subject that is named. `foreign` is the
    share of the words of what is asked, the story before it apart, that only subjects outside are asked about with,
    `unknown` that of nouns that neither side is. `named` tells of a word that is an outside subject's own. `side` is
    the side of the boundary between the two kinds of forms, about -1 outside and 1 inside, `pairs` the side by
    character pairs.
    """

    nearness: float
    near: float
    outside: float
    outside_near: float
    hit: float
    covered: float
    familiar: float
    foreign: float
    unknown: float
    named: float
    side: float
    pairs: float

    def beside(self, outside: OutsideMatch) -> "Signals":
        """The same with how near the nearest subject outside is."""
        return replace(self, outside=outside.nearness, outside_near=outside.near)


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """Weights fitted on the development questions by `python -m eval.benchmarks.relevance`, which draws the curve.

    The nearer something outside is, the less probable: no weight of `outside` and `outside_near` is above 0.
    """

    bias: float = -3.389
    nearness: float = 7.19
    near: float = 8.261
    outside: float = -7.472
    outside_near: float = -5.798
    hit: float = -1.099
    covered: float = 2.068
    familiar: float = 1.663
    foreign: float = -1.158
    unknown: float = -0.325
    named: float = -1.153
    side: float = 1.675
    pairs: float = 1.945

    def __call__(self, signals: Signals) -> float:
        """The probability that what is asked about is held, in [0, 1]."""
        told = (float(getattr(self, field.name) * getattr(signals, field.name)) for field in fields(signals))
        return 1 / (1 + math.exp(-(self.bias + sum(told))))


@dataclass(frozen=True, slots=True)
class Nearest:
    """What a question is near to: the best answer, a subject outside that it names, the first search score, sides."""

    best: Match | None
    named: Outside | None
    hit: float
    side: float
    pairs: float


@dataclass(frozen=True, slots=True)
class SignalReader:
    """Reads the signals of a question from what it is near to."""

    matcher: AnswerMatcher
    outside: OutsideMatcher
    book: WordBook

    def __call__(self, text: str, asks: Sequence[Ask], nearest: Nearest) -> Signals:
        """The signals of what the text asks, as if the nearest subject outside were as near as can be.

        Comparing with those subjects takes time that most questions can do without; see `Signals.beside`.
        """
        aside = self.aside(text)
        whole = [word for word in self.book.content(text) if word not in aside]
        content = [word for word in self.book.content(asking_part(text, asks)) if word not in aside] or whole
        best = nearest.best
        strange = [word for word in content if not self.matcher.knows(word)]
        foreign = [word for word in strange if self.outside.knows(word)]
        unknown = [word for word in strange if word not in foreign and self.book.is_name(word)]
        return Signals(
            nearness=best.nearness if best else 0.0,
            near=best.near if best else 0.0,
            outside=1.0,
            outside_near=1.0,
            hit=nearest.hit,
            covered=self._covered(best, whole, is_whole=not aside),
            familiar=0.0 if nearest.named else self._familiar(whole),
            foreign=1 - self.book.share(content, foreign),
            unknown=1 - self.book.share(content, unknown),
            named=float(nearest.named is not None),
            side=nearest.side,
            pairs=nearest.pairs,
        )

    def aside(self, text: str) -> tuple[str, ...]:
        """The papers, costs and events in `text` where a word beside them tells its matter; else none.

        They go along with any matter, of the field or outside, and tell of none.
        """
        content = self.book.content(text)
        things = tuple(word for word in content if self.book.is_thing(word))
        if not things or _ITSELF.search(text):
            return ()
        is_told = self.book.holds_term(text) or any(self._is_own(word) for word in content if word not in things)
        return things if is_told else ()

    def _familiar(self, words: Sequence[str]) -> float:
        own = (word for word in words if self.matcher.knows(word) and not self.outside.knows(word))
        told = sum(self.book.weight(word) * (min(len(word), _LONG) - 1) for word in own)
        return min(1.0, told / _ENOUGH)

    def _is_own(self, word: str) -> bool:
        """Whether the word is one that is asked about inside, and not outside."""
        return self.book.weight(word) >= _TELLING and self.matcher.knows(word) and not self.outside.knows(word)

    def _covered(self, best: Match | None, words: Sequence[str], *, is_whole: bool) -> float:
        if best is None:
            return 1.0
        return best.covered if is_whole else self.matcher.coverage(best, words)
