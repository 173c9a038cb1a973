"""Keeps a good build of the vector index: tries out what is there, builds anew what is damaged, missing or behind."""

import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from threading import Event

import structlog

from bot.retrieval.chroma.builds import Builds, Marker, keys_sha256
from bot.retrieval.chroma.child import run_worker
from bot.retrieval.chroma.index import ChromaIndex
from bot.retrieval.snapshot import CorpusSnapshot
from corpus.errors import IndexUnavailableError

_log = structlog.get_logger(__name__)
SMALL = 20_000
"""Up to so many vectors a build takes seconds, and follows every change."""
_TOLERATED_LAG = 0.02
"""Above `SMALL`, the share that may be searched exactly, beside the index, before a build is worth its minutes."""
_FIRST_BACKOFF_S = 10.0
_LONGEST_BACKOFF_S = 600.0


class ChromaKeeper:
    """The vector index of one data folder. `step` is called again and again by one thread; it may take minutes."""

    def __init__(self, folder: Path, fingerprint: str, on_change: Callable[[ChromaIndex | None], None]) -> None:
        self._builds = Builds(folder)
        self._fingerprint = fingerprint
        self._on_change = on_change
        self._chroma_version = version("chromadb")
        self._index: ChromaIndex | None = None
        self._retired: ChromaIndex | None = None
        self._has_tried = False
        self._seen_version: int | None = None
        self._backoff_s = _FIRST_BACKOFF_S
        self._not_before = 0.0
        self._failed = Event()
        self._stop = Event()

    def report_failure(self) -> None:
        """Say that the index failed to answer: it is dropped and built anew at the next step."""
        self._failed.set()

    def step(self, snapshot: CorpusSnapshot) -> None:
        """Do what is due: drop a failed index, try out the builds that are there, build when none fits the corpus."""
        self._let_go_of_retired()
        if self._failed.is_set() or (self._index is not None and not self._index.is_sound()):
            self._failed.clear()
            self._serve(None)
        if self._index is None and not self._has_tried:
            self._has_tried = True
            self._open_best()
        is_settled = self._seen_version == snapshot.version or self._index is None
        self._seen_version = snapshot.version
        if is_settled and self._is_behind(snapshot) and time.monotonic() >= self._not_before:
            self._build(snapshot)

    def close(self) -> None:
        """Stop a build under way and close the index."""
        self._stop.set()
        self._on_change(None)
        for index in (self._index, self._retired):
            if index is not None:
                index.close()
        self._index = self._retired = None

    def stop(self) -> None:
        """End a step under way soon; to be followed by `close`."""
        self._stop.set()

    def _open_best(self) -> None:
        for marker in self._builds.candidates(self._fingerprint, self._chroma_version):
            if self._open(marker) or self._stop.is_set():
                return
            _log.warning("index_build_damaged", build=marker.build)
            self._builds.discard(marker.build)

    def _open(self, marker: Marker) -> bool:
        keys = self._builds.keys(marker)
        if not keys or not run_worker("probe", self._builds.path(marker), 60 + marker.count / 1000, self._stop):
            return False
        try:
            self._serve(ChromaIndex.open(self._builds.path(marker), keys, marker))
        except IndexUnavailableError:
            return False
        return True

    def _is_behind(self, snapshot: CorpusSnapshot) -> bool:
        held = snapshot.keys_with_vectors
        if self._index is None:
            return bool(held)
        lag = len(held ^ self._index.keys)
        return lag > (_TOLERATED_LAG * len(held) if len(held) > SMALL else 0)

    def _build(self, snapshot: CorpusSnapshot) -> None:
        keys, vectors = snapshot.unique_vectors()
        if not keys:
            self._serve(None)
            return
        started = time.monotonic()
        build = self._builds.start(keys, vectors)
        marker = Marker(build, snapshot.version, self._fingerprint, len(keys), keys_sha256(keys), self._chroma_version)
        folder = self._builds.path(marker)
        is_good = run_worker("build", folder, 60 + len(keys) / 50, self._stop) and self._open(marker)
        if is_good:
            self._builds.switch_to(marker)
            self._backoff_s = _FIRST_BACKOFF_S
            _log.info("index_built", count=len(keys), seconds=round(time.monotonic() - started, 1))
        else:
            self._builds.discard(build)
            self._not_before = time.monotonic() + self._backoff_s
            self._backoff_s = min(self._backoff_s * 2, _LONGEST_BACKOFF_S)
        self._builds.clean(self._index.marker.build if self._index else None)

    def _serve(self, index: ChromaIndex | None) -> None:
        """Let searches use that index; the one before is closed a step later, when no search can be inside it."""
        self._let_go_of_retired()
        self._retired, self._index = self._index, index
        self._on_change(index)

    def _let_go_of_retired(self) -> None:
        if self._retired is not None:
            self._retired.close()
            self._retired = None
