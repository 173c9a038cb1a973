"""Whether what is not held is refused, what is silent is named silent, and nothing else is."""

from collections import Counter
from collections.abc import Callable, Collection

from eval.calibration import curve
from eval.judging import REFUSALS, Judgement
from eval.models import SPLITS, Measure, TaskResult
from eval.run import SYSTEMS, Run
from eval.tasks.answers import judge_answers

PARTIAL = frozenset({"partial"})


def run_refusal(run: Run) -> TaskResult:
    """Recall and precision of refusals and of `partial`, the confusion of statuses, and the calibration curves."""
    result = TaskResult(task="refusal")
    for system in SYSTEMS:
        rows = judge_answers(run, system)
        for split in SPLITS:
            own = [row for row in rows if row.split == split]
            result.measures += detection(own, system, split, "refusal", REFUSALS)
            result.measures += detection(own, system, split, "partial", PARTIAL)
            result.rows += _confusion(own, system, split)
        result.curves.update(_curves(run, system))
    return result


def detection(rows: list[Judgement], system: str, split: str, name: str, statuses: Collection[str]) -> list[Measure]:
    """Recall over questions for which only these statuses are right, precision over answers with one of them.

    A figure over nothing is left out.
    """
    due = [row for row in rows if set(row.expected_status) <= set(statuses)]
    given = [row for row in rows if row.status in statuses]
    caught = sum(row.status in statuses for row in due)
    fitting = sum(bool(set(row.expected_status) & set(statuses)) for row in given)
    found = []
    if due:
        found.append(Measure(system, split, "all", f"{name}_recall", caught / len(due), len(due)))
    if given:
        found.append(Measure(system, split, "all", f"{name}_precision", fitting / len(given), len(given)))
    return found


def _confusion(rows: list[Judgement], system: str, split: str) -> list[dict[str, object]]:
    counts = Counter((row.expected_status[0], row.status) for row in rows)
    return [
        {"system": system, "split": split, "expected": expected, "given": given, "count": count}
        for (expected, given), count in sorted(counts.items())
    ]


def _curves(run: Run, system: str) -> dict[str, list[dict[str, float]]]:
    scores: dict[str, Callable[[int], float | None]] = {}
    tops = [ranking.found[0] if ranking.found else None for ranking in run.rankings(system)]
    scores["dense"] = lambda index: top.dense if (top := tops[index]) else None
    scores["score"] = lambda index: top.score if (top := tops[index]) else None
    curves = {}
    for name, score in scores.items():
        for split in SPLITS:
            found = curve((item, score(index) or 0.0) for index, item in enumerate(run.items) if item.split == split)
            curves[f"{system}/{name}/{split}"] = found
    return curves
