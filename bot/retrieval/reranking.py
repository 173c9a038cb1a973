"""An optional second look at the passages found: a cross-encoder that reads question and passage together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from safetensors import SafetensorError

from bot.settings import Settings
from corpus.errors import ModelUnavailableError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Scores passages for a question."""

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score for each text, in their order; the higher, the better it fits."""
        ...


def make_reranker(settings: Settings) -> Reranker | None:
    """The reranker that the settings name, or None where they name none.

    Raises:
        ModelUnavailableError: The model cannot be found or loaded.
    """
    return CrossEncoderReranker(settings.reranker_model) if settings.reranker_model else None


class CrossEncoderReranker:
    """A sentence-transformers cross-encoder by name or folder; importing it brings torch. Takes every Python string."""

    def __init__(self, name: str) -> None:
        """Loads the model.

        Raises:
            ModelUnavailableError: There is no such model, or it cannot be read.
        """
        self._model = _load(name)

    def rerank(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score for each text, in their order; the higher, the better it fits."""
        if not texts:
            return []
        pairs = [(_encodable(query), _encodable(text)) for text in texts]
        scores = self._model.predict(pairs, show_progress_bar=False)
        return [float(score) for score in scores]


def _load(name: str) -> "CrossEncoder":
    try:
        from sentence_transformers import CrossEncoder  # noqa: PLC0415 - seconds and 400 MB: only where it was chosen

        model: CrossEncoder = CrossEncoder(name)
    except (OSError, ImportError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, SafetensorError):
        raise ModelUnavailableError("POLICY_RERANKER_MODEL 指定的模型打不开，请核对名称或目录，或留空不用。") from None
    if model.num_labels != 1:
        raise ModelUnavailableError(
            "POLICY_RERANKER_MODEL 指定的不是重排模型（应只输出一个分数），请换一个或留空不用。"
        )
    return model


def _encodable(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
