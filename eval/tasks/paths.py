"""The approved path against the extract path: the same questions, with approved answers and without them."""

import time
from statistics import median

from eval.models import Item, Measure
from eval.run import Run
from eval.systems.ports import System

WITH, WITHOUT = "product", "product-approved"


def compare_paths(run: Run) -> list[Measure]:
    """The p50 of both in milliseconds, in process and by turns, over the questions that take the one and the other."""
    with run.open_system(WITH) as approving, run.open_system(WITHOUT) as extracting:
        tick = run.start_progress("口径与摘录", len(run.items))
        pairs = []
        for place, item in enumerate(run.items):
            pair = _asked_by_turns(item, approving, extracting, is_turned=bool(place % 2))
            tick()
            if pair is not None:
                pairs.append(pair)
    if not pairs:
        return []
    approved, extracts = (median(times) for times in zip(*pairs, strict=True))
    return [
        Measure("path", "all", "approved", "p50", approved, len(pairs)),
        Measure("path", "all", "extract", "p50", extracts, len(pairs)),
        Measure("path", "all", "approved to extract", "p50", approved / extracts, len(pairs)),
    ]


def _asked_by_turns(item: Item, approving: System, extracting: System, is_turned: bool) -> tuple[float, float] | None:
    """Milliseconds with and without approved answers; None where the question does not take the two paths."""
    systems = (extracting, approving) if is_turned else (approving, extracting)
    timed = [_timed(system, item) for system in systems]
    (approved_ms, with_), (extract_ms, without) = reversed(timed) if is_turned else timed
    return (approved_ms, extract_ms) if (with_, without) == ("approved", "extract") else None


def _timed(system: System, item: Item) -> tuple[float, str]:
    begun = time.perf_counter()
    reply = system.ask(item.question, item.audience, None)
    return (time.perf_counter() - begun) * 1000, reply.mode
