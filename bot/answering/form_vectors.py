"""The vectors of known ways of asking, kept in files: a cache that may be lost at any time."""

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.answering.kept_files import keep_file, kept_files
from bot.retrieval.embedding import PassageEmbeddings
from corpus.errors import ModelUnavailableError

_log = structlog.get_logger(__name__)
_KEPT = 16
_KEY_BYTES = 16


class FormVectors:
    """Embeds lists of forms, each form once for each model: a list that changes costs what is new in it."""

    def __init__(self, embeddings: PassageEmbeddings, folder: Path) -> None:
        """`folder` is made when something is first kept."""
        self._embeddings = embeddings
        self._folder = folder

    def __call__(self, forms: Sequence[str]) -> NDArray[np.float32] | None:
        """(n, dimensions) float32 unit rows; None where there are no forms or no model works."""
        if not forms:
            return None
        keys = [self._key(form) for form in forms]
        path = self._folder / f"{hashlib.sha256(b''.join(keys)).hexdigest()[:32]}.npz"
        kept = self._read(path)
        if kept.keys() >= set(keys):
            return np.stack([kept[key] for key in keys])
        known = {key: row for older in kept_files(self._folder, path.suffix) for key, row in self._read(older).items()}
        new = {key: form for key, form in zip(keys, forms, strict=True) if key not in known}
        try:
            rows = self._embeddings.embed_questions(list(new.values())) if new else ()
        except ModelUnavailableError:
            _log.warning("forms_not_embedded")
            return None
        vectors = known | dict(zip(new, rows, strict=True))
        self._keep(path, {key: vectors[key] for key in keys})
        return np.stack([vectors[key] for key in keys])

    def _key(self, form: str) -> bytes:
        text = f"{self._embeddings.fingerprint}\0{form}"
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY_BYTES]

    def _keep(self, path: Path, vectors: Mapping[bytes, NDArray[np.float32]]) -> None:
        keys = np.frombuffer(b"".join(vectors), dtype=np.uint8).reshape(-1, _KEY_BYTES)
        held = BytesIO()
        np.savez(held, keys=keys, vectors=np.stack(list(vectors.values())))
        try:
            keep_file(path, held.getvalue(), _KEPT)
        except OSError:
            _log.warning("forms_not_kept")

    def _read(self, path: Path) -> dict[bytes, NDArray[np.float32]]:
        """The vectors of one kept list by key; empty where the file is missing or damaged."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
                keys, vectors = held["keys"], held["vectors"]
        except (OSError, ValueError, EOFError, KeyError, BadZipFile):
            return {}
        fits = keys.shape == (len(vectors), _KEY_BYTES) and keys.dtype == np.uint8
        fits = fits and vectors.shape[1:] == (self._embeddings.dimensions,) and vectors.dtype == np.float32
        if not fits or not np.isfinite(vectors).all():
            return {}
        return {key.tobytes(): row for key, row in zip(keys, vectors, strict=True)}
