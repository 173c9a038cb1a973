"""Which approved answer fits a question: by meaning, by words, and by what is asked."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.asks import AskReader
from bot.answering.forms import DENSE_SHARE, EmbedForms, FormIndex, Vector, numbers
from bot.answering.ranking import Fit, RankModel
from bot.answering.words import WordBook, bigrams, known_words
from bot.retrieval.models import Hit
from corpus.approved import ApprovedAnswer
from corpus.vocabulary import Ask

_SPOKEN = 0.3
_CANDIDATES = 12
_OFTEN = 0.06
"""The share of an answer's forms that must ask something for it to be what the answer is asked for."""
_IDLEST = 1.5
_VAGUE_ASKS = frozenset({"yes_no", "manner", "definition", "list"})
"""An answer that names a silence is for those who ask just that; told by an ask more definite than these."""


@dataclass(frozen=True, slots=True)
class Match:
    """An approved answer and how well it fits; `missing` are the question's content words that it does not speak of."""

    answer: ApprovedAnswer
    score: float
    fit: Fit
    missing: tuple[str, ...]
    asks: frozenset[str]

    @property
    def nearness(self) -> float:
        """The nearness of the answer's nearest form."""
        return self.fit.nearest

    @property
    def near(self) -> float:
        """The mean nearness of its three nearest forms."""
        return self.fit.near

    @property
    def covered(self) -> float:
        """The share of the question's content words that it speaks of."""
        return self.fit.covered


@dataclass(frozen=True, slots=True)
class Asked:
    """What answers are compared with: a text, what it asks, its vector, and what a search for it finds."""

    text: str
    asks: Sequence[Ask]
    vector: Vector | None
    hits: Sequence[Hit] = ()


@dataclass(frozen=True, slots=True)
class _Word:
    """A content word of a question, the term that it stands for, its character pairs, and its weight."""

    text: str
    term: str
    pairs: tuple[str, ...]
    weight: float

    def share_in(self, spoken: str) -> float:
        """How much of the word is spoken of: all, or the share of its character pairs (工会干部 of 工会)."""
        if self.text in spoken or self.term in spoken:
            return 1.0
        return sum(pair in spoken for pair in self.pairs) / len(self.pairs) if len(self.text) > 2 else 0.0


@dataclass(frozen=True, slots=True)
class Compared:
    """A question beside every answer: worked out once, whatever is then asked of the two.

    `nearest` and `near` are (answers,) in [0, 1]: the nearness of the nearest form, the mean of the three nearest.
    """

    nearest: Vector
    near: Vector
    words: Sequence[_Word]
    wanted: frozenset[str]
    found: Mapping[str, float]

    @property
    def first(self) -> list[int]:
        """The numbers of the nearest answers, the nearest first."""
        return [int(owner) for owner in np.argsort(-(self.nearest + self.near), kind="stable")[:_CANDIDATES]]


class AnswerMatcher:
    """The approved answers, ready to be matched."""

    def __init__(
        self,
        answers: Sequence[ApprovedAnswer],
        book: WordBook,
        reader: AskReader,
        embed: EmbedForms,
        dense_share: float = DENSE_SHARE,
    ) -> None:
        """Embeds every form of every answer through `embed`; `dense_share` as for `FormIndex`."""
        self._answers = list(answers)
        self._book = book
        self._owner = {answer.id: owner for owner, answer in enumerate(self._answers)}
        forms = [(form, owner) for owner, answer in enumerate(self._answers) for form in answer.questions]
        self.texts = texts = [form for form, _ in forms]
        """Every form, answer by answer."""
        self._forms = FormIndex(texts, [owner for _, owner in forms], embed(texts), book, dense_share)
        self._asks = [_asked_by(answer.questions, reader) for answer in self._answers]
        self._rank = RankModel()
        cited = [citation.quote for answer in self._answers for citation in answer.citations]
        self._words = known_words(cited, texts, book)
        self._cited = [[citation.id for citation in answer.citations] for answer in self._answers]
        self._spoken = [book.with_synonyms(_spoken_of(answer)) for answer in self._answers]

    def compare(self, asked: Asked, without: int | None = None) -> Compared:
        """The question beside every answer; `without` leaves out one form, for fitting."""
        nearest, near = self._forms.nearness(asked.text, asked.vector, numbers(without))
        found = {hit.passage.id: hit.score for hit in asked.hits}
        words = self._words_of(self._book.content(asked.text))
        return Compared(nearest, near, words, frozenset(ask.name for ask in asked.asks), found)

    def match(self, question: Compared) -> list[Match]:
        """The answers that come near, best first."""
        return sorted((self._judge(owner, question) for owner in question.first), key=lambda match: -match.score)

    def match_both(self, whole: Compared, alone: Compared) -> list[tuple[Match, Fit]]:
        """The answers near either of two readings: how each matches the first, and its fit to the other."""
        owners = sorted({*whole.first, *alone.first})
        return [(self._judge(owner, whole), self._fit(owner, alone)) for owner in owners]

    def fits(self, question: Compared) -> list[Fit]:
        """What is known of the question and every answer, in their order."""
        return [self._fit(owner, question) for owner in range(len(self._answers))]

    @property
    def vectors(self) -> Vector | None:
        """(forms, dimensions) of every known way of asking, answer by answer."""
        return self._forms.vectors

    def knows(self, word: str) -> bool:
        """Whether the word, or the term that it stands for, is one in which the answers are asked for or told."""
        return word in self._words or self._book.canonical(word) in self._words

    def coverage(self, match: Match, words: Sequence[str]) -> float:
        """The share of the words that the matched answer speaks of."""
        held = self._words_of(words)
        return _covered(held, self._shares(self._owner[match.answer.id], held))

    def _words_of(self, words: Sequence[str]) -> list[_Word]:
        book = self._book
        return [_Word(word, book.canonical(word), bigrams(word), book.weight(word)) for word in words]

    def _judge(self, owner: int, question: Compared) -> Match:
        shares = self._shares(owner, question.words)
        fit = self._fit(owner, question, shares)
        missing = tuple(word.text for word, share in zip(question.words, shares, strict=True) if share < _SPOKEN)
        return Match(self._answers[owner], self._rank(fit), fit, missing, self._asks[owner])

    def _shares(self, owner: int, words: Sequence[_Word]) -> list[float]:
        """How much of each word the answer speaks of."""
        spoken = self._spoken[owner]
        return [word.share_in(spoken) for word in words]

    def _fit(self, owner: int, question: Compared, shares: Sequence[float] | None = None) -> Fit:
        """`shares` are those of the question's words, where they are known already."""
        answer, asks = self._answers[owner], self._asks[owner]
        shares = self._shares(owner, question.words) if shares is None else shares
        found = max((question.found.get(name, 0.0) for name in self._cited[owner]), default=0.0)
        shared = question.wanted & asks
        return Fit(
            nearest=float(question.nearest[owner]),
            near=float(question.near[owner]),
            found=found,
            covered=_covered(question.words, shares),
            asked=len(shared) / len(question.wanted) if question.wanted else 1.0,
            is_silence=float(answer.status == "partial"),
            is_idle_silence=_idleness(answer, shared, question.wanted),
        )


def _covered(words: Sequence[_Word], shares: Sequence[float]) -> float:
    """The share of the words, by weight, that is spoken of; 1 where there are none."""
    whole = sum(word.weight for word in words)
    return sum(word.weight * share for word, share in zip(words, shares, strict=True)) / whole if whole else 1.0


def _idleness(answer: ApprovedAnswer, shared: frozenset[str], wanted: frozenset[str]) -> float:
    """How little a silence is asked about: by nothing definite, and least where a yes or no is wanted."""
    if answer.status != "partial" or shared - _VAGUE_ASKS:
        return 0.0
    return _IDLEST if "yes_no" in wanted else 1.0


def _asked_by(forms: Sequence[str], reader: AskReader) -> frozenset[str]:
    """What an answer's forms ask more than once in a while."""
    counts = Counter(ask.name for form in forms for ask in reader.read(form))
    return frozenset(name for name, count in counts.items() if count >= round(_OFTEN * len(forms)))


def _spoken_of(answer: ApprovedAnswer) -> str:
    cited = " ".join(f"{citation.quote} {citation.heading}" for citation in answer.citations)
    return " ".join((*answer.questions, answer.text, cited))
