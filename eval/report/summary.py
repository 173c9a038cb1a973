"""The summary that is committed: product and baseline side by side, and what each part is worth."""

from collections.abc import Sequence

from eval.models import Measure, TaskResult
from eval.report import tables
from eval.report.tables import Table
from eval.store import Head


def render_summary(head: Head, results: Sequence[TaskResult]) -> str:
    """Markdown; the figures in brackets count what a share is over."""
    dirty = ", with uncommitted changes" if head.is_dirty else ""
    parts = [
        "# Evaluation",
        f"Commit `{head.commit}`{dirty}, configuration `{head.config_hash}`, {head.at}; {head.counts}.",
        "Written by `policy-assistant eval`; what the questions are and how they are judged stands in "
        "`eval/datasets/README.md`. The baseline is the usual chain: recursive splitter 500/50, Chroma, the same "
        "embedding, its best chunk as the answer. The judging favours it: a chunk cites every sentence that it holds.",
        markdown(tables.goals_table(results)),
    ]
    for result in results:
        if result.task in _SHOWN:
            title, row = _SHOWN[result.task]
            parts += [f"## {title}", markdown(tables.whole_table(result, row))]
        if result.task == "latency":
            shown = tables.pivot(result.measures, lambda m: f"{m.system} {m.part}", lambda v: f"{v:.2f}")
            parts += ["## Latency, ms (ratios: to the median embedding of the same questions)", markdown(shown)]
    return "\n\n".join(parts) + "\n"


def markdown(table: Table) -> str:
    """The table in Markdown."""
    head, *rows = table
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _system_and_split(measure: Measure) -> str:
    return f"{measure.system}, {measure.split}"


_SHOWN = {
    "answers": ("Answers", _system_and_split),
    "retrieval": ("Retrieval", _system_and_split),
    "refusal": ("Refusals and silence", _system_and_split),
    "numbers": ("Figures and citations", _system_and_split),
    "conversation": ("Conversations", _system_and_split),
    "calculations": ("Calculations", _system_and_split),
    "ablation": ("Without each part", _system_and_split),
    "stard": ("STARD sample", lambda measure: measure.system),
}
