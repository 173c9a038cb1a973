"""Embeddings behind LangChain's `Embeddings`: the bundled model, or any sentence-transformers model by name."""

from bot.retrieval.embedding.folder import is_assembled, model_folder
from bot.retrieval.embedding.protocol import PassageEmbeddings
from bot.settings import Settings

__all__ = ["PassageEmbeddings", "make_embeddings", "model_folder"]


def make_embeddings(settings: Settings) -> PassageEmbeddings:
    """The embeddings that the settings name.

    The bundled model is assembled here if it is not there yet, and read at its first use.

    Raises:
        ModelUnavailableError: The model cannot be assembled, found or loaded.
    """
    if settings.embedding_model != "bundled":
        from bot.retrieval.embedding.named import SentenceTransformerEmbeddings  # noqa: PLC0415 - brings torch

        return SentenceTransformerEmbeddings(settings.embedding_model)
    from bot.retrieval.embedding.bundled import BundledEmbeddings  # noqa: PLC0415 - brings onnxruntime

    folder = model_folder(settings.model_dir)
    if not is_assembled(folder):
        from bot.retrieval.embedding.assemble import assemble  # noqa: PLC0415 - brings onnx, needed once

        assemble(folder)
    return BundledEmbeddings(folder)
