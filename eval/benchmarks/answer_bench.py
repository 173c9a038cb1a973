"""The product's matchers and the development questions, for fitting the models that choose and refuse."""

from collections.abc import Sequence
from dataclasses import astuple, fields
from itertools import compress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.asks import AskReader
from bot.answering.boundary import Boundary, fit_boundary
from bot.answering.matching import AnswerMatcher, Asked
from bot.answering.models import Question
from bot.answering.outside import OutsideMatcher
from bot.answering.pair_boundary import PairBoundary, fit_pairs
from bot.answering.ranking import Fit
from bot.answering.relevance import Nearest, SignalReader, Signals
from bot.answering.words import WordBook
from bot.assembly import build_assistant
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
from corpus.approved import ApprovedAnswer, bind_answers, load_answer_files
from corpus.library import load_policies
from corpus.vocabulary import load_vocabulary
from eval.models import Item
from eval.questions import read_questions

NAMES = tuple(field.name for field in fields(Fit))
_SEARCHED = 60
_PARTS = 10

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]
_Boundaries = tuple[Boundary | None, PairBoundary]


class AnswerBench:
    """The matchers of the product, and the questions with the answers that are right for each."""

    def __init__(self, folder: Path) -> None:
        """Works in `folder`, which may be thrown away."""
        settings = Settings(data_dir=folder)
        self._assistant = build_assistant(settings)
        self._embeddings = make_embeddings(settings)
        vocabulary = load_vocabulary()
        policies = {policy.id: policy for policy in load_policies()}
        self._book = WordBook(vocabulary)
        self._reader = AskReader(vocabulary)
        embed = self._embeddings.embed_questions
        self.answers = bind_answers(load_answer_files(), policies).answers
        self._matcher = AnswerMatcher(self.answers, self._book, self._reader, embed)
        self._outside = OutsideMatcher(vocabulary.outside, self._book, embed)
        self._signals = SignalReader(self._matcher, self._outside, self._book)
        self.forms = [(form, owner) for owner, answer in enumerate(self.answers) for form in answer.questions]
        outside = [(form, owner) for owner, subject in enumerate(vocabulary.outside) for form in subject.questions]
        self.outside_forms = [form for form, _ in outside]
        self._owners = (np.array([owner for _, owner in self.forms]), np.array([owner for _, owner in outside]))
        self._whole = self._boundaries_without(_PARTS)
        self._parts = [self._boundaries_without(part) for part in range(_PARTS)]

    def close(self) -> None:
        """Release the folder."""
        self._assistant.close()

    def resolved(self, question: str) -> str:
        """The question as the pipeline understands it, spelt right."""
        return self._assistant.trace(Question(text=question)).resolved

    def questions(self) -> tuple[Matrix, Flags]:
        """(n, answers, features) of the development questions that some answer settles, and (n, answers) of which."""
        items = [item for item in read_questions() if item.split == "dev" and item.gold]
        right = np.array([_right(self.answers, item) for item in items])
        kept = [place for place in range(len(items)) if right[place].any()]
        return np.array([self._features(self.resolved(items[place].question), None) for place in kept]), right[kept]

    def known(self, most: int) -> tuple[Matrix, Flags]:
        """The same of known forms, each asked as if it were not known."""
        chosen = self.some_forms(most)
        features = np.array([self._features(self.forms[place][0], place) for place in chosen])
        owners = np.array([self.forms[place][1] for place in chosen])
        return features, owners[:, None] == np.arange(len(self.answers))

    def some_forms(self, most: int) -> list[int]:
        """The numbers of so many known forms, the same at every call."""
        return [int(place) for place in np.random.default_rng(0).permutation(len(self.forms))[:most]]

    def signals(self, text: str, without: int | None = None, without_outside: int | None = None) -> Signals:
        """What tells whether the text is about anything held; two numbers leave out the form that it is itself.

        The boundaries are then fitted without the whole answer or subject of that form: of a matter that was never
        asked about they know less than of one form of many.
        """
        vector = self._embeddings.embed_questions([text])[0]
        hits = self._assistant.search(text, _SEARCHED)
        asks = self._reader.read(text)
        best = self._matcher.match(self._matcher.compare(Asked(text, asks, vector, hits), without))[0]
        aside = self._signals.aside(text)
        named, outside = self._outside.named(text, aside), self._outside.match(text, vector, without_outside, aside)
        plane, pairs = self._boundaries_for(without, without_outside)
        side = plane.side(vector) if plane else 0.0
        nearest = Nearest(best, named, hits[0].score if hits else 0.0, side, pairs.side(text))
        return self._signals(text, asks, nearest).beside(outside)

    def _boundaries_for(self, without: int | None, without_outside: int | None) -> _Boundaries:
        for place, owners in zip((without, without_outside), self._owners, strict=True):
            if place is not None:
                return self._parts[int(owners[place]) % _PARTS]
        return self._whole

    def _boundaries_without(self, part: int) -> _Boundaries:
        """Both boundaries without the answers and subjects of one part."""
        kept = [owners % _PARTS != part for owners in self._owners]
        sides = (self._matcher.vectors, self._outside.vectors)
        rows = [None if side is None else side[held] for side, held in zip(sides, kept, strict=True)]
        forms = (self._matcher.texts, self._outside.texts)
        texts = [list(compress(side, held)) for side, held in zip(forms, kept, strict=True)]
        return fit_boundary(rows[0], rows[1]), fit_pairs(texts[0], texts[1])

    def _features(self, text: str, without: int | None) -> list[list[float]]:
        vector = self._embeddings.embed_questions([text])[0]
        hits = self._assistant.search(text, _SEARCHED)
        question = self._matcher.compare(Asked(text, self._reader.read(text), vector, hits), without)
        return [list(astuple(fit)) for fit in self._matcher.fits(question)]


def _right(answers: Sequence[ApprovedAnswer], item: Item) -> list[bool]:
    """Which answers are right: those on a gold sentence; where silence is asked, those that name one if any does."""
    on_gold = [answer.citations[0].id in item.gold_ids for answer in answers]
    fitting = [held and answer.status in item.status for held, answer in zip(on_gold, answers, strict=True)]
    return fitting if any(fitting) else on_gold
