"""What a threshold on a search score would refuse: the curve that a refusal threshold is read from."""

from collections.abc import Iterable

from eval.judging import REFUSALS
from eval.models import Item

STEPS = 40


def curve(scored: Iterable[tuple[Item, float]]) -> list[dict[str, float]]:
    """For thresholds over the range of scores: how much of what is not held would be refused, and what else.

    Questions for which both a refusal and an answer are right say nothing and are left out, as are conversational
    ones, which no search decides. Each point holds `threshold`, `refused_outside`, `refused_inside` and `precision`.
    """
    outside, inside = [], []
    for item, score in scored:
        statuses = set(item.status)
        if statuses <= REFUSALS:
            outside.append(score)
        elif not statuses & (REFUSALS | {"notice"}):
            inside.append(score)
    if not outside or not inside:
        return []
    low, high = min(outside + inside), max(outside + inside)
    return [_point(outside, inside, low + (high - low) * step / STEPS) for step in range(STEPS + 1)]


def _point(outside: list[float], inside: list[float], threshold: float) -> dict[str, float]:
    refused = sum(score < threshold for score in outside)
    wrongly = sum(score < threshold for score in inside)
    return {
        "threshold": threshold,
        "refused_outside": refused / len(outside),
        "refused_inside": wrongly / len(inside),
        "precision": refused / (refused + wrongly) if refused + wrongly else 1.0,
    }
