"""What the evaluation needs of a system under test."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.answering.models import Audience, Mode, Status
from bot.calculators.models import Calculation
from eval.models import Cited, Ranked


@dataclass(frozen=True, slots=True)
class Reply:
    """A system's answer before it is written down as `Predicted`."""

    status: Status
    mode: Mode
    text: str
    cited: tuple[Cited, ...]
    conversation_id: str | None = None
    calculation: Calculation | None = None
    needs: tuple[str, ...] = ()
    confidence: float | None = None
    steps_ms: dict[str, float] = field(default_factory=dict)


class System(Protocol):
    """Answers questions and ranks passages."""

    name: str

    def ask(self, question: str, audience: Audience | None, conversation_id: str | None) -> Reply:
        """The answer to one question, in the conversation given or a new one."""
        ...

    def search(self, question: str, k: int) -> list[Ranked]:
        """The k best passages, best first."""
        ...
