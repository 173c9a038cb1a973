"""Which approved answer fits a question: by meaning, by words, and by what is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.asks import AskReader
from bot.answering.forms import DENSE_SHARE, FormIndex
from bot.answering.words import WordBook, bigrams
from corpus.approved import ApprovedAnswer
from corpus.vocabulary import Ask, Outside

Vector = NDArray[np.float32]
EmbedForms = Callable[[Sequence[str]], Vector | None]
_UNCOVERED = 0.22
_OTHER_ASK = 0.06
_SPOKEN = 0.3
_MISSED_TERM = 0.1
"""A term of the field that the answer does not speak of names another matter."""
_SILENCE = 0.12
_VAGUE_ASKS = frozenset({"yes_no", "manner", "definition", "list"})
"""An answer that names a silence is for those who ask just that; told by an ask more definite than these."""


@dataclass(frozen=True, slots=True)
class Match:
    """An approved answer and how well it fits; `covered` is the share of the question's content words it speaks of."""

    answer: ApprovedAnswer
    score: float
    nearness: float
    covered: float
    missing: tuple[str, ...]
    asks: frozenset[str]


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
        texts = [form for form, _ in forms]
        self._forms = FormIndex(texts, [owner for _, owner in forms], embed(texts), book, dense_share)
        self._asks = [
            frozenset(ask.name for form in answer.questions for ask in reader.read(form)) for answer in self._answers
        ]
        self._spoken = [book.with_synonyms(_spoken_of(answer)) for answer in self._answers]

    def match(self, text: str, asks: Sequence[Ask], vector: Vector | None) -> list[Match]:
        """All answers, best first."""
        if not self._answers:
            return []
        nearness = self._forms.scores(text, vector)
        content = self._book.content(text)
        wanted = {ask.name for ask in asks}
        best = np.argsort(-nearness, kind="stable")[:12]
        matches = [self._judge(int(owner), float(nearness[owner]), content, wanted) for owner in best]
        return sorted(matches, key=lambda match: -match.score)

    def coverage(self, match: Match, text: str) -> float:
        """The share of the content words of `text` that the matched answer speaks of."""
        owner = self._owner[match.answer.id]
        return self._book.covered({word: self._speaks_of(owner, word) for word in self._book.content(text)})

    def _judge(self, owner: int, nearness: float, content: list[str], wanted: set[str]) -> Match:
        spoken = {word: self._speaks_of(owner, word) for word in content}
        missing = tuple(word for word, share in spoken.items() if share < _SPOKEN)
        covered = self._book.covered(spoken)
        other = bool(wanted) and not wanted & self._asks[owner]
        is_silence = self._answers[owner].status == "partial"
        missed = _MISSED_TERM * any(self._book.is_technical(word) for word in missing)
        silence = _SILENCE * (is_silence and not wanted & self._asks[owner] - _VAGUE_ASKS)
        score = nearness - _UNCOVERED * (1 - covered) - _OTHER_ASK * other - silence - missed
        return Match(self._answers[owner], score, nearness, covered, missing, self._asks[owner])

    def _speaks_of(self, owner: int, word: str) -> float:
        """How much of the word the answer speaks of: all, or the share of its character pairs (工会干部 of 工会)."""
        spoken = self._spoken[owner]
        if word in spoken or self._book.canonical(word) in spoken:
            return 1.0
        pairs = bigrams(word)
        return sum(pair in spoken for pair in pairs) / len(pairs) if len(word) > 2 else 0.0


class OutsideMatcher:
    """The subjects that lie outside, ready to be compared with."""

    def __init__(
        self, subjects: Sequence[Outside], book: WordBook, embed: EmbedForms, dense_share: float = DENSE_SHARE
    ) -> None:
        """Embeds every form of every subject through `embed`; `dense_share` as for `FormIndex`."""
        self._subjects = list(subjects)
        self._book = book
        forms = [(form, owner) for owner, subject in enumerate(subjects) for form in subject.questions]
        texts = [form for form, _ in forms]
        self._forms = FormIndex(texts, [owner for _, owner in forms], embed(texts), book, dense_share)
        self._words = {word: subject for subject in subjects for word in subject.words}

    def nearest(self, text: str, vector: Vector | None) -> tuple[Outside, float]:
        """The nearest subject and how near it is, in [0, 1]."""
        scores = self._forms.scores(text, vector)
        best = int(np.argmax(scores))
        return self._subjects[best], float(scores[best])

    def named(self, text: str) -> Outside | None:
        """The subject of which the text uses a word, or None."""
        for segment in self._book.segment(text):
            if segment in self._words:
                return self._words[segment]
        for segment in self._book.segment(text):
            inside = (word for word in self._words if len(word) > 1 and word in segment)
            if (word := next(inside, None)) is not None:
                return self._words[word]
        return None


def _spoken_of(answer: ApprovedAnswer) -> str:
    cited = " ".join(f"{citation.quote} {citation.heading}" for citation in answer.citations)
    return " ".join((*answer.questions, answer.text, cited))
