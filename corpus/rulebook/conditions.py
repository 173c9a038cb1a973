"""Conditions in three values: yes, no, and not known (`None`), which stays what it is until someone answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.models import Citation

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Fact:
    """A leaf: the fact `name` has one of `values`. `text` is the condition in words, for a reader."""

    name: str
    values: frozenset[str]
    text: str
    citation: Citation | None = None

    def holds(self, facts: Mapping[str, str]) -> bool | None:
        """Whether the condition is met; None where the fact is missing or was answered `unknown`."""
        answer = facts.get(self.name, UNKNOWN)
        return None if answer == UNKNOWN else answer in self.values

    def leaves(self) -> Iterator["Fact"]:
        """The leaf itself."""
        yield self

    def open_leaves(self, facts: Mapping[str, str]) -> Iterator["Fact"]:
        """The leaf, where it is not known."""
        if self.holds(facts) is None:
            yield self


@dataclass(frozen=True, slots=True)
class Combination:
    """`all`, `any` or `not` of the conditions inside, after Kleene's strong three-valued logic."""

    operator: Literal["all", "any", "not"]
    conditions: tuple["Condition", ...]

    def holds(self, facts: Mapping[str, str]) -> bool | None:
        """True or false as soon as the known facts decide it, else None."""
        decisive = self.operator == "any"
        open_ = False
        for condition in self.conditions:
            outcome = condition.holds(facts)
            if self.operator == "not":
                return None if outcome is None else not outcome
            if outcome is decisive:
                return decisive
            open_ = open_ or outcome is None
        return None if open_ else not decisive

    def leaves(self) -> Iterator[Fact]:
        """Every leaf, left to right."""
        for condition in self.conditions:
            yield from condition.leaves()

    def open_leaves(self, facts: Mapping[str, str]) -> Iterator[Fact]:
        """The leaves that keep this from being settled: empty where it is settled, else answering all settles it."""
        if self.holds(facts) is not None:
            return
        for condition in self.conditions:
            yield from condition.open_leaves(facts)


Condition = Fact | Combination
