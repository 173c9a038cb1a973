"""What a search takes and gives."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from corpus.models import Passage


@dataclass(frozen=True, slots=True)
class Scope:
    """Limits of a search: policies, region, and the day on which a text must be in force. None means no limit."""

    policy_ids: tuple[str, ...] | None = None
    region: str | None = None
    on: date | None = None


class Hit(NamedTuple):
    """A passage found.

    `score` is the fused score in [0, 1]; `dense` the cosine (None where there is no vector); `lexical` the lexical
    score as its ranker gives it.
    """

    passage: Passage
    score: float
    dense: float | None
    lexical: float


class Searcher(Protocol):
    """Ranks passages for a query."""

    def search(self, query: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        """The k best passages, best first. Never raises for any text; empty where nothing is held."""
        ...
