"""The folder that holds the assembled model: its place, its manifest, and how its files are written and checked."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.retrieval.embedding.source import SOURCE_SHA256, SOURCE_VERSION
from corpus.errors import ModelUnavailableError

MODEL_NAME = "multilingual-e5-small"
RECIPE = 3
"""Raised whenever the assembly gives other vectors; another recipe lives in another folder."""

ONNX_MODEL = "onnx/model_int8.onnx"
ONNX_TOKENIZER = "onnx/tokenizer.json"

_MANIFEST = "manifest.json"
_JOURNAL = "assembling.json"
_LOCK = ".lock"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one file."""

    size: int
    sha256: str


Manifest = dict[str, Entry]


def fingerprint() -> str:
    """Names the vectors that the default model makes: the same weights and recipe give the same on every machine."""
    digest = hashlib.sha256(f"{SOURCE_SHA256}/{RECIPE}".encode()).hexdigest()
    return f"{MODEL_NAME}-{SOURCE_VERSION}-r{RECIPE}:{digest[:16]}"


def model_folder(root: Path | None = None) -> Path:
    """Where the default model is or will be: under `root`, or the user's cache folder."""
    if root is None:
        cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        root = Path(cache).expanduser() / "policy-assistant" / "models"
    return root / f"{MODEL_NAME}-{SOURCE_VERSION}-r{RECIPE}"


def is_assembled(folder: Path) -> bool:
    """Whether the manifest is there and every file of it has its size. Quick; `damaged_files` reads the contents."""
    manifest = _read(folder / _MANIFEST)
    return bool(manifest) and all(_has_size(folder / name, entry.size) for name, entry in manifest.items())


def damaged_files(folder: Path) -> list[str]:
    """The files whose content is not what the manifest says; the manifest itself where it is missing."""
    manifest = _read(folder / _MANIFEST)
    if not manifest:
        return [_MANIFEST]
    return [name for name, entry in manifest.items() if not _is_intact(folder / name, entry)]


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds the folder's lock, which the system gives back when a process dies; a second one waits its turn.

    Raises:
        ModelUnavailableError: The folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("w")
    except OSError:
        raise ModelUnavailableError("模型目录不能写入，请检查权限，或用 POLICY_MODEL_DIR 指定另一个目录。") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class FolderWriter:
    """Writes a folder file by file so that a killed writing is taken up where it stopped.

    Each file appears whole under its name or not at all; what is finished is kept in a journal, which becomes the
    manifest when all is there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        manifest = _read(folder / _MANIFEST)
        known = manifest or _read(folder / _JOURNAL)
        self._finished: Manifest = {n: entry for n, entry in known.items() if _is_intact(folder / n, entry)}
        self.is_finished = bool(manifest) and self._finished == manifest
        """Whether all is there already, with its content checked."""

    def has(self, name: str) -> bool:
        """Whether the file is there with its content checked."""
        return name in self._finished

    def write(self, name: str, content: Callable[[Path], None]) -> None:
        """Lets `content` fill a temporary file, then puts it in its place."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(path.name + ".tmp")
        content(temporary)
        self._finished[name] = Entry(temporary.stat().st_size, _sum(temporary))
        _put(temporary, path)
        _write_manifest(self._folder / _JOURNAL, self._finished)

    def finish(self) -> None:
        """Makes the folder valid."""
        _write_manifest(self._folder / _MANIFEST, self._finished)
        (self._folder / _JOURNAL).unlink(missing_ok=True)


def _read(path: Path) -> Manifest:
    """The manifest of this recipe, or nothing where it is missing, damaged or another recipe's."""
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["fingerprint"] != fingerprint():
            return {}
        return {name: Entry(entry["size"], entry["sha256"]) for name, entry in content["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _write_manifest(path: Path, manifest: Manifest) -> None:
    files = {name: {"size": entry.size, "sha256": entry.sha256} for name, entry in sorted(manifest.items())}
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(json.dumps({"fingerprint": fingerprint(), "files": files}, indent=2), "utf-8")
    _put(temporary, path)


def _put(temporary: Path, path: Path) -> None:
    """Renames after the content is on the disk, so that a power cut leaves the old file or the whole new one."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    parent = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)


def _sum(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _has_size(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _is_intact(path: Path, entry: Entry) -> bool:
    return _has_size(path, entry.size) and _sum(path) == entry.sha256
