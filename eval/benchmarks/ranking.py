"""Fits the model that ranks approved answers, on the development questions and the known ways of asking.

`python -m eval.benchmarks.ranking` prints the weights for `bot.answering.ranking.RankModel` and writes
`eval/results/ranking.md`: how often the best answer rests on a gold sentence, by the nearest form alone, by the model
(five-fold over the development questions) and by the weights in use. Every known form is asked without itself.
Test questions are not read.
"""

import tempfile
from pathlib import Path

import numpy as np
import structlog
from rich.console import Console

from bot.answering.ranking import RankModel
from eval.benchmarks.answer_bench import NAMES, AnswerBench, Flags, Matrix
from eval.benchmarks.choosing import Choices, Descent, fit_choice, share_right, write_shares

_SIGNS = np.array([1, 1, 1, 1, 1, 0, -1], dtype=np.float64)
"""What speaks for an answer may not count against it, nor the other way round."""
_FORMS = 800
_CANDIDATES = 24
_FORM_WEIGHT = 0.3
"""A known form is easier than a question that nobody foresaw."""
_DESCENT = Descent(steps=1500, rate=4.0, ridge=1e-4)
_FOLDS = 5


def main() -> None:
    """Fit, print, write."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    with tempfile.TemporaryDirectory() as folder:
        bench = AnswerBench(Path(folder))
        asked, right = bench.questions()
        known, known_right = bench.known(_FORMS)
        bench.close()
    weights = _fit((asked, right), (known, known_right))
    scaled = weights / (weights[0] + weights[1])
    Console().print({name: round(float(weight), 3) for name, weight in zip(NAMES, scaled, strict=True)})
    in_use = np.array([getattr(RankModel(), name) for name in NAMES])
    rows = {
        "nearest form alone": share_right(asked[:, :, 0], right),
        "model, five-fold": share_right(_folded((asked, right), (known, known_right)), right),
        "weights in use": share_right(asked @ in_use, right),
        "weights in use, known forms asked without themselves": share_right(known @ in_use, known_right),
    }
    Console().print(rows)
    head = f"# Ranking of approved answers\n\n{len(asked)} development questions, {len(known)} known forms."
    write_shares("ranking", head, ("by", "the first answer rests on a gold sentence"), rows)


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
    features, right = _narrowed(np.concatenate([asked[0], known[0]]), np.concatenate([asked[1], known[1]]))
    share = np.concatenate([np.ones(len(asked[0])), np.full(len(known[0]), _FORM_WEIGHT)])
    start = np.array([8.0, 4.0, 6.0, 2.0, 1.0, 0.0, -1.0])
    return fit_choice(Choices(features, right, np.ones_like(right)), share / share.sum(), start, _DESCENT, _signed)


def _narrowed(features: Matrix, right: Flags) -> tuple[Matrix, Flags]:
    """The nearest answers of each question alone: the others never come first, and cost time."""
    order = np.argsort(-(features[:, :, 0] + features[:, :, 1]), axis=1)[:, :_CANDIDATES]
    rows = np.arange(len(features))[:, None]
    return features[rows, order], right[rows, order]


def _signed(weights: Matrix) -> Matrix:
    """The weights with those of the wrong sign set to nothing; a sign of 0 lets either be."""
    return np.asarray(np.where(weights * _SIGNS < 0, 0, weights), dtype=np.float64)


if __name__ == "__main__":
    main()
