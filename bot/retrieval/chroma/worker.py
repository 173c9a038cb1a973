"""What runs in a child process: building an index, and trying one out. A damaged index kills the child alone.

    python -m bot.retrieval.chroma.worker build <folder of the build>
    python -m bot.retrieval.chroma.worker probe <folder of the build>

Exit 0 means that the build is good; anything else, a crash included, that it is not.
"""

import ctypes
import hashlib
import json
import os
import signal
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.retrieval.chroma.builds import CHROMA, KEYS, MANIFEST, SAMPLE, VECTORS
from bot.retrieval.chroma.client import create_collection, open_client, open_collection

BATCH = 2_000
PROBES = 64
_FOUND_SHARE = 0.95
"""An approximate index may miss a few of its own items; a damaged one misses most."""
_SET_PARENT_DEATH_SIGNAL = 1


def build(folder: Path) -> bool:
    """Fill a new index from the build's keys and vectors, and note what its files are."""
    keys = _read_keys(folder)
    vectors = np.load(folder / VECTORS, allow_pickle=False)
    client = open_client(folder / CHROMA)
    collection = create_collection(client, len(keys))
    for start in range(0, len(keys), BATCH):
        batch = slice(start, start + BATCH)
        collection.add(ids=keys[batch], embeddings=vectors[batch])
    client.close()
    np.save(folder / SAMPLE, vectors[_sampled(len(keys))])
    (folder / VECTORS).unlink()
    (folder / MANIFEST).write_text(json.dumps(_checksums(folder)), encoding="utf-8")
    return True


def probe(folder: Path) -> bool:
    """Whether the files are those of the build, all items are there, and items known to be in it find themselves."""
    if json.loads((folder / MANIFEST).read_text(encoding="utf-8")) != _checksums(folder):
        return False
    keys = _read_keys(folder)
    sample = np.load(folder / SAMPLE, allow_pickle=False)
    collection = open_collection(open_client(folder / CHROMA))
    if collection.count() != len(keys):
        return False
    depth = min(len(keys), 10)
    answers = collection.query(query_embeddings=sample, n_results=depth, include=[])["ids"]
    rows = _sampled(len(keys)).tolist()
    found = sum(keys[row] in answer for row, answer in zip(rows, answers, strict=True))
    return all(len(set(answer)) == depth for answer in answers) and found >= _FOUND_SHARE * len(rows)


def _read_keys(folder: Path) -> list[str]:
    return (folder / KEYS).read_text(encoding="ascii").split()


def _sampled(count: int) -> NDArray[np.int64]:
    """The places of the items that a probe tries: spread evenly over all."""
    return np.unique(np.linspace(0, count - 1, min(PROBES, count)).astype(np.int64))


def _checksums(folder: Path) -> dict[str, str]:
    """The sums of the graph's files; Chroma's own SQLite file changes whenever it is opened."""
    files = sorted(path for path in (folder / CHROMA).glob("*/*") if path.is_file())
    sums = {}
    for path in files:
        with path.open("rb") as file:
            sums[str(path.relative_to(folder))] = hashlib.file_digest(file, "sha256").hexdigest()
    return sums


def _die_with_parent(parent: int) -> None:
    """A child whose parent was killed must not go on building."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def main(arguments: list[str]) -> int:
    """Run one task: its name, the folder, and the process that waits for it."""
    task, folder, parent = arguments
    _die_with_parent(int(parent))
    os.nice(10)
    done = {"build": build, "probe": probe}[task](Path(folder))
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
