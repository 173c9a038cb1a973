"""What the pipeline asks of a language model, and what it gets back: checked statements or nothing."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.answering.gate import Failure, Statement
from bot.answering.models import Answer, Audience
from bot.calculators.models import Calculation
from bot.retrieval.models import Hit, Scope

Completeness = Literal["complete", "partial", "none"]


@dataclass(frozen=True, slots=True)
class WordingRequest:
    """A question whose checked answer a language model may reword.

    `question` is masked and stands alone (follow-ups already resolved); `hits` are those of this turn; `draft` is the
    answer that stands if the model fails. `allowed` are fixed phrases that need no source (hotline, policy titles).
    `scope` holds what the model may look into; `within_s` are the seconds left for it, fewer than its own deadline.
    """

    question: str
    hits: Sequence[Hit]
    draft: Answer
    audience: Audience | None = None
    allowed: tuple[str, ...] = ()
    scope: Scope | None = None
    within_s: float | None = None


@dataclass(frozen=True, slots=True)
class GeneratedDraft:
    """The model's statements that passed the gate, in order, and what was dropped.

    `calculation` is the one that a tool made, where the statements draw on one.
    """

    statements: tuple[Statement, ...]
    completeness: Completeness
    dropped: tuple[Failure, ...] = ()
    calculation: Calculation | None = None


class Generator(Protocol):
    """Rewords answers with a language model. Never raises for what the model does, and keeps its deadline."""

    label: str
    """The model's name and filing number, as a reader is told them."""

    def stream(self, request: WordingRequest) -> AsyncIterator[Statement | GeneratedDraft]:
        """Statements as each passes the gate, and the whole draft last.

        Where the draft is missing at the end, the model did not finish and the request's own draft stands: a half
        answer is never taken for a whole one. A draft without statements tells what the gate stopped.
        """
        ...
