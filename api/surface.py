"""What the service asks of an assistant; `bot.assembly.build_assistant` makes one. Imports no web library."""

from collections.abc import AsyncGenerator, Callable, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.answering.models import Answer, Question
from bot.calculators.registry import CalculatorRegistry
from bot.retrieval.models import Hit, Scope
from bot.storage.models import ConversationExport, Conversations, Feedback, PurgeCounts, Record, StoredAnswer
from bot.storage.policies import PolicyStore

Streamed = tuple[Literal["delta"], str] | tuple[Literal["answer"], Answer]


class Eligibility(Protocol):
    """The self-check."""

    def questions(self) -> Sequence[Any]:
        """The questions it may ask, in order."""
        ...

    def check(self, facts: dict[str, Any]) -> Any:
        """The verdict on every measure, and the next question."""
        ...


class Records(Conversations, Protocol):
    """Conversations with what operation needs of them: resume, feedback, export, deletion, purge."""

    def answer(self, answer_id: str, conversation_id: str | None = None) -> StoredAnswer | None:
        """A recorded answer; None where unknown, or where it belongs to another conversation."""
        ...

    def add_feedback(self, feedback: Feedback) -> bool:
        """Keep a person's judgement of an answer; False where the answer is unknown."""
        ...

    def export(self, conversation_id: str) -> ConversationExport | None:
        """All that is kept of a conversation; None where it is unknown."""
        ...

    def delete(self, conversation_id: str) -> bool:
        """Forget a conversation with its answers and feedback; False where it is unknown."""
        ...

    def purge(self, now: datetime | None = None) -> PurgeCounts:
        """Forget what is older than the retention period."""
        ...

    def on_record(self, observer: Callable[[Record], None]) -> None:
        """Call `observer` with every record from now on."""
        ...

    def flush(self, timeout_s: float = 5.0) -> None:
        """Wait until what was recorded is in the database."""
        ...


class Assistant(Protocol):
    """The assistant as the service uses it; `bot.assembly.build_assistant` makes one."""

    conversations: Records
    policies: PolicyStore
    calculators: CalculatorRegistry
    eligibility: Eligibility

    def ask(self, question: Question) -> Answer:
        """A checked answer. Safe to call from several threads."""
        ...

    def stream(self, question: Question) -> AsyncGenerator[Streamed]:
        """Any number of text pieces, then the checked answer."""
        ...

    def search(self, q: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        """Passages, best first."""
        ...

    def degraded(self) -> list[str]:
        """What does not work at the moment, in Chinese; empty where all is well."""
        ...

    def close(self) -> None:
        """Write what is outstanding and release the data folder."""
        ...
