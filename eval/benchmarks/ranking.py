"""Fits the model that ranks approved answers, on the development questions and the known ways of asking.

`python -m eval.benchmarks.ranking` prints the weights for `bot.answering.ranking.RankModel` and writes
`eval/results/ranking.md`: how often the best answer rests on a gold sentence, by the nearest form alone, by the model
(five-fold over the development questions) and by the weights in use. Every known form is asked without itself.
Test questions are not read.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray
from rich.console import Console

from bot.answering.asks import AskReader
from bot.answering.matching import AnswerMatcher
from bot.answering.models import Question
from bot.answering.ranking import Fit, RankModel
from bot.answering.words import WordBook
from bot.assembly import build_assistant
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
from corpus.approved import ApprovedAnswer, bind_answers, load_answer_files
from corpus.library import load_policies
from corpus.vocabulary import load_vocabulary
from eval.models import Item
from eval.questions import read_questions

_RESULTS = Path(__file__).parents[1] / "results"
_NAMES = tuple(field.name for field in fields(Fit) if field.name != "goes_on")
_SIGNS = np.array([1, 1, 1, 1, 1, 0, -1], dtype=np.float64)
"""What speaks for an answer may not count against it, nor the other way round."""
_FORMS = 800
_CANDIDATES = 24
_FORM_WEIGHT = 0.3
"""A known form is easier than a question that nobody foresaw."""
_STEPS = 1500
_RATE = 4.0
_RIDGE = 1e-4
_FOLDS = 5

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


class _Bench:
    """The matcher of the product, and the questions with the answers that are right for each."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(data_dir=folder)
        self._assistant = build_assistant(settings)
        self._embeddings = make_embeddings(settings)
        vocabulary = load_vocabulary()
        policies = {policy.id: policy for policy in load_policies()}
        self.answers = bind_answers(load_answer_files(), policies).answers
        self._reader = AskReader(vocabulary)
        self._matcher = AnswerMatcher(
            self.answers, WordBook(vocabulary), self._reader, self._embeddings.embed_questions
        )
        self.forms = [(form, owner) for owner, answer in enumerate(self.answers) for form in answer.questions]

    def close(self) -> None:
        self._assistant.close()

    def questions(self) -> tuple[Matrix, Flags]:
        """(n, answers, features) of the development questions that some answer settles, and (n, answers) of which."""
        items = [item for item in read_questions() if item.split == "dev" and item.gold]
        right = np.array([_right(self.answers, item) for item in items])
        kept = [place for place in range(len(items)) if right[place].any()]
        resolved = [self._assistant.trace(Question(text=items[place].question)).resolved for place in kept]
        return np.array([self._features(text, None) for text in resolved]), right[kept]

    def known(self) -> tuple[Matrix, Flags]:
        """The same of known forms, each asked as if it were not known."""
        chosen = np.random.default_rng(0).permutation(len(self.forms))[:_FORMS]
        features = np.array([self._features(self.forms[place][0], int(place)) for place in chosen])
        owners = np.array([self.forms[place][1] for place in chosen])
        return features, owners[:, None] == np.arange(len(self.answers))

    def _features(self, text: str, without: int | None) -> list[list[float]]:
        vector = self._embeddings.embed_questions([text])[0]
        hits = self._assistant.search(text, 60)
        fits = self._matcher.fits(text, self._reader.read(text), vector, hits, without)
        return [list(astuple(fit))[: len(_NAMES)] for _, fit in fits]


def main() -> None:
    """Fit, print, write."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder))
        asked, right = bench.questions()
        known, known_right = bench.known()
        bench.close()
    weights = _fit((asked, right), (known, known_right))
    scaled = weights / (weights[0] + weights[1])
    Console().print({name: round(float(weight), 3) for name, weight in zip(_NAMES, scaled, strict=True)})
    in_use = np.array([getattr(RankModel(), name) for name in _NAMES])
    rows = {
        "nearest form alone": _share_right(asked[:, :, 0], right),
        "model, five-fold": _share_right(_folded((asked, right), (known, known_right)), right),
        "weights in use": _share_right(asked @ in_use, right),
        "weights in use, known forms asked without themselves": _share_right(known @ in_use, known_right),
    }
    Console().print(rows)
    _write(rows, len(asked), len(known))


def _right(answers: Sequence[ApprovedAnswer], item: Item) -> list[bool]:
    """Which answers are right: those on a gold sentence; where silence is asked, those that name one if any does."""
    on_gold = [answer.citations[0].id in item.gold_ids for answer in answers]
    fitting = [held and answer.status in item.status for held, answer in zip(on_gold, answers, strict=True)]
    return fitting if any(fitting) else on_gold


def _folded(asked: tuple[Matrix, Flags], known: tuple[Matrix, Flags]) -> Matrix:
    """Scores of the questions, each by weights fitted without its fifth."""
    features, right = asked
    fold = np.random.default_rng(0).integers(0, _FOLDS, len(features))
    scores = np.zeros(right.shape)
    for number in range(_FOLDS):
        rest = fold != number
        scores[~rest] = features[~rest] @ _fit((features[rest], right[rest]), known)
    return scores


def _fit(asked: tuple[Matrix, Flags], known: tuple[Matrix, Flags]) -> Matrix:
    """Weights under which the right answers of each question have the greatest share of a softmax over all."""
    features, right = _narrowed(np.concatenate([asked[0], known[0]]), np.concatenate([asked[1], known[1]]))
    share = np.concatenate([np.ones(len(asked[0])), np.full(len(known[0]), _FORM_WEIGHT)])
    share /= share.sum()
    weights = np.array([8.0, 4.0, 6.0, 2.0, 1.0, 0.0, -1.0])
    for _ in range(_STEPS):
        scores = features @ weights
        told = np.exp(scores - scores.max(axis=1, keepdims=True))
        told /= told.sum(axis=1, keepdims=True)
        wanted = told * right
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
        gradient = np.einsum("n,na,naf->f", share, wanted - told, features) - _RIDGE * weights
        weights = _signed(weights + _RATE * gradient)
    return weights


def _narrowed(features: Matrix, right: Flags) -> tuple[Matrix, Flags]:
    """The nearest answers of each question alone: the others never come first, and cost time."""
    order = np.argsort(-(features[:, :, 0] + features[:, :, 1]), axis=1)[:, :_CANDIDATES]
    rows = np.arange(len(features))[:, None]
    return features[rows, order], right[rows, order]


def _signed(weights: Matrix) -> Matrix:
    """The weights with those of the wrong sign set to nothing; a sign of 0 lets either be."""
    return np.asarray(np.where(weights * _SIGNS < 0, 0, weights), dtype=np.float64)


def _share_right(scores: Matrix, right: Flags) -> float:
    return round(float(right[np.arange(len(scores)), scores.argmax(axis=1)].mean()), 3)


def _write(rows: dict[str, float], asked: int, known: int) -> None:
    lines = "\n".join(f"| {name} | {share:.3f} |" for name, share in rows.items())
    head = f"# Ranking of approved answers\n\n{asked} development questions, {known} known forms.\n\n"
    text = f"{head}| by | the first answer rests on a gold sentence |\n| --- | --- |\n{lines}\n"
    (_RESULTS / "ranking.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
