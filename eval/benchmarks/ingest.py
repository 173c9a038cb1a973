"""What ingest costs beside the embedding: `python -m eval.benchmarks.ingest`, written to `eval/results/ingest.md`.

The same files, round after round: once only their passages' texts are embedded, once they are ingested whole (read,
parsed, embedded, stored with every commit on disk) into an empty database.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.ingest.ingestor import Ingestor
from bot.retrieval.embedded_text import embedded_text
from bot.retrieval.embedding import make_embeddings
from bot.retrieval.ports import EmbeddingModel
from bot.settings import Settings
from bot.storage.database import open_database
from corpus.reading import parse_policy, passages
from eval.tasks.stard import DEFAULT as STARD

RESULT = Path(__file__).parents[1] / "results" / "ingest.md"
LAWS = STARD.parent / "laws"
FILES, ROUNDS = 24, 12


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the clock, and seconds of processors, which other work on the machine does not lengthen."""

    clock: float
    processor: float


class Watch:
    """Measures from its making on."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def spent(self) -> Spent:
        """What has been spent since."""
        return Spent(time.perf_counter() - self._clock, time.process_time() - self._processor)


def embed_alone(files: Sequence[Path], model: EmbeddingModel) -> tuple[int, Spent]:
    """How many different texts the files' passages have, and what embedding all of them takes."""
    texts: dict[str, None] = {}
    for number, file in enumerate(files):
        policy = parse_policy(file.read_text("utf-8"), f"law-{number}")
        texts.update(dict.fromkeys(embedded_text(passage) for passage in passages(policy)))
    watch = Watch()
    model.embed_matrix(list(texts))
    return len(texts), watch.spent()


def ingest(files: Sequence[Path], model: EmbeddingModel) -> Spent:
    """What ingesting the files takes, from opening an empty database to the last commit."""
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch()
        database = open_database(Settings(data_dir=Path(folder)))
        Ingestor(database, model).ingest(files)
        database.close()
        return watch.spent()


def main() -> int:
    """Measure and write the report; 1 where the data is not there."""
    files = sorted(LAWS.glob("*.txt"))[:FILES]
    if not files:
        sys.stderr.write("没有找到测评数据 ../shared/data/laws，不能测量导入速度。\n")
        return 1
    model = make_embeddings(Settings())
    model.embed_query("预热")
    rows, shares = [], []
    for number in range(1, ROUNDS + 1):
        # By turns: a machine that has just worked for long is slower, and must not always be so for the same one.
        first = ingest(files, model) if number % 2 == 0 else None
        count, alone = embed_alone(files, model)
        whole = first or ingest(files, model)
        shares.append((alone.clock / whole.clock, alone.processor / whole.processor))
        rates = f"{count / alone.clock:.1f} | {count / whole.clock:.1f}"
        rows.append(f"| {number} | {count} | {rates} | {shares[-1][0]:.0%} | {shares[-1][1]:.0%} |")
    clock, processor = (median(values) for values in zip(*shares, strict=True))
    lines = [
        "# Ingest beside the embedding alone",
        "",
        f"`python -m eval.benchmarks.ingest`: {len(files)} laws, {ROUNDS} rounds. Goal: 90% of the embedding's speed.",
        f"Median {clock:.0%} by the clock, {processor:.0%} by processor time, which other work does not lengthen.",
        "",
        "| round | passages | embedding alone, a second | ingest, a second | share by the clock | by processor time |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
    ]
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
