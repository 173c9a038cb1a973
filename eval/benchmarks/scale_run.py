"""One size of the scale benchmark: a corpus of passages with random vectors, and a server's start on it."""

import random
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.index import Index, build_index
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.vectors import VectorStore, content_key
from bot.storage.writing import Keyed, Marks, put_policy
from corpus.library import load_policies
from corpus.models import Passage
from corpus.reading import parse_policy, passages

DIMENSIONS = 384
POLICY_SIZE = 1_000
QUESTIONS = 300
_SEED = 20_251_103
_LONGEST_BUILD_S = 3_600


class RandomVectors:
    """A new random unit vector for every text: what an embedding costs and knows is left out."""

    def __init__(self) -> None:
        self.fingerprint = "random"
        self.dimensions = DIMENSIONS
        self._random = np.random.default_rng(_SEED)

    def embed_query(self, text: str) -> list[float]:
        """A random unit vector."""
        row: list[float] = self.embed_matrix([text])[0].tolist()
        return row

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Random unit vectors, one for each text."""
        rows = self._random.standard_normal((len(texts), DIMENSIONS), dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def store_corpus(folder: Path, size: int) -> dict[str, float]:
    """Store so many passages, made of parts of the bundled policies' sentences; returns how long it took."""
    database = open_database(Settings(data_dir=folder))
    maker, vectors = _Maker(), RandomVectors()
    started = time.perf_counter()
    for number in range(size // POLICY_SIZE):
        text = f"第{number}号规定\n" + "\n".join(maker.sentence() for _ in range(POLICY_SIZE))
        policy = parse_policy(text, f"policy-{number}", source_name="generated")
        keyed = [Keyed(p, content_key(f"{p.id} {p.text}")) for p in _exactly(passages(policy), POLICY_SIZE)]
        with database.write() as connection:
            store = VectorStore(connection, vectors.fingerprint)
            store.put([k.content_key for k in keyed], vectors.embed_matrix([k.passage.text for k in keyed]))
            put_policy(connection, policy, keyed, Marks())
    database.close()
    return {"passages": size, "store_s": time.perf_counter() - started}


def measure(folder: Path) -> dict[str, float]:
    """Start on the stored corpus as a server does, and search it before, while and after Chroma is built."""
    maker, settings = _Maker(seed=_SEED + 1), Settings(data_dir=folder)
    started = time.perf_counter()
    database = open_database(settings)
    index = build_index(settings, database, RandomVectors())
    index.searcher.search(maker.question())
    figures = {"start_s": time.perf_counter() - started}
    figures |= _latency("exact", index, maker)
    index.start()
    figures["build_s"] = _wait(lambda: index.dense is not None)
    index.searcher.search(maker.question())
    figures |= _latency("both", index, maker)
    index.close()
    figures |= _second_start(settings, maker)
    database.close()
    return figures


def _second_start(settings: Settings, maker: "_Maker") -> dict[str, float]:
    """A start that finds a build: how long until it serves, and the memory of the process then."""
    database = open_database(settings)
    index = build_index(settings, database, RandomVectors())
    index.start()
    figures = {"reopen_s": _wait(lambda: index.dense is not None)}
    index.searcher.search(maker.question())
    figures["memory_mb"] = _resident_mb()
    figures["child_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    index.close()
    database.close()
    return figures


class _Maker:
    """Makes sentences and questions out of the parts of real ones."""

    def __init__(self, seed: int = _SEED) -> None:
        self._random = random.Random(seed)  # noqa: S311 - texts, not secrets
        sentences = [sentence.text for policy in load_policies() for sentence in policy.sentences()]
        self._parts = [part for text in sentences for part in text.replace("。", ",").split(",") if len(part) > 3]

    def sentence(self) -> str:
        """Some 60 characters."""
        return ",".join(self._random.sample(self._parts, 4)) + f"{self._random.randrange(10_000)}元。"

    def question(self) -> str:
        """Some 20 characters that no earlier question had."""
        return "".join(self._random.sample(self._parts, 2))[:20] + f"{self._random.randrange(10_000)}元"


def _exactly(found: list[Passage], size: int) -> list[Passage]:
    return found[:size]


def _latency(name: str, index: Index, maker: _Maker) -> dict[str, float]:
    times = []
    for _ in range(QUESTIONS):
        question = maker.question()
        started = time.perf_counter()
        index.searcher.search(question)
        times.append((time.perf_counter() - started) * 1000)
    p50, p95 = np.percentile(times, [50, 95]).tolist()
    return {f"{name}_p50_ms": p50, f"{name}_p95_ms": p95}


def _wait(is_done: Callable[[], bool]) -> float:
    started = time.perf_counter()
    while not is_done():
        if time.perf_counter() - started > _LONGEST_BUILD_S:
            raise TimeoutError("the index was not built")
        time.sleep(0.05)
    return time.perf_counter() - started


def _resident_mb() -> float:
    with Path("/proc/self/status").open(encoding="ascii") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
