"""What a member of staff sees while typing: approved answers by their forms, and passages."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.words import bigrams
from corpus.approved import ApprovedAnswer

_LEAST = 0.25


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An approved answer, the way of asking that is nearest to what was typed, and how near it is in [0, 1]."""

    answer: ApprovedAnswer
    question: str
    score: float


class Suggester:
    """Finds forms by the pairs of characters they share with what is typed: no model, well under a millisecond."""

    def __init__(self, answers: Sequence[ApprovedAnswer]) -> None:
        """Indexes every form of every answer."""
        self._forms = [(answer, form) for answer in answers for form in answer.questions]
        self._places: dict[str, list[int]] = defaultdict(list)
        pairs = [set(bigrams(form)) for _, form in self._forms]
        for place, held in enumerate(pairs):
            for pair in held:
                self._places[pair].append(place)
        self._norms = [math.sqrt(sum(self._weight(pair) ** 2 for pair in held)) or 1.0 for held in pairs]

    def suggest(self, typed: str, k: int) -> list[Suggestion]:
        """The k best answers, each once, best first."""
        wanted = set(bigrams(typed))
        norm = math.sqrt(sum(self._weight(pair) ** 2 for pair in wanted))
        scores: defaultdict[int, float] = defaultdict(float)
        for pair in wanted:
            for place in self._places.get(pair, ()):
                scores[place] += self._weight(pair) ** 2
        found: dict[str, Suggestion] = {}
        for place, shared in scores.items():
            answer, form = self._forms[place]
            # Between a cosine and the share of what is typed: an unfinished question is part of many forms.
            score = shared / (norm * math.sqrt(norm * self._norms[place]))
            if score >= _LEAST and (answer.id not in found or found[answer.id].score < score):
                found[answer.id] = Suggestion(answer, form, min(score, 1.0))
        return sorted(found.values(), key=lambda one: -one.score)[:k]

    def _weight(self, pair: str) -> float:
        held = len(self._places.get(pair, ()))
        return math.log(1 + len(self._forms) / (0.5 + held))
