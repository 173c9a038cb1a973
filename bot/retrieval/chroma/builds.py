"""The folder of builds: which one serves, which one served before, and what is left over.

index/current.json    names the build that serves; replaced by one rename
index/previous.json   names the one before it
index/b-…/            a build: `chroma/`, the keys in it, a sample of its vectors, and its manifest
"""

import hashlib
import json
import os
import shutil
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FORMAT = 1
"""Raised whenever a build of earlier code must not be used by later code."""
CHROMA = "chroma"
VECTORS = "vectors.npy"
SAMPLE = "sample.npy"
KEYS = "keys.txt"
MANIFEST = "manifest.json"
_CURRENT = "current.json"
_PREVIOUS = "previous.json"


@dataclass(frozen=True, slots=True)
class Marker:
    """What a build was made from; one that does not say the same is of no use."""

    build: str
    corpus_version: int
    fingerprint: str
    count: int
    keys_sha256: str
    chroma_version: str
    format: int = FORMAT

    @property
    def kind(self) -> tuple[str, str, int]:
        """What must be equal for one build to stand in for another."""
        return self.fingerprint, self.chroma_version, self.format


class Builds:
    """The builds below one folder. One process at a time changes them: the owner of the data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, marker: Marker) -> Path:
        """The build's folder."""
        return self._folder / marker.build

    def candidates(self, fingerprint: str, chroma_version: str) -> list[Marker]:
        """The builds that may serve this model, the current one first; what is damaged or gone is left out."""
        found = [marker for name in (_CURRENT, _PREVIOUS) if (marker := self._marker(name))]
        return [marker for marker in found if marker.kind == (fingerprint, chroma_version, FORMAT)]

    def start(self, keys: list[str], vectors: NDArray[np.float32]) -> str:
        """The name of a new build folder that holds what is to be built."""
        name = f"b-{uuid.uuid4().hex}"
        folder = self._folder / name
        folder.mkdir(parents=True)
        (folder / KEYS).write_text("\n".join(keys), encoding="ascii")
        np.save(folder / VECTORS, vectors)
        return name

    def keys(self, marker: Marker) -> frozenset[str] | None:
        """The keys in a build; None where they are not what the marker says."""
        try:
            content = (self.path(marker) / KEYS).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() != marker.keys_sha256:
            return None
        return frozenset(content.decode("ascii").split())

    def switch_to(self, marker: Marker) -> None:
        """Let that build serve; the one that serves now is kept as the previous one, if it could stand in for it."""
        current = self._folder / _CURRENT
        replaced = self._marker(_CURRENT)
        if replaced and replaced.kind == marker.kind:
            _replace(self._folder / _PREVIOUS, current.read_bytes())
        _replace(current, json.dumps(asdict(marker)).encode())

    def clean(self, in_use: str | None) -> None:
        """Delete every build but the one in use, the current and the previous."""
        kept = {marker.build for name in (_CURRENT, _PREVIOUS) if (marker := self._marker(name))}
        for folder in self._folder.glob("b-*"):
            if folder.name not in kept and folder.name != in_use:
                shutil.rmtree(folder, ignore_errors=True)

    def discard(self, build: str) -> None:
        """Delete a build that came to nothing, or was damaged since."""
        shutil.rmtree(self._folder / build, ignore_errors=True)

    def _marker(self, name: str) -> Marker | None:
        """The marker of that name, if the build that it names is there."""
        try:
            marker = Marker(**json.loads((self._folder / name).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        return marker if (self._folder / marker.build).is_dir() else None


def keys_sha256(keys: list[str]) -> str:
    """What the marker says of a build's keys."""
    return hashlib.sha256("\n".join(keys).encode("ascii")).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
