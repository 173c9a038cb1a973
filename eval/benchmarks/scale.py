"""How search, start and memory grow from 5,000 to 150,000 passages: `python -m eval.benchmarks.scale`.

The vectors are random unit vectors and the question is not embedded, so that the index is measured and not the model.
Random vectors are the hardest case for a graph index: real ones lie in clusters. Each size runs in three processes of
its own: one stores the corpus, one starts on it and builds Chroma, one starts on what that left.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.benchmarks.scale_report import Measured, write_report
from eval.benchmarks.scale_run import build_and_search, start_and_search, store_corpus

TASKS = {"store": store_corpus, "build": build_and_search, "serve": start_and_search}
SIZES = (5_000, 20_000, 50_000, 100_000, 150_000)


def run_size(size: int) -> Measured:
    """The figures of one size."""
    with tempfile.TemporaryDirectory() as folder:
        figures: dict[str, float] = {}
        for task in TASKS:
            figures |= _in_process(task, size, Path(folder))
    return Measured(**figures)


def _in_process(task: str, size: int, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "eval.benchmarks.scale", "--task", task, "--size", str(size), str(folder)]
    started = time.time()
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own module
    figures: dict[str, float] = json.loads(done.stdout.strip().rsplit("\n", 1)[-1])
    if "first_answer_at" in figures:
        figures["start_s"] = figures.pop("first_answer_at") - started
    return figures


def main(arguments: Sequence[str]) -> None:
    """Measure the sizes asked for and write `scale.md` and `scale.svg`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("eval/results"))
    parser.add_argument("--sizes", type=int, nargs="*", default=list(SIZES))
    parser.add_argument("--task", choices=list(TASKS))
    parser.add_argument("--size", type=int, default=0)
    options = parser.parse_args(arguments)
    if options.task:
        sys.stdout.write(json.dumps(TASKS[options.task](options.folder, options.size)) + "\n")
        return
    measured = []
    for size in options.sizes:
        measured.append(run_size(size))
        sys.stdout.write(json.dumps(asdict(measured[-1])) + "\n")
        sys.stdout.flush()
    write_report(options.folder, measured)


if __name__ == "__main__":
    main(sys.argv[1:])
