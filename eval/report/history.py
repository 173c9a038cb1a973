"""The main figures of each run, kept in the repository so that a chart over commits can be drawn."""

import json
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from eval.models import TaskResult
from eval.report.goals import GOALS, find

FILE = "history.jsonl"


class Entry(BaseModel):
    """One run: where it stood, and its figures by `task/part/name/split`."""

    commit: str
    config_hash: str
    at: str
    figures: dict[str, float]


def figures_of(results: Sequence[TaskResult]) -> dict[str, float]:
    """The product's figures that goals are set for, on both splits."""
    found = {}
    for goal in GOALS:
        for split in ("dev", "test"):
            measure = find(results, goal, "product", split)
            if measure is not None:
                found[f"{goal.task}/{goal.part}/{goal.name}/{split}"] = round(measure.value, 4)
    return found


def read_history(folder: Path) -> list[Entry]:
    """All entries, oldest first."""
    path = folder / FILE
    if not path.exists():
        return []
    return [Entry.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def add_entry(folder: Path, entry: Entry) -> None:
    """Adds the entry; a second run of the same commit and configuration takes the place of the first."""
    kept = [e for e in read_history(folder) if (e.commit, e.config_hash) != (entry.commit, entry.config_hash)]
    rows = [json.dumps(e.model_dump(), ensure_ascii=False) + "\n" for e in [*kept, entry]]
    (folder / FILE).write_text("".join(rows), encoding="utf-8")
