"""Fits the model that tells whether what is asked about is held, on the development questions, and draws its curve.

`python -m eval.benchmarks.relevance` prints the weights for `bot.answering.relevance.RelevanceModel` and writes
`eval/results/relevance.md` with recall and precision of refusal over the threshold. Test questions are not read.
"""

import tempfile
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray
from rich.console import Console

from bot.answering.models import Question
from bot.answering.relevance import Signals
from bot.assembly import build_assistant
from bot.settings import Settings
from eval.questions import read_questions
from eval.report.charts import lines

_RESULTS = Path(__file__).parents[1] / "results"
_LEFT_OUT = ("calculation", "needs_input", "lookup", "notice", "steering", "other_city")
"""Questions that are told by other steps before this model is asked; where people differ, nothing is to be learnt."""
_REFUSED = {"not_covered", "declined"}
_STEPS = 8000
_RATE = 1.0
_RIDGE = 3e-3

Matrix = NDArray[np.float64]


def main() -> None:
    """Fit, print, draw."""
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    rows = [item for item in read_questions() if item.split == "dev" and item.category not in _LEFT_OUT]
    rows = [item for item in rows if len({status in _REFUSED for status in item.status}) == 1]
    with tempfile.TemporaryDirectory() as folder:
        assistant = build_assistant(Settings(data_dir=Path(folder)))
        told = [(item, assistant.trace(Question(text=item.question)).reply.signals) for item in rows]
        assistant.close()
    asked = [(item, signals) for item, signals in told if signals is not None]
    features = np.array([_features(signals) for _, signals in asked])
    held = np.array([not _REFUSED & set(item.status) for item, _ in asked], dtype=np.float64)
    weights = _fit(features, held)
    probability = 1 / (1 + np.exp(-(features @ weights)))
    names = ("bias", "nearness", "near", "outside", "outside_near", "hit", "technical", "named")
    Console().print({name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)})
    for (item, _), told_held, is_held in zip(asked, probability, held, strict=True):
        if (told_held > 0.5) != bool(is_held):
            Console().print(f"{told_held:.2f} {item.id} {item.question}", soft_wrap=True)
    _write(probability, held)


def _features(signals: Signals) -> list[float]:
    flags = (float(signals.is_technical), float(signals.is_outside_named))
    near = (signals.nearness, signals.near, signals.outside, signals.outside_near)
    return [1.0, *near, signals.hit, *flags]


def _fit(features: Matrix, held: Matrix) -> Matrix:
    """Ridge logistic regression by gradient descent on standardised features; weights for the raw ones."""
    mean, deviation = features[:, 1:].mean(0), features[:, 1:].std(0) + 1e-9
    scaled = np.c_[features[:, :1], (features[:, 1:] - mean) / deviation]
    weights = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        told = 1 / (1 + np.exp(-(scaled @ weights)))
        weights -= _RATE * (scaled.T @ (told - held) / len(held) + _RIDGE * weights)
    raw = weights[1:] / deviation
    return np.concatenate([[weights[0] - float(raw @ mean)], raw])


def _write(told: Matrix, held: Matrix) -> None:
    thresholds = [round(0.05 * step, 2) for step in range(1, 20)]
    recall, precision = [], []
    for threshold in thresholds:
        refused = told < threshold
        right = float((refused & (held == 0)).sum())
        recall.append((threshold, right / max(1.0, float((held == 0).sum()))))
        precision.append((threshold, right / max(1.0, float(refused.sum()))))
    rows = "\n".join(f"| {t:.2f} | {r:.3f} | {p:.3f} |" for (t, r), (_, p) in zip(recall, precision, strict=True))
    _RESULTS.mkdir(exist_ok=True)
    chart = lines({"recall": recall, "precision": precision}, "refusal over the threshold")
    (_RESULTS / "relevance.svg").write_text(chart, encoding="utf-8")
    header = "# Refusal over the threshold of relevance, development questions\n\n| threshold | recall | precision |\n"
    (_RESULTS / "relevance.md").write_text(f"{header}| --- | --- | --- |\n{rows}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
