"""What questions are compared with, kept from one pipeline to the next: reading thousands of forms takes a second."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.answering.asks import AskReader
from bot.answering.form_readings import FormReadings
from bot.answering.forms import DENSE_SHARE, EmbedForms
from bot.answering.matching import AnswerMatcher
from bot.answering.outside import OutsideMatcher
from bot.answering.words import WordBook
from corpus.approved import ApprovedAnswer
from corpus.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Matchers:
    """The approved answers and the subjects outside, ready to be compared with."""

    answers: AnswerMatcher
    outside: OutsideMatcher


class MatcherMaker:
    """Makes matchers; those whose answers and words are the same as last time are given again. For one thread."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        embed: EmbedForms,
        dense_share: float = DENSE_SHARE,
        readings: FormReadings | None = None,
    ) -> None:
        """`embed` gives the vectors of forms; `dense_share` as for `FormIndex`; `readings` where they are kept."""
        self._readings = readings
        self._subjects = vocabulary.outside
        self._reader = AskReader(vocabulary)
        self._embed_forms = embed
        self._dense_share = dense_share
        self._is_whole = True
        self._answers: tuple[tuple[ApprovedAnswer, ...], WordBook, AnswerMatcher] | None = None
        self._outside: tuple[WordBook, OutsideMatcher] | None = None

    def make(self, answers: tuple[ApprovedAnswer, ...], book: WordBook) -> Matchers:
        """The matchers of these answers and words."""
        if not self._is_whole:  # the model did not work last time: it may now
            self._answers = self._outside = None
            self._is_whole = True
        if self._answers is None or self._answers[:2] != (answers, book):
            made = self._read(answers, book)
            self._answers = (answers, book, made)
        if self._outside is None or self._outside[0] is not book:
            self._outside = (book, OutsideMatcher(self._subjects, book, self._embed, self._dense_share))
        return Matchers(self._answers[2], self._outside[1])

    def _read(self, answers: tuple[ApprovedAnswer, ...], book: WordBook) -> AnswerMatcher:
        if self._readings is None:
            return AnswerMatcher(answers, book, self._reader, self._embed, self._dense_share)
        self._readings.recall(book, self._reader)
        made = AnswerMatcher(answers, book, self._reader, self._embed, self._dense_share)
        told = [answer.questions for answer in answers] + [subject.questions for subject in self._subjects]
        self._readings.keep(chain.from_iterable(told), book, self._reader)
        return made

    def _embed(self, forms: Sequence[str]) -> NDArray[np.float32] | None:
        vectors = self._embed_forms(forms)
        self._is_whole = self._is_whole and (vectors is not None or not forms)
        return vectors
