"""What the gate takes and gives."""

from dataclasses import dataclass, field
from typing import Literal

from bot.calculators.models import Calculation

Reason = Literal[
    "empty", "uncited", "unknown_citation", "clause", "document", "number", "unit", "direction", "binding", "negation",
    "name", "link", "quote", "markup", "term", "modality", "pairing", "overlap", "silence", "citation", "leak",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One or a few sentences of an answer, and the ids of the sentences they rest on.

    `opening` are words of ours in front of the text that only say where it stands (`【劳动法】第三十六条：`, `（一）`).
    They are no part of what is checked: a title or a number of a clause is nothing that the cited sentence says.
    """

    text: str
    citation_ids: tuple[str, ...]
    opening: str = ""

    @property
    def shown(self) -> str:
        """The text as it is shown."""
        return f"{self.opening}{self.text}"


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is checked."""

    statements: tuple[Statement, ...]
    calculation: Calculation | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How strictly to check.

    `strict` is for a language model's words: terms, modality, pairings and overlap are checked as well.
    `allowed` are fixed phrases that need no source (a hotline number, a policy's title); each is matched whole.
    """

    strict: bool = False
    allowed: tuple[str, ...] = ()
    min_overlap: float | None = None
    """The least share of content that must stand in the cited text; None takes the calibrated value."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A statement that may not be shown, why, and the part of it at fault."""

    statement: Statement
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The statements that may be shown, in their order, and those that may not."""

    passed: tuple[Statement, ...] = ()
    failed: tuple[Failure, ...] = field(default=())

    @property
    def is_clean(self) -> bool:
        """Whether nothing failed."""
        return not self.failed
