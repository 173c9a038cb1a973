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

_RESULTS = Path(__file__).parents[1] / "results"
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
        "nearest form alone": _share_right(asked[:, :, 0], right),
        "model, five-fold": _share_right(_folded((asked, right), (known, known_right)), right),
        "weights in use": _share_right(asked @ in_use, right),
        "weights in use, known forms asked without themselves": _share_right(known @ in_use, known_right),
    }
    Console().print(rows)
    _write(rows, len(asked), len(known))


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
