"""The product, as `bot.assembly` builds it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.answering.models import Answer, Audience, Question
from bot.retrieval.models import Hit
from bot.storage.models import Record
from corpus.models import Citation
from eval.models import Cited, Ranked
from eval.systems.ports import Reply


class Observed(Protocol):
    """Where answers are recorded; the records hold the times of the steps."""

    def on_record(self, observer: Callable[[Record], None]) -> None:
        """Call `observer` with every record from now on."""
        ...


class Assistant(Protocol):
    """What of the assembled assistant is used."""

    @property
    def conversations(self) -> Observed:
        """Where its answers are recorded."""
        ...

    def ask(self, question: Question) -> Answer:
        """The checked answer."""
        ...

    def search(self, q: str, k: int = 5) -> Sequence[Hit]:
        """The k best passages."""
        ...


class Product:
    """The assistant under test; `name` tells its ablations apart."""

    def __init__(self, assistant: Assistant, name: str = "product") -> None:
        self.name = name
        self._assistant = assistant
        self._last: Record | None = None
        assistant.conversations.on_record(self._remember)

    def ask(self, question: str, audience: Audience | None, conversation_id: str | None) -> Reply:
        """The assistant's answer; each citation covers its own sentence."""
        self._last = None
        answer = self._assistant.ask(Question(text=question, audience=audience, conversation_id=conversation_id))
        return Reply(
            status=answer.status,
            mode=answer.mode,
            text=answer.text,
            cited=tuple(_cited(citation) for citation in answer.citations),
            conversation_id=answer.conversation_id,
            calculation=answer.calculation,
            needs=tuple(need.name for need in answer.needs),
            confidence=self._last.confidence if self._last else None,
            steps_ms=dict(self._last.timings_ms) if self._last else {},
        )

    def search(self, question: str, k: int) -> list[Ranked]:
        """What the assistant's own search finds."""
        return [
            Ranked(covers=(hit.passage.id,), score=hit.score, dense=hit.dense, lexical=hit.lexical)
            for hit in self._assistant.search(question, k)
        ]

    def _remember(self, record: Record) -> None:
        self._last = record


def _cited(citation: Citation) -> Cited:
    return Cited(covers=(citation.id,), quote=citation.quote, label=f"{citation.label} {citation.heading}")
