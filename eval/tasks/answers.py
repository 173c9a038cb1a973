"""Whether answers are fully right, and what they lack where they are not."""

from collections.abc import Callable

from eval.judging import Judgement, judge
from eval.models import TaskResult
from eval.parts import measure_shares
from eval.run import SYSTEMS, Run

SHARES: dict[str, Callable[[Judgement], bool | None]] = {
    "right": lambda row: row.is_right,
    "status_right": lambda row: row.is_status_right,
    "gold_first": lambda row: row.is_gold_first,
    "gold_in_two": lambda row: row.is_gold_in_two,
    "gold_in_three": lambda row: row.is_gold_in_three,
    "all_said": lambda row: not row.missing,
    "nothing_forbidden": lambda row: not row.forbidden,
}


def judge_answers(run: Run, system: str) -> list[Judgement]:
    """The judgement of each single question."""
    return [judge(predicted, item) for predicted, item in zip(run.answers(system), run.items, strict=True)]


def run_answers(run: Run) -> TaskResult:
    """Shares of fully right answers and of their parts, for product and baseline."""
    result = TaskResult(task="answers")
    for system in SYSTEMS:
        rows = judge_answers(run, system)
        result.measures += measure_shares(rows, system, SHARES)
        result.rows += [{**row.model_dump(mode="json"), "is_right": row.is_right} for row in rows]
    return result
