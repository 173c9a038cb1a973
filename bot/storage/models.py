"""What is kept of conversations and answers, and the seam through which it is kept."""

from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was given, with the masked question and the corpus it rests on."""

    question: str
    audience: str | None
    asked_at: datetime
    answer: Answer
    index_version: str
    helpful: bool | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ConversationExport:
    """All that is kept of one conversation, oldest exchange first."""

    conversation_id: str
    started_at: datetime
    last_at: datetime
    exchanges: tuple[StoredAnswer, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """A person's judgement of an answer; `conversation_id` where given must be the answer's own."""

    answer_id: str
    helpful: bool
    comment: str = ""
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class PurgeCounts:
    """How many were forgotten."""

    conversations: int
    answers: int
