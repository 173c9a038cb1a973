"""The vectors of known ways of asking, kept beside the index: a cache that may be lost at any time."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import structlog
from numpy.typing import NDArray

from bot.retrieval.embedding import PassageEmbeddings
from corpus.errors import ModelUnavailableError

_log = structlog.get_logger(__name__)
_KEPT = 6


class FormVectors:
    """Embeds lists of forms, each list once for each model."""

    def __init__(self, embeddings: PassageEmbeddings, folder: Path) -> None:
        """`folder` is made when something is first kept."""
        self._embeddings = embeddings
        self._folder = folder

    def __call__(self, forms: Sequence[str]) -> NDArray[np.float32] | None:
        """(n, dimensions) float32 unit rows; None where there are no forms or no model works."""
        if not forms:
            return None
        path = self._folder / f"{self._key(forms)}.npy"
        kept = _read(path, (len(forms), self._embeddings.dimensions))
        if kept is not None:
            return kept
        try:
            vectors = self._embeddings.embed_questions(forms)
        except ModelUnavailableError:
            _log.warning("forms_not_embedded")
            return None
        self._keep(path, vectors)
        return vectors

    def _key(self, forms: Sequence[str]) -> str:
        digest = hashlib.sha256(self._embeddings.fingerprint.encode())
        for form in forms:
            digest.update(b"\0" + form.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:32]

    def _keep(self, path: Path, vectors: NDArray[np.float32]) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
                np.save(file, vectors, allow_pickle=False)
            os.replace(file.name, path)
            for old in sorted(self._folder.glob("*.npy"), key=lambda kept: kept.stat().st_mtime)[:-_KEPT]:
                old.unlink(missing_ok=True)
        except OSError:
            _log.warning("forms_not_kept")


def _read(path: Path, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    try:
        vectors = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    fits = vectors.shape == shape and vectors.dtype == np.float32 and bool(np.isfinite(vectors).all())
    return vectors if fits else None
