"""Embedding what is held without a vector: after the model was changed, or an ingest was cut short."""

from threading import Event

from bot.retrieval.embedded_text import embedded_text
from bot.retrieval.ports import EmbeddingModel
from bot.retrieval.snapshot import CorpusSnapshot
from bot.storage.database import Database
from bot.storage.vectors import VectorStore

CHUNK = 256


def embed_missing(database: Database, embeddings: EmbeddingModel, snapshot: CorpusSnapshot, stop: Event) -> int:
    """Embed and store what has no vector yet, chunk by chunk until done or told to stop; returns how many.

    Raises:
        ModelUnavailableError: The model cannot be used.
    """
    texts = {
        key: embedded_text(passage)
        for key, passage, is_there in zip(snapshot.keys, snapshot.passages, snapshot.has_vector.tolist(), strict=True)
        if not is_there
    }
    keys = sorted(texts, key=lambda key: len(texts[key]))
    done = 0
    for start in range(0, len(keys), CHUNK):
        if stop.is_set():
            break
        part = keys[start : start + CHUNK]
        vectors = embeddings.embed_matrix([texts[key] for key in part])
        with database.write() as connection:
            VectorStore(connection, embeddings.fingerprint).put(part, vectors)
        done += len(part)
    return done
