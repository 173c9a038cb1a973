"""The default embedding measured against the wheel's own engine: `python -m eval.benchmarks.embedding`.

Fidelity, speed, memory and retrieval quality of the same weights in four engines, in one run, written to
`eval/results/embedding.md`. Takes about a quarter of an hour on two cores.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from ir_measures import R, Success, nDCG
from numpy.typing import NDArray
from rich.console import Console

from bot.retrieval.embedded_text import embedded_text
from corpus.errors import PolicyAssistantError
from eval.benchmarks.embedding_engines import CUT, FLOAT, WHEEL, WHOLE, Measured, make_engines, measure_memory
from eval.ranking import mean, run_of, score_by_query
from eval.statutes import Statutes, read_statutes
from eval.tasks.stard import DEFAULT, REFERENCE

RESULT = Path(__file__).parents[1] / "results" / "embedding.md"
FIDELITY_TEXTS = 100
QUESTIONS_PER_ROUND, PASSAGES_PER_ROUND = 20, 32
_DEPTH = 100
_MEASURES = (nDCG @ 10, Success @ 1, R @ 100)
_REFERENCE = dict(zip(("R@1", "R@5", "R@10", "R@100", "Success@1", "RR@10", "nDCG@10"),
                      REFERENCE["reference: embedding"], strict=True))  # fmt: skip

Row = list[str]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Bench:
    """What is measured on what."""

    engines: dict[str, Measured]
    passages: list[str]
    questions: list[str]
    statutes: Statutes


def compare_vectors(bench: Bench) -> list[Row]:
    """Cosines of the same texts between engines, least and mean."""
    texts = bench.passages[:FIDELITY_TEXTS]
    vectors = {name: engine.embed(texts, "passage: ") for name, engine in bench.engines.items()}
    rows = []
    for name, other in ((FLOAT, WHEEL), (WHOLE, WHEEL), (CUT, WHEEL), (CUT, FLOAT), (CUT, WHOLE)):
        cosines = (vectors[name] * vectors[other]).sum(axis=1)
        rows.append([name, other, f"{cosines.min():.5f}", f"{cosines.mean():.5f}"])
    return rows


def measure_speed(bench: Bench, rounds: int) -> list[Row]:
    """Medians over rounds in which every engine has its turn, so that a busy moment falls on all of them."""
    questions: dict[str, list[float]] = {name: [] for name in bench.engines}
    passages: dict[str, list[float]] = {name: [] for name in bench.engines}
    for number in range(rounds):
        some = _slice(bench.questions, number, QUESTIONS_PER_ROUND)
        many = _slice(bench.passages, number, PASSAGES_PER_ROUND)
        for name, engine in bench.engines.items():
            start = time.perf_counter()
            for question in some:
                engine.embed([question], "query: ")
            middle = time.perf_counter()
            engine.embed(many, "passage: ")
            questions[name].append((middle - start) / len(some))
            passages[name].append(len(many) / (time.perf_counter() - middle))
    base = median(passages[WHEEL])
    return [
        [
            name,
            f"{median(questions[name]) * 1000:.1f}",
            f"{1 / median(questions[name]):.0f}",
            f"{median(passages[name]):.1f}",
            f"{median(passages[name]) / base:.1f} ×",
        ]
        for name in bench.engines
    ]


def measure_quality(bench: Bench, say: Say) -> list[Row]:
    """Dense retrieval alone: every question against every article."""
    identifiers = [passage.id for passage in bench.statutes.passages]
    rows = [["reference (the wheel's engine)", *(f"{_REFERENCE[str(measure)]:.3f}" for measure in _MEASURES)]]
    for name in (FLOAT, WHOLE, CUT):
        say(f"STARD: {name}")
        engine = bench.engines[name]
        articles = engine.embed(bench.passages, "passage: ")
        order = {
            query: _nearest(articles, engine.embed([text], "query: ")[0], identifiers)
            for query, text in bench.statutes.queries.items()
        }
        scores = score_by_query(_MEASURES, bench.statutes.qrels, run_of(order))
        rows.append([name, *(f"{mean(scores, bench.statutes.qrels, str(measure)):.3f}" for measure in _MEASURES)])
    return rows


def run_benchmark(data: Path, rounds: int, say: Say) -> str:
    """The report as Markdown.

    Raises:
        PolicyAssistantError: The data or the model cannot be read.
    """
    statutes = read_statutes(data)
    passages = [embedded_text(passage) for passage in statutes.passages]
    with tempfile.TemporaryDirectory() as folder:
        say("engines")
        files = Path(folder)
        engines = make_engines(files)
        bench = Bench(engines, passages, list(statutes.queries.values()), statutes)
        say("fidelity")
        fidelity = compare_vectors(bench)
        say("speed")
        speed = measure_speed(bench, rounds)
        say("memory")
        memory = measure_memory(files)
        quality = measure_quality(bench, say)
    return "\n".join(
        [
            *_head(rounds, len(passages), len(statutes.queries)),
            *_table("Fidelity: cosine over 100 passages", ["engine", "against", "least", "mean"], fidelity),
            *_table("Speed", ["engine", "ms a question", "questions/s", "passages/s", "to the wheel"], speed),
            *_table("Memory of a process that embeds, MB", ["engine", "loaded", "after 1,000 questions"], memory),
            *_table("STARD, dense alone", ["engine", *(str(measure) for measure in _MEASURES)], quality),
        ]
    )


def _head(rounds: int, passages: int, questions: int) -> list[str]:
    return [
        "# The default embedding",
        "",
        f"Written by `python -m eval.benchmarks.embedding`: {len(os.sched_getaffinity(0))} cores, "
        f"{platform.machine()}, Python {platform.python_version()}, onnxruntime {onnxruntime.__version__}, load "
        f"{os.getloadavg()[1]:.1f}. All engines have the same weights. Speed: medians over {rounds} rounds of "
        f"{QUESTIONS_PER_ROUND} questions one by one and {PASSAGES_PER_ROUND} passages, the engines in turn; figures "
        f"compare within this run. STARD: {questions} questions over {passages} articles.",
        "",
    ]


def _table(title: str, columns: list[str], rows: list[Row]) -> list[str]:
    lines = [columns, ["---"] * len(columns), *rows]
    return [f"## {title}", "", *("| " + " | ".join(line) + " |" for line in lines), ""]


def _slice(texts: list[str], number: int, size: int) -> list[str]:
    start = number * size % max(1, len(texts) - size)
    return texts[start : start + size]


def _nearest(articles: NDArray[np.float32], question: NDArray[np.float32], identifiers: list[str]) -> list[str]:
    order = np.argsort(-(articles @ question), kind="stable")[:_DEPTH]
    return [identifiers[row] for row in order.tolist()]


def main() -> int:
    """Runs the benchmark and writes the report; 0, or 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT, help="corpus.jsonl, queries.jsonl, qrels.tsv")
    parser.add_argument("--output", type=Path, default=RESULT)
    parser.add_argument("--rounds", type=int, default=12)
    given = parser.parse_args()
    console = Console(stderr=True)
    try:
        report = run_benchmark(given.data, given.rounds, console.print)
    except PolicyAssistantError as error:
        console.print(str(error))
        return 1
    given.output.write_text(report, "utf-8")
    sys.stdout.write(report)
    return 0


if __name__ == "__main__":
    sys.exit(main())
