"""What the service asks of an assistant; `bot.assembly.build_assistant` makes one. Imports no web library."""

from collections.abc import AsyncGenerator
from typing import Literal, Protocol

from bot.answering.models import Answer, Question
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from bot.retrieval.models import Hit, Scope
from bot.staff.stores import StaffStores
from bot.storage.conversations import ConversationStore
from bot.storage.policies import PolicyStore
from bot.tracing import Tracer

Streamed = tuple[Literal["delta"], str] | tuple[Literal["answer"], Answer]


class Assistant(Protocol):
    """The assistant as the service uses it; `bot.assembly.build_assistant` makes one."""

    conversations: ConversationStore
    policies: PolicyStore
    calculators: CalculatorRegistry
    eligibility: EligibilityEngine
    staff: StaffStores | None
    tracer: Tracer

    @property
    def uses_model(self) -> bool:
        """Whether an answer may wait for a language model, seconds long."""
        ...

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
