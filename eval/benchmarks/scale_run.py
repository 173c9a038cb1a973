"""One size of the scale benchmark: a corpus of passages with random vectors, and a server's start on it."""

import random
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.index import Index, build_index
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.vectors import VectorStore, content_key
from bot.storage.writing import Keyed, Marks, put_policy
from corpus.library import load_policies
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
        keyed = [Keyed(p, content_key(f"{p.id} {p.text}")) for p in passages(policy)[:POLICY_SIZE]]
        with database.write() as connection:
            store = VectorStore(connection, vectors.fingerprint)
            store.put([k.content_key for k in keyed], vectors.embed_matrix([k.passage.text for k in keyed]))
            put_policy(connection, policy, keyed, Marks())
    database.close()
    return {"passages": size, "store_s": time.perf_counter() - started}


def build_and_search(folder: Path, size: int) -> dict[str, float]:
    """Start without a build: search by comparing with every vector, and wait for Chroma to be built."""
    del size
    with _serving(folder) as index:
        figures = _latency("exact", index, _Maker(seed=_SEED + 1))
        index.start()
        figures["build_s"] = _wait(lambda: index.dense is not None)
    return {**figures, "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def start_and_search(folder: Path, size: int) -> dict[str, float]:
    """Start on a build: the first answer, when Chroma serves, how quick a search is then, and the memory it takes."""
    del size
    with _serving(folder) as index:
        maker = _Maker(seed=_SEED + 2)
        index.searcher.search(maker.question())
        figures = {"first_answer_at": time.time()}
        index.start()
        figures["reopen_s"] = _wait(lambda: index.dense is not None)
        index.searcher.search(maker.question())
        figures |= _latency("both", index, maker)
        return {**figures, "memory_mb": _resident_mb()}


@contextmanager
def _serving(folder: Path) -> Iterator[Index]:
    settings = Settings(data_dir=folder)
    database = open_database(settings)
    index = build_index(settings, database, RandomVectors())
    yield index
    index.close()
    database.close()


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
