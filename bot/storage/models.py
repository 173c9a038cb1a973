"""What is kept of conversations and answers, and the seam through which it is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.answering.models import Answer, Turn


@dataclass(frozen=True, slots=True)
class Record:
    """One answered question as it is stored: the question masked, times in milliseconds by step."""

    question: str
    audience: str | None
    answer: Answer
    turn: Turn
    asked_at: datetime
    timings_ms: dict[str, float]
    index_version: str = ""
    confidence: float = 1.0


class Conversations(Protocol):
    """Conversations by unguessable id; they expire."""

    def start(self) -> str:
        """A new conversation's id (at least 128 random bits)."""
        ...

    def turns(self, conversation_id: str) -> list[Turn] | None:
        """The last turns, oldest first; None where the conversation is unknown or has expired."""
        ...

    def record(self, record: Record) -> None:
        """Keep an answered question; visible to `turns` of the same process at once."""
        ...
