"""How well open questions are grouped: `python -m eval.benchmarks.grouping`, written to `eval/results/grouping.md`.

On `datasets/open_questions.jsonl`: wordings of matters that editors would deal with one by one. The weights of
`bot.staff.likeness` are fitted on the pairs of its development half and printed; the other half was not fitted on.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from bot.answering.asks import AskReader
from bot.answering.words import WordBook
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
from bot.staff.likeness import FEATURES, LEAST, WEIGHTS, Likeness, Matter, read_matter
from corpus.vocabulary import load_vocabulary
from eval.partitions import Agreement, agreement
from eval.questions import DATASETS

RESULT = Path(__file__).parents[1] / "results" / "grouping.md"
_COSINE_ALONE = 0.945
"""The threshold of the earlier way: each question to the nearest first question of a group."""
_SWEEP = (9.0, 9.5, 10.0, 10.4, 10.8, 11.2, 11.6, 12.0)
_ORDERS = 10
_MANY = 5000
_RIDGE = 0.1
_STEPS = 25


@dataclass(frozen=True)
class Wordings:
    """Questions with their matter, which half they belong to, and what is known of each."""

    matters: tuple[str, ...]
    is_dev: NDArray[np.bool_]
    vectors: NDArray[np.float32]
    read: tuple[Matter, ...]

    def taken(self, places: Sequence[int]) -> "Wordings":
        """Those at `places`, in that order."""
        chosen = list(places)
        return Wordings(
            tuple(self.matters[place] for place in chosen),
            self.is_dev[chosen],
            self.vectors[chosen],
            tuple(self.read[place] for place in chosen),
        )

    def half(self, *, dev: bool) -> "Wordings":
        """One half."""
        return self.taken(np.flatnonzero(self.is_dev == dev).tolist())


def read_wordings() -> Wordings:
    """The dataset, embedded and read."""
    lines = (DATASETS / "open_questions.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    texts = [row["question"] for row in rows]
    vocabulary = load_vocabulary()
    book, reader = WordBook(vocabulary), AskReader(vocabulary)
    return Wordings(
        tuple(row["matter"] for row in rows),
        np.array([row["split"] == "dev" for row in rows]),
        np.asarray(make_embeddings(Settings()).embed_questions(texts), dtype=np.float32),
        tuple(read_matter(text, book, reader) for text in texts),
    )


def by_likeness(wordings: Wordings, least: float = LEAST) -> Agreement:
    """The product's way."""
    return agreement(Likeness(wordings.vectors, wordings.read).groups([], least), wordings.matters)


def by_cosine_alone(wordings: Wordings) -> Agreement:
    """The earlier way."""
    leaders: list[int] = []
    groups: list[int] = []
    for place, vector in enumerate(wordings.vectors):
        cosines = wordings.vectors[leaders] @ vector
        best = int(np.argmax(cosines)) if leaders else -1
        if best >= 0 and cosines[best] >= _COSINE_ALONE:
            groups.append(best)
        else:
            groups.append(len(leaders))
            leaders.append(place)
    return agreement(groups, wordings.matters)


def fitted(wordings: Wordings) -> NDArray[np.float64]:
    """The weights and, last, the bias of a ridge logistic regression on all pairs: is it the same matter?"""
    likeness = Likeness(wordings.vectors, wordings.read)
    pairs = np.tril_indices(len(wordings.matters), -1)
    features = likeness.features(slice(None))[:, *pairs].T.astype(float)
    rows = np.c_[features, np.ones(len(features))]
    named = np.array(wordings.matters)
    same = (named[pairs[0]] == named[pairs[1]]).astype(float)
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):  # Newton's method
        told = 1 / (1 + np.exp(-(rows @ weights)))
        slope = rows.T @ (told - same) + _RIDGE * weights
        curve = (rows * (told * (1 - told))[:, None]).T @ rows + _RIDGE * np.eye(rows.shape[1])
        weights -= np.linalg.solve(curve, slope)
    return weights


def seconds_for_many(wordings: Wordings) -> tuple[float, float]:
    """Seconds to place 5,000 questions one after another, and the last 100 of them beside the others."""
    generator = random.Random(7)  # noqa: S311 - a fixed draw
    noise = np.random.default_rng(7)
    many = wordings.taken([generator.randrange(len(wordings.matters)) for _ in range(_MANY)])
    moved = many.vectors + noise.normal(0, 0.01, many.vectors.shape).astype(np.float32)
    likeness = Likeness(moved / np.linalg.norm(moved, axis=1, keepdims=True), many.read)
    began = time.perf_counter()
    groups = likeness.groups([])
    whole = time.perf_counter() - began
    began = time.perf_counter()
    assert likeness.groups(groups[:-100]) == groups, "whoever comes later changes nothing"  # noqa: S101
    return whole, time.perf_counter() - began


def report(wordings: Wordings) -> str:
    """The whole result file."""
    dev, check = wordings.half(dev=True), wordings.half(dev=False)
    lines = [
        "# Grouping of open questions",
        "",
        "`python -m eval.benchmarks.grouping`. "
        f"{len(wordings.matters)} wordings of {len(set(wordings.matters))} matters; pairs and B³ against the matters "
        "as labelled. Questions are grouped as they come and stay where they are put, so each figure is the mean over "
        f"{_ORDERS} orders of arrival. Weights were fitted and the threshold was chosen on the development half.",
        "",
        _HEAD,
        _row("all, by cosine alone (before)", wordings, by_cosine_alone),
        _row("all", wordings, by_likeness),
        _row("development half, by cosine alone (before)", dev, by_cosine_alone),
        _row("development half", dev, by_likeness),
        _row("other half, by cosine alone (before)", check, by_cosine_alone),
        _row("other half", check, by_likeness),
        "",
        "The threshold, on all wordings and on the development half:",
        "",
        "| threshold | pairs P | pairs R | B³ F | development B³ F |",
        "| --- | --- | --- | --- | --- |",
    ]
    for least in _SWEEP:
        way = partial(by_likeness, least=least)
        name = f"**{least}**" if least == LEAST else str(least)
        whole, half = figures(wordings, way), figures(dev, way)
        lines.append(f"| {name} | {whole[2]:.3f} | {whole[3]:.3f} | {whole[7]:.3f} | {half[7]:.3f} |")
    return "\n".join([*lines, "", _of_speed(wordings), ""])


_HEAD = (
    "| wordings | groups | matters | pairs P | pairs R | pairs F | B³ P | B³ R | B³ F |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


Way = Callable[[Wordings], Agreement]


def figures(wordings: Wordings, way: Way) -> NDArray[np.float64]:
    """(8,): groups, matters, precision, recall and F of pairs and of B³, as means over orders of arrival."""
    generator = random.Random(11)  # noqa: S311 - a fixed draw
    places = range(len(wordings.matters))
    found = [way(wordings.taken(generator.sample(places, len(places)))) for _ in range(_ORDERS)]
    rows = [
        (one.groups, one.matters, one.pair_precision, one.pair_recall, one.pair_f,
         one.b3_precision, one.b3_recall, one.b3)
        for one in found
    ]  # fmt: skip
    return np.asarray(np.mean(rows, axis=0), dtype=np.float64)


def _row(name: str, wordings: Wordings, way: Way) -> str:
    groups, matters, *shares = figures(wordings, way)
    return f"| {name} | {groups:.0f} | {matters:.0f} | " + " | ".join(f"{share:.3f}" for share in shares) + " |"


def _of_speed(wordings: Wordings) -> str:
    whole, last = seconds_for_many(wordings)
    return f"{_MANY} wordings: {whole:.1f} s; 100 more beside {_MANY - 100}: {last:.2f} s. Embedding apart."


def main() -> None:
    """Fit, print, write."""
    wordings = read_wordings()
    weights = fitted(wordings.half(dev=True))
    names = (*FEATURES, "bias")
    console = Console()
    console.print({name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)})
    console.print("in use:", dict(zip(FEATURES, WEIGHTS.tolist(), strict=True)), "least", LEAST)
    RESULT.write_text(report(wordings), encoding="utf-8")
    console.print(f"written to {RESULT.name}")


if __name__ == "__main__":
    main()
