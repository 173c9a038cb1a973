"""Any sentence-transformers model by name or folder. Importing this module imports torch: only when configured."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer

from corpus.errors import ModelUnavailableError

_WHOLE_FILE_LIMIT = 1 << 20


class SentenceTransformerEmbeddings(Embeddings):
    """A sentence-transformers model, with the prompts that its configuration defines for queries and documents.

    Takes every Python string. Vectors have unit length.
    """

    def __init__(self, name: str) -> None:
        """Loads the model.

        Raises:
            ModelUnavailableError: There is no such model, or it cannot be read.
        """
        try:
            self._model = SentenceTransformer(name)
        except (OSError, ImportError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError):
            raise ModelUnavailableError(
                "POLICY_EMBEDDING_MODEL 指定的模型打不开，请核对名称或目录，或改回 bundled。"
            ) from None
        self._fingerprint = _fingerprint(name)
        self._dimensions = len(self.embed_query(""))

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return self._dimensions

    @property
    def fingerprint(self) -> str:
        """Names the model; vectors of another name must not be compared with these."""
        return self._fingerprint

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        values: list[float] = self.embed_questions([text])[0].tolist()
        return values

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of questions as (n, dimensions) float32, unit rows."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        vectors = self._model.encode_query(
            [_encodable(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, in their order."""
        vectors: list[list[float]] = self.embed_matrix(texts).tolist()
        return vectors

    def embed_matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of passages as (n, dimensions) float32, unit rows."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        vectors = self._model.encode_document(
            [_encodable(text) for text in texts], normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _fingerprint(name: str) -> str:
    """The name, and for a folder a sum over its files: small ones whole, large ones by size, first and last part."""
    folder = Path(name)
    if not folder.is_dir():
        return f"sentence-transformers:{name}"
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in _SUFFIXES):
        size = path.stat().st_size
        digest.update(f"{path.relative_to(folder).as_posix()}:{size}:".encode())
        with path.open("rb") as file:
            digest.update(file.read(_WHOLE_FILE_LIMIT))
            file.seek(max(0, size - _WHOLE_FILE_LIMIT))
            digest.update(file.read(_WHOLE_FILE_LIMIT))
    return f"sentence-transformers:{folder.name}:{digest.hexdigest()[:16]}"


_SUFFIXES = {".json", ".safetensors", ".bin", ".txt", ".model"}
