"""Measures as tables: rows of text, first row the head."""

from collections.abc import Callable, Sequence

from eval.models import Measure, TaskResult
from eval.report.goals import GOALS, find
from eval.run import SYSTEMS

Table = list[list[str]]


def goals_table(results: Sequence[TaskResult]) -> Table:
    """Every goal with what product and baseline reached on `test` and the product on `dev`."""
    table = [["指标", "目标", "产品 test", "基线 test", "产品 dev", "达到"]]
    for goal in GOALS:
        found = [
            find(results, goal, *place) for place in (("product", "test"), ("baseline", "test"), ("product", "dev"))
        ]
        product = found[0] or found[2]
        if product is None:
            continue
        bound = f"{'≤' if goal.is_most else '≥'} {goal.show(goal.bound)}"
        shown = [goal.show(m.value) + f"（{m.count}）" if m else "—" for m in found]
        table.append([goal.title, bound, *shown, "是" if goal.is_met(product.value) else "否"])
    return table


def pivot(
    measures: Sequence[Measure],
    row: Callable[[Measure], str],
    show: Callable[[float], str] = lambda value: f"{value:.3f}",
) -> Table:
    """One row a key, one column a measure's name, in order of appearance."""
    names = list(dict.fromkeys(m.name for m in measures))
    cells: dict[str, dict[str, str]] = {}
    for m in measures:
        cells.setdefault(row(m), {})[m.name] = show(m.value)
    return [["", *names], *([key, *(values.get(name, "—") for name in names)] for key, values in cells.items())]


def whole_table(result: TaskResult, row: Callable[[Measure], str]) -> Table:
    """A task's measures over all questions: shares with three digits, counts as they are."""
    if result.task == "numbers":
        return pivot(whole(result), row, lambda value: f"{value:.0f}")
    return pivot(whole(result), row)


def whole(result: TaskResult) -> list[Measure]:
    """The measures over all questions of a split."""
    return [m for m in result.measures if m.part == "all"]


def by_part(result: TaskResult, kind: str, split: str, name: str = "right") -> dict[str, dict[str, float]]:
    """One measure by parts of a kind for each system: what a bar chart shows."""
    prefix = f"{kind}:"
    return {
        system: {
            m.part.removeprefix(prefix): m.value
            for m in result.measures
            if m.system == system and m.split == split and m.name == name and m.part.startswith(prefix)
        }
        for system in SYSTEMS
    }


def confusion(result: TaskResult, split: str) -> Table:
    """Expected statuses against the product's."""
    counts = {
        (str(row["expected"]), str(row["given"])): row["count"]
        for row in result.rows
        if row["system"] == "product" and row["split"] == split
    }
    expected = sorted({key[0] for key in counts})
    given = sorted({key[1] for key in counts})
    rows = [[e, *(str(counts.get((e, g), "·")) for g in given)] for e in expected]
    return [["应为 \\ 实为", *given], *rows]
