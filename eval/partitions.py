"""How two ways of putting things together agree: by pairs, and by B³ (Bagga and Baldwin, 1998)."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Figures in [0, 1]; pairs are those of different things that are put together."""

    groups: int
    matters: int
    pair_precision: float
    pair_recall: float
    b3_precision: float
    b3_recall: float

    @property
    def pair_f(self) -> float:
        """The harmonic mean over pairs."""
        return _harmonic(self.pair_precision, self.pair_recall)

    @property
    def b3(self) -> float:
        """The harmonic mean of B³."""
        return _harmonic(self.b3_precision, self.b3_recall)


def agreement(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Agreement:
    """Of the group that each thing was found in with the one that it belongs to."""
    both = Counter(zip(found, gold, strict=True))
    groups, matters = Counter(found), Counter(gold)
    shared = _pairs(both)
    return Agreement(
        groups=len(groups),
        matters=len(matters),
        pair_precision=_share(shared, _pairs(groups)),
        pair_recall=_share(shared, _pairs(matters)),
        b3_precision=_share(sum(n * n / groups[group] for (group, _), n in both.items()), len(found)),
        b3_recall=_share(sum(n * n / matters[matter] for (_, matter), n in both.items()), len(found)),
    )


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def _harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
