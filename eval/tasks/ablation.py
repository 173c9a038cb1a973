"""What each part of the product is worth: the same questions with it switched off."""

from eval.judging import REFUSALS, Judgement, judge
from eval.models import SPLITS, Measure, TaskResult
from eval.parts import share
from eval.run import Run
from eval.tasks.refusal import PARTIAL, detection

SWITCHES = ("lexicon", "approved", "spelling", "lexical", "dense")


def run_ablation(run: Run) -> TaskResult:
    """Right, gold first and refusals of the whole product and of the product without each part."""
    result = TaskResult(task="ablation")
    for system in ("product", *(f"product-{switch}" for switch in SWITCHES)):
        rows = [judge(predicted, item) for predicted, item in zip(run.answers(system), run.items, strict=True)]
        for split in SPLITS:
            result.measures += _measures([row for row in rows if row.split == split], system, split)
    return result


def _measures(rows: list[Judgement], system: str, split: str) -> list[Measure]:
    shares = {
        "right": share(row.is_right for row in rows),
        "gold_first": share(row.is_gold_first for row in rows),
        "gold_in_three": share(row.is_gold_in_three for row in rows),
    }
    found = [Measure(system, split, "all", name, value, count) for name, (value, count) in shares.items()]
    found += detection(rows, system, split, "refusal", REFUSALS)
    return found + detection(rows, system, split, "partial", PARTIAL)
