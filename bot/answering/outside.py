"""Which subject that lies outside the policies a question is near to, or names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answering.forms import DENSE_SHARE, EmbedForms, FormIndex, Vector, numbers
from bot.answering.words import WordBook, known_words
from corpus.vocabulary import Outside


@dataclass(frozen=True, slots=True)
class OutsideMatch:
    """The nearest subject outside: the nearness of its nearest form, and the mean of its three nearest."""

    subject: Outside
    nearness: float
    near: float


class OutsideMatcher:
    """The subjects that lie outside, ready to be compared with."""

    def __init__(
        self, subjects: Sequence[Outside], book: WordBook, embed: EmbedForms, dense_share: float = DENSE_SHARE
    ) -> None:
        """Embeds every form of every subject through `embed`; `dense_share` as for `FormIndex`."""
        self._subjects = list(subjects)
        self._book = book
        forms = [(form, owner) for owner, subject in enumerate(subjects) for form in subject.questions]
        self.texts = texts = [form for form, _ in forms]
        """Every form, subject by subject."""
        self._forms = FormIndex(texts, [owner for _, owner in forms], embed(texts), book, dense_share)
        self._words = {word: subject for subject in subjects for word in subject.words}
        self._spoken = known_words((), texts, book)
        self._holding = _holders(texts, book)
        self._rank = {word: rank for rank, word in enumerate(self._words) if len(word) > 1}
        self._longest = max(map(len, self._rank), default=0)

    def match(
        self, text: str, vector: Vector | None, without: int | None = None, aside: Collection[str] = ()
    ) -> OutsideMatch:
        """The subject that the text is nearest to.

        `without` leaves out one form, for fitting. Forms that ask about words `aside` are no likeness: `考护照` is near
        to `出国培训，护照谁给办` for nothing but the paper.
        """
        left_out = [*numbers(without), *(number for thing in aside for number in self._holding.get(thing, ()))]
        nearest, near = self._forms.nearness(text, vector, left_out)
        best = int(np.argmax(nearest))
        return OutsideMatch(self._subjects[best], float(nearest[best]), float(near[best]))

    @property
    def vectors(self) -> Vector | None:
        """(forms, dimensions) of every form, subject by subject."""
        return self._forms.vectors

    def knows(self, word: str) -> bool:
        """Whether the word is one in which subjects outside are asked about."""
        return word in self._spoken

    def named(self, text: str, aside: Collection[str] = ()) -> Outside | None:
        """The subject of which the text uses a word that is not set aside, or None."""
        segments = [segment for segment in self._book.segment(text) if segment not in aside]
        for segment in segments:
            if segment in self._words:
                return self._words[segment]
        for segment in segments:
            inside = self._rank.keys() & _pieces(segment, self._longest)
            if inside:
                return self._words[min(inside, key=self._rank.__getitem__)]
        return None


def _holders(forms: Sequence[str], book: WordBook) -> dict[str, list[int]]:
    """The numbers of the forms that hold each paper, cost or event."""
    holders: dict[str, list[int]] = {}
    for number, form in enumerate(forms):
        for word in book.content(form):
            if book.is_thing(word):
                holders.setdefault(word, []).append(number)
    return holders


def _pieces(text: str, longest: int) -> set[str]:
    """Every piece of `text` of two to so many characters."""
    lengths = range(2, min(longest, len(text)) + 1)
    return {text[start : start + length] for length in lengths for start in range(len(text) - length + 1)}
