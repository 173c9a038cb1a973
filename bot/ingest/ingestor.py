"""Files into the corpus, in groups that keep the embedding model busy; each file visible whole or not at all."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from bot.ingest.outcomes import FileOutcome, OnProgress, Progress
from bot.ingest.preparing import Prepared, Preparer
from bot.ingest.sources import ReadDocument, SourceFile, find_files, read_ahead, read_document
from bot.retrieval.embedded_text import embedded_text
from bot.retrieval.ports import EmbeddingModel
from bot.storage.database import Database
from bot.storage.vectors import VectorStore
from bot.storage.writing import Keyed, Marks, put_correction, put_policy
from corpus.errors import PolicyAssistantError
from corpus.models import Policy
from corpus.readers import ExtractedText

_log = structlog.get_logger(__name__)
GROUP_PASSAGES = 1024
"""Files are embedded together up to so many new passages: sorted by length, full batches waste least."""
FIRST_PASSAGES = 128
"""The first group is smaller, so that the model is soon at work."""
CHUNK_PASSAGES = 1024
"""Vectors are stored after so many, so that interrupting a long document keeps what is done."""

Item = Prepared | FileOutcome


class Ingestor:
    """Takes files and policies into one database with one embedding model."""

    def __init__(self, database: Database, embeddings: EmbeddingModel, read: ReadDocument = read_document) -> None:
        self._database = database
        self._embeddings = embeddings
        self._read = read
        self._preparer = Preparer(database, embeddings.fingerprint)

    def ingest(
        self,
        paths: Iterable[Path],
        on_progress: OnProgress | None = None,
        on_outcome: Callable[[FileOutcome], None] | None = None,
    ) -> list[FileOutcome]:
        """Read files and folders into the corpus; one outcome a file, in order, each told as soon as it is certain.

        A bad file does not stop the others. What is done stays done when the work is interrupted. While one group of
        files is embedded, the next is read and the one before is stored: the model never waits for either. Two groups
        are at the model at once, so that it has work while the vectors of one are written.
        """
        run = _Run(find_files(paths), on_progress, on_outcome)
        outcomes: list[FileOutcome] = []
        before: _Group | None = None
        with ThreadPoolExecutor(2, "ingest-embedding") as embedding:
            try:
                for entries in self._groups(run):
                    group = _Group(entries, embedding.submit(self._embed, run.claim(entries)))
                    outcomes += self._store_group(before, run) if before else []
                    before = group
                outcomes += self._store_group(before, run) if before else []
            finally:  # an error or an interruption lets the running group end, and begins no other
                embedding.shutdown(wait=False, cancel_futures=True)
        run.tell("")
        return outcomes

    def _groups(self, run: "_Run") -> Iterator[list["_Entry"]]:
        """The files, prepared, in groups to embed together."""
        group: list[_Entry] = []
        enough = min(FIRST_PASSAGES, GROUP_PASSAGES)
        for file, text in read_ahead(run.files, self._read):
            run.tell(file.name)
            group.append(_Entry(file, text, self._prepare(file, text)))
            if sum(entry.new_passages for entry in group) >= enough:
                yield group
                group, enough = [], GROUP_PASSAGES
        yield group

    def ingest_policy(self, policy: Policy, marks: Marks) -> FileOutcome:
        """Store a policy that was read elsewhere under its own identifier; unchanged where it is held as it is."""
        item = self._preparer.prepare_policy(policy, marks)
        if isinstance(item, FileOutcome):
            return item
        self._embed(item.new)
        return self._commit(item)

    def correct(self, policy_id: str, field_name: str, value: Any) -> None:
        """Correct one field of a policy's metadata; the correction outlives every re-ingestion.

        Raises:
            NotFoundError: The policy is not held.
            InputError: There is no such field, or it cannot have that value.
        """
        keyed = self._preparer.recontextualised(policy_id, field_name, value)
        self._embed(keyed)
        with self._database.write() as connection:
            put_correction(connection, policy_id, field_name, value, keyed)

    def _prepare(self, file: SourceFile, text: Future[ExtractedText] | None) -> Item:
        name = file.name
        if text is None:
            return FileOutcome(name, "skipped", message="不是文档格式，已跳过。")
        try:
            return self._preparer.prepare_file(file.path, text.result())
        except PolicyAssistantError as error:
            return FileOutcome(name, "failed", message=str(error))
        except Exception:  # noqa: BLE001 - the boundary of one file: a fault in reading it must not stop the others
            _log.exception("file_not_read", suffix=file.path.suffix)
            return FileOutcome(name, "failed", message="文件内容无法解析，请检查文件是否完整。")

    def _store_group(self, group: "_Group", run: "_Run") -> list[FileOutcome]:
        """Commit the files of a group, once their vectors are stored."""
        run.embedded += group.embedded.result()
        outcomes = []
        for entry in group.entries:
            outcomes.append(self._commit_entry(entry))
            run.finished(entry.file, outcomes[-1])
            run.tell(entry.file.name)
        return outcomes

    def _commit_entry(self, entry: "_Entry") -> FileOutcome:
        """Commit, after preparing once more where an earlier file of the group was the same policy."""
        item = entry.item
        if isinstance(item, Prepared) and not self._preparer.is_current(item):
            item = self._prepare(entry.file, entry.text)
        return self._commit(item) if isinstance(item, Prepared) else item

    def _commit(self, item: Prepared) -> FileOutcome:
        with self._database.write() as connection:
            supersedes = put_policy(connection, item.policy, item.keyed, item.marks)
        return FileOutcome(
            name=item.name,
            result="updated" if item.is_held else "added",
            policy_id=item.policy.id,
            title=item.policy.title,
            passages=len(item.keyed),
            embedded=len(item.missing),
            supersedes=supersedes,
            message=item.message,
        )

    def _embed(self, keyed: Iterable[Keyed]) -> int:
        """Embed the texts of these passages and store the vectors; how many that were."""
        texts = {k.content_key: embedded_text(k.passage) for k in keyed}
        wanted = sorted(texts, key=lambda key: len(texts[key]))
        for start in range(0, len(wanted), CHUNK_PASSAGES):
            keys = wanted[start : start + CHUNK_PASSAGES]
            vectors = self._embeddings.embed_matrix([texts[key] for key in keys])
            with self._database.write() as connection:
                VectorStore(connection, self._embeddings.fingerprint).put(keys, vectors)
        return len(wanted)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a group: its text, and what is to become of it."""

    file: SourceFile
    text: Future[ExtractedText] | None
    item: Item

    @property
    def new_passages(self) -> int:
        return len(self.item.missing) if isinstance(self.item, Prepared) else 0


@dataclass(frozen=True, slots=True)
class _Group:
    """Files that are embedded together; the future ends when their vectors are stored."""

    entries: Sequence[_Entry]
    embedded: Future[int]


@dataclass
class _Run:
    """The counts of one ingest, and its clock; remaining time is told from the bytes still to read."""

    files: list[SourceFile]
    on_progress: OnProgress | None
    on_outcome: Callable[[FileOutcome], None] | None = None
    done: int = 0
    bytes_done: int = 0
    embedded: int = 0
    claimed: set[str] = field(default_factory=set)
    started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._bytes_total = sum(file.size for file in self.files)

    def claim(self, entries: Sequence[_Entry]) -> list[Keyed]:
        """The passages that these files are the first to need a vector for: what several have is embedded once."""
        new = [k for entry in entries if isinstance(entry.item, Prepared) for k in entry.item.new]
        unclaimed = [k for k in new if k.content_key not in self.claimed]
        self.claimed.update(k.content_key for k in unclaimed)
        return unclaimed

    def finished(self, file: SourceFile, outcome: FileOutcome) -> None:
        self.done += 1
        self.bytes_done += file.size
        if self.on_outcome is not None:
            self.on_outcome(outcome)

    def tell(self, current: str) -> None:
        if self.on_progress is None:
            return
        elapsed = time.monotonic() - self.started
        share = self.bytes_done / self._bytes_total if self._bytes_total else 1.0
        remaining = elapsed * (1 - share) / share if share else None
        rate = self.embedded / elapsed if elapsed else 0.0
        self.on_progress(Progress(self.done, len(self.files), self.embedded, rate, remaining, current))
