"""Whether the calculators run when they should, with the right figures."""

from collections.abc import Callable

from eval.judging import Judgement
from eval.models import SPLITS, Measure, TaskResult
from eval.parts import measure_shares, share
from eval.phrasings import PhrasingJudgement, judge_phrasing
from eval.run import SYSTEMS, Run
from eval.tasks.answers import judge_answers

_SHARES: dict[str, Callable[[Judgement], bool | None]] = {
    "right": lambda row: row.is_right,
    "calculated": lambda row: row.has_calculated,
    "status_right": lambda row: row.is_status_right,
    "figures_right": lambda row: not row.missing,
}
_PHRASING_SHARES: dict[str, Callable[[PhrasingJudgement], bool | None]] = {
    "phrasings_right": lambda row: row.is_right,
    "phrasings_routed": lambda row: row.is_routed,
    "phrasings_filled": lambda row: row.is_filled,
}


def run_calculations(run: Run) -> TaskResult:
    """Shares over the questions that a calculator settles or must ask back for."""
    result = TaskResult(task="calculations")
    wanted = {item.id for item in run.items if item.calculation}
    for system in SYSTEMS:
        rows = [row for row in judge_answers(run, system) if row.id in wanted]
        result.measures += measure_shares(rows, system, _SHARES)
        result.rows += [{**row.model_dump(mode="json"), "is_right": row.is_right} for row in rows]
    result.measures = [m for m in result.measures if m.part == "all" or m.part.startswith("category:")]
    _add_phrasings(run, result)
    return result


def _add_phrasings(run: Run, result: TaskResult) -> None:
    """The ways of asking, put to the product alone: the baseline calculates nothing."""
    if not run.phrasings:
        return
    predicted = run.phrased("product")
    judged = [judge_phrasing(p, phrasing) for p, phrasing in zip(predicted, run.phrasings, strict=True)]
    for split in SPLITS:
        own = [row for row in judged if row.split == split]
        for name, of in _PHRASING_SHARES.items():
            value, count = share(of(row) for row in own)
            if count:
                result.measures.append(Measure("product", split, "all", name, value, count))
    result.rows += [{"system": "phrasings", **row.model_dump(mode="json"), "is_right": row.is_right} for row in judged]
