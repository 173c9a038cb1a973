"""Which of several answers is right: weights fitted by a softmax over their scores, how often the first is right."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.benchmarks.answer_bench import Flags, Matrix

_RESULTS = Path(__file__).parents[1] / "results"


@dataclass(frozen=True)
class Choices:
    """(n, answers, features) of the answers to choose from, (n, answers) of which are right and which are there."""

    features: Matrix
    right: Flags
    held: Flags


@dataclass(frozen=True)
class Descent:
    """How the weights are looked for: by so many steps of gradient ascent, held back by a ridge."""

    steps: int
    rate: float
    ridge: float


def fit_choice(
    choices: Choices,
    share: Matrix,
    start: Matrix,
    descent: Descent,
    bound: Callable[[Matrix], Matrix] = lambda weights: weights,
) -> Matrix:
    """Weights under which the right answers have the greatest share of a softmax over all.

    `share` is how much each of the n counts, 1 together; `bound` puts weights back where they may be after each step.
    """
    weights = start
    for _ in range(descent.steps):
        scores = np.where(choices.held, choices.features @ weights, -np.inf)
        told = np.exp(scores - scores.max(axis=1, keepdims=True))
        told /= told.sum(axis=1, keepdims=True)
        wanted = told * choices.right
        wanted /= np.maximum(wanted.sum(axis=1, keepdims=True), 1e-12)
        gradient = np.einsum("n,na,naf->f", share, wanted - told, choices.features) - descent.ridge * weights
        weights = bound(weights + descent.rate * gradient)
    return weights


def share_right(scores: Matrix, right: Flags) -> float:
    """How often the answer with the highest score is right, to three places."""
    return round(float(right[np.arange(len(scores)), scores.argmax(axis=1)].mean()), 3)


def write_shares(name: str, head: str, columns: tuple[str, str], shares: Mapping[str, float]) -> None:
    """Write `eval/results/{name}.md`: the head, and a line for each way of choosing."""
    lines = "\n".join(f"| {way} | {share:.3f} |" for way, share in shares.items())
    text = f"{head}\n\n| {columns[0]} | {columns[1]} |\n| --- | --- |\n{lines}\n"
    (_RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
