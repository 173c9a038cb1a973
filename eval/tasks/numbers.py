"""Whether every figure stands in what is cited or calculated, and every citation resolves."""

from eval.claims import read_claims, unresolved, unsupported
from eval.models import SPLITS, Item, Measure, Predicted, TaskResult
from eval.run import SYSTEMS, Run


def run_numbers(run: Run) -> TaskResult:
    """Counts over all answers, single and in conversations; 0 is the only right value of the last two."""
    result = TaskResult(task="numbers")
    for system in SYSTEMS:
        predicted = [*run.answers(system), *run.spoken(system)]
        items = [*run.items, *run.turns()]
        for split in SPLITS:
            own = [p for p, item in zip(predicted, items, strict=True) if item.split == split]
            result.measures += _counts(own, system, split, run)
        result.rows += [row for p, item in zip(predicted, items, strict=True) if (row := _row(p, item, run))]
    return result


def _counts(predicted: list[Predicted], system: str, split: str, run: Run) -> list[Measure]:
    counted = {
        "figures": sum(len(read_claims(p.text)) for p in predicted),
        "citations": sum(len(p.cited) for p in predicted),
        "figures_unsupported": sum(len(unsupported(p)) for p in predicted),
        "citations_unresolved": sum(
            len(unresolved(p.cited, run.texts.sentences, run.texts.sources)) for p in predicted
        ),
    }
    return [Measure(system, split, "all", name, float(count), len(predicted)) for name, count in counted.items()]


def _row(predicted: Predicted, item: Item, run: Run) -> dict[str, object] | None:
    figures = unsupported(predicted)
    citations = _unresolved(predicted, run)
    if not figures and not citations:
        return None
    return {
        "id": item.id,
        "system": predicted.system,
        "split": item.split,
        "figures_unsupported": figures,
        "citations_unresolved": citations,
    }


def _unresolved(predicted: Predicted, run: Run) -> list[str]:
    return unresolved(predicted.cited, run.texts.sentences, run.texts.sources)
