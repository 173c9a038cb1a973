"""Whether the calculators run when they should, with the right figures."""

from collections.abc import Callable

from eval.judging import Judgement
from eval.models import TaskResult
from eval.parts import measure_shares
from eval.run import SYSTEMS, Run
from eval.tasks.answers import judge_answers

_SHARES: dict[str, Callable[[Judgement], bool | None]] = {
    "right": lambda row: row.is_right,
    "calculated": lambda row: row.has_calculated,
    "status_right": lambda row: row.is_status_right,
    "figures_right": lambda row: not row.missing,
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
    return result
