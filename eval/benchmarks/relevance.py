"""Fits the model that tells whether what is asked about is held, and draws its curve.

It learns from the development questions and from the known forms inside and outside, each asked without itself.

`python -m eval.benchmarks.relevance` prints the weights for `bot.answering.relevance.RelevanceModel` and writes
`eval/results/relevance.md` with recall and precision of refusal over the threshold. Test questions are not read.
"""

import tempfile
from dataclasses import astuple, fields
from pathlib import Path

import numpy as np
import structlog
from rich.console import Console

from bot.answering.relevance import Signals
from eval.benchmarks.answer_bench import AnswerBench, Matrix
from eval.questions import read_questions
from eval.report.charts import lines

_RESULTS = Path(__file__).parents[1] / "results"
_LEFT_OUT = ("calculation", "needs_input", "lookup", "notice", "steering", "other_city")
"""Questions that are told by other steps before this model is asked; where people differ, nothing is to be learnt."""
_REFUSED = {"not_covered", "declined"}
_FORMS = 700
_FORM_WEIGHT = 0.4
"""A known form is easier than a question that nobody foresaw."""
_TRAP_WEIGHT = 0.4
"""Questions made to mislead are rarer than their share in the development questions (`r…`)."""
_STEPS = 8000
_RATE = 1.0
_RIDGE = 3e-3


def main() -> None:
    """Fit, print, draw."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    with tempfile.TemporaryDirectory() as folder:
        bench = AnswerBench(Path(folder))
        asked, held, share = _questions(bench)
        known, known_held = _known(bench)
        bench.close()
    weight = np.concatenate([share, np.full(len(known), _FORM_WEIGHT)])
    weights = _fit(np.concatenate([asked, known]), np.concatenate([held, known_held]), weight)
    names = ("bias", *(field.name for field in fields(Signals)))
    Console().print({name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)})
    _write(_told(asked, weights), held, _told(known, weights), known_held)


def _questions(bench: AnswerBench) -> tuple[Matrix, Matrix, Matrix]:
    """Signals of the development questions that this model decides, whether each is held, and how much each counts."""
    rows = [item for item in read_questions() if item.split == "dev" and item.category not in _LEFT_OUT]
    rows = [item for item in rows if len({status in _REFUSED for status in item.status}) == 1]
    signals = [_features(bench.signals(bench.resolved(item.question))) for item in rows]
    held = np.array([not _REFUSED & set(item.status) for item in rows], dtype=np.float64)
    return np.array(signals), held, np.array([_TRAP_WEIGHT if item.id.startswith("r") else 1.0 for item in rows])


def _known(bench: AnswerBench) -> tuple[Matrix, Matrix]:
    """The same of known forms, inside and outside, each asked as if it were not known."""
    inside = [_features(bench.signals(bench.forms[place][0], without=place)) for place in bench.some_forms(_FORMS)]
    outside = [_features(bench.signals(form, without_outside=place)) for place, form in enumerate(bench.outside_forms)]
    return np.array([*inside, *outside]), np.concatenate([np.ones(len(inside)), np.zeros(len(outside))])


def _features(signals: Signals) -> list[float]:
    return [1.0, *astuple(signals)]


def _told(features: Matrix, weights: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-(features @ weights))), dtype=np.float64)


def _fit(features: Matrix, held: Matrix, weight: Matrix) -> Matrix:
    """Ridge logistic regression by gradient descent on standardised features; weights for the raw ones."""
    mean, deviation = features[:, 1:].mean(0), features[:, 1:].std(0) + 1e-9
    scaled = np.c_[features[:, :1], (features[:, 1:] - mean) / deviation]
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-(scaled @ weights)))
        weights -= _RATE * (scaled.T @ (weight * (told - held)) / weight.sum() + _RIDGE * weights)
    raw = weights[1:] / deviation
    return np.concatenate([[weights[0] - float(raw @ mean)], raw])


def _write(told: Matrix, held: Matrix, known: Matrix, known_held: Matrix) -> None:
    thresholds = [round(0.05 * step, 2) for step in range(1, 20)]
    curves = {
        "recall": _curve(told, held, thresholds, by_given=False),
        "precision": _curve(told, held, thresholds, by_given=True),
        "recall, known forms": _curve(known, known_held, thresholds, by_given=False),
        "precision, known forms": _curve(known, known_held, thresholds, by_given=True),
    }
    rows = [
        f"| {threshold:.2f} | {' | '.join(f'{curve[place][1]:.3f}' for curve in curves.values())} |"
        for place, threshold in enumerate(thresholds)
    ]
    _RESULTS.mkdir(exist_ok=True)
    (_RESULTS / "relevance.svg").write_text(lines(curves, "refusal over the threshold"), encoding="utf-8")
    head = "# Refusal over the threshold of relevance\n\nDevelopment questions; known forms without themselves.\n\n"
    columns = f"| threshold | {' | '.join(curves)} |\n|{' --- |' * (1 + len(curves))}\n"
    (_RESULTS / "relevance.md").write_text(head + columns + "\n".join(rows) + "\n", encoding="utf-8")


def _curve(told: Matrix, held: Matrix, thresholds: list[float], *, by_given: bool) -> list[tuple[float, float]]:
    """Right refusals over the thresholds, as a share of those given or of those due."""
    points = []
    for threshold in thresholds:
        refused = told < threshold
        right = float((refused & (held == 0)).sum())
        whole = float(refused.sum() if by_given else (held == 0).sum())
        points.append((threshold, right / max(1.0, whole)))
    return points


if __name__ == "__main__":
    main()
