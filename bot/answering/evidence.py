"""Everything that is found on a question before anything is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from bot.answering.boundary import fit_boundary
from bot.answering.following import Both
from bot.answering.gate.quantities import read
from bot.answering.matching import AnswerMatcher, Asked, Compared, Match
from bot.answering.outside import OutsideMatch, OutsideMatcher
from bot.answering.pair_boundary import fit_pairs
from bot.answering.relevance import Nearest, SignalReader, Signals
from bot.answering.state import Inquiry
from bot.answering.words import WordBook
from bot.retrieval.models import Hit, Searcher
from corpus.vocabulary import Outside

Embed = Callable[[str], NDArray[np.float32] | None]
_SEARCHED = 6
_RANKED = 60


@dataclass(frozen=True)
class Evidence:
    """Everything found on one question; what lies outside is compared with when it is first asked for."""

    matches: list[Match]
    hits: list[Hit]
    named: Outside | None
    """The subject outside of which the question uses a word."""
    compare_outside: Callable[[], OutsideMatch]
    least: Signals
    """What tells whether it is held, were the nearest subject outside as near as can be."""
    spoken: float
    """The share of the question's words, by weight, that stand in the sentence found first."""
    has_matter: bool
    """Whether the question holds any word that carries a matter."""
    both: tuple[Both, ...] = ()
    """The answers near a follow-up completed or as it was said; none for any other question."""

    @cached_property
    def outside(self) -> OutsideMatch:
        """The subject outside that is nearest."""
        return self.compare_outside()

    @cached_property
    def signals(self) -> Signals:
        """What tells whether it is held."""
        return self.least.beside(self.outside)

    @property
    def best(self) -> Match | None:
        """The approved answer that fits best."""
        return self.matches[0] if self.matches else None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where answers come from."""

    matcher: AnswerMatcher
    outside: OutsideMatcher
    searcher: Searcher
    embed: Embed


class EvidenceGatherer:
    """Looks for what a question is near to: approved answers, sentences, subjects outside."""

    def __init__(self, sources: Sources, book: WordBook) -> None:
        """Takes what is searched."""
        self._matcher = sources.matcher
        self._outside = sources.outside
        self._searcher = sources.searcher
        self._embed = sources.embed
        self._book = book
        self._signals = SignalReader(self._matcher, self._outside, book)
        self._boundary = fit_boundary(self._matcher.vectors, self._outside.vectors)
        self._pairs = fit_pairs(self._matcher.texts, self._outside.texts)

    def __call__(self, inquiry: Inquiry) -> Evidence:
        """What the question is near to."""
        found = self._searcher.search(inquiry.text, _RANKED, inquiry.scope)
        hits = found[:_SEARCHED]
        vector = self._embed(inquiry.text)
        compared = self._matcher.compare(Asked(inquiry.text, inquiry.asks, vector, found))
        matches = [match for match in self._matcher.match(compared) if _is_meant(inquiry, match)]
        aside = self._signals.aside(inquiry.text)
        named = self._outside.named(inquiry.text, aside)
        outside = partial(self._outside.match, inquiry.text, vector, aside=aside)
        content = self._book.content(inquiry.text)
        spoken = self._spoken(hits[0], content) if hits else 0.0
        best = matches[0] if matches else None
        side = self._boundary.side(vector) if self._boundary else 0.0
        nearest = Nearest(best, named, hits[0].score if hits else 0.0, side, self._pairs.side(inquiry.text))
        least = self._signals(inquiry.text, inquiry.asks, nearest)
        has_matter = bool(content) or _names_a_figure(inquiry.text)
        return Evidence(matches, hits, named, outside, least, spoken, has_matter, self._both(inquiry, compared))

    def _both(self, inquiry: Inquiry, whole: Compared) -> tuple[Both, ...]:
        if not inquiry.is_follow_up or not inquiry.alone:
            return ()
        found = self._searcher.search(inquiry.alone, _RANKED, inquiry.scope)
        alone = self._matcher.compare(Asked(inquiry.alone, inquiry.asks, self._embed(inquiry.alone), found))
        both = (Both(match, fit) for match, fit in self._matcher.match_both(whole, alone))
        return tuple(one for one in both if _is_meant(inquiry, one.match))

    def _spoken(self, hit: Hit, content: Sequence[str]) -> float:
        text = hit.passage.text
        return self._book.covered({word: float(word in text) for word in content}) if content else 0.0


def _is_meant(inquiry: Inquiry, match: Match) -> bool:
    """Whether the answer is on one of the policies that the question is limited to, if it is."""
    wanted = inquiry.scope.policy_ids if inquiry.scope else None
    return wanted is None or match.answer.policy_id in wanted


def _names_a_figure(text: str) -> bool:
    """Whether a sum or a share stands in the text: `60%是什么意思` is about something, `88个人三年` is not."""
    return any(quantity.kind in ("money", "percent") for quantity in read(text))
