"""Finding files and reading their text."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers import SUFFIXES, ExtractedText, read_bytes, read_safely

READ_AHEAD = 8
_CANNOT_OPEN = "文件打不开，请确认它存在并且可以读取。"
_PLAIN_SUFFIXES = frozenset({".txt", ".md"})
_UNREAD = (".doc", ".wps", ".rtf", ".odt", ".ofd", ".xls", ".xlsx", ".et", ".ppt", ".pptx")
"""Documents of kinds that are not read: they fail with the reason instead of being passed over in silence."""
_PLAIN_BYTES = 2_000_000
_NEVER_PLAIN = (b"\0", b"<", b"%PDF-")
"""Where one of these is near the start, the content is not what the suffix says, or is UTF-16."""

ReadDocument = Callable[[Path], ExtractedText]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest. One that was only found in a folder may be skipped; one that was named may not."""

    path: Path
    is_named: bool

    @property
    def name(self) -> str:
        """Its name as it can be shown and stored: `shown_name`."""
        return shown_name(self.path)

    @property
    def is_document(self) -> bool:
        """Whether its suffix is one of a document, of a kind that can be read or not."""
        return self.path.suffix.lower() in (*SUFFIXES, *_UNREAD)

    @property
    def size(self) -> int:
        """Its size in bytes; 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except (OSError, ValueError):
            return 0


def shown_name(path: Path) -> str:
    """The file's name in characters that can be stored and shown.

    A name that is not UTF-8 is most often GBK, from an archive packed on Windows; what is no printable character, such
    as one that turns the direction of writing, becomes a blank mark.
    """
    data = os.fsencode(path.name) if path.name else b""
    for encoding in ("utf-8", "gb18030"):
        try:
            name = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        name = data.decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def find_files(paths: Iterable[Path]) -> list[SourceFile]:
    """The files named and those inside the folders named, in a fixed order; hidden ones are left out."""
    found: dict[Path, SourceFile] = {}
    for path in paths:
        if not _is_folder(path):
            found.setdefault(path, SourceFile(path, is_named=True))
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden:
                found.setdefault(inner, SourceFile(inner, is_named=False))
    return list(found.values())


def read_document(path: Path) -> ExtractedText:
    """The text of a file; what is not evidently plain text is read in a child process with limits.

    Raises:
        DocumentError: The file cannot be read; says why.
    """
    if not _is_regular(path):
        raise DocumentError(_CANNOT_OPEN)
    if path.suffix.lower() in _PLAIN_SUFFIXES:
        data = _read_small(path)
        if data and not any(mark in data[:1024] for mark in _NEVER_PLAIN) and not data.startswith(b"PK"):
            return read_bytes(data, path.suffix.lower())
    return read_safely(path)


def read_ahead(
    files: Iterable[SourceFile], read: ReadDocument
) -> Iterator[tuple[SourceFile, Future[ExtractedText] | None]]:
    """Each file with its text, read in a thread of its own while earlier ones are being embedded.

    None stands in for files that are not documents and are not read.
    """
    waiting: deque[tuple[SourceFile, Future[ExtractedText] | None]] = deque()
    pool = ThreadPoolExecutor(1, thread_name_prefix="ingest-reader")
    try:
        for file in files:
            is_wanted = file.is_named or file.is_document
            waiting.append((file, pool.submit(read, file.path) if is_wanted else None))
            if len(waiting) > READ_AHEAD:
                yield waiting.popleft()
        yield from waiting
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _is_regular(path: Path) -> bool:
    """Whether it is a file with an end: a pipe or a device would be waited for without one."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _read_small(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.stat().st_size <= _PLAIN_BYTES else None
    except (OSError, ValueError):
        raise DocumentError(_CANNOT_OPEN) from None
