"""Which questions tell of the approved path and of the extract path."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.answering.models import Audience, Mode
from bot.settings import Settings
from eval.models import Item, Ranked
from eval.run import Run
from eval.systems.ports import Reply
from eval.tasks.paths import WITH, compare_paths
from eval.texts import Texts

MODES: dict[str, tuple[Mode, Mode]] = {
    "补贴多少": ("approved", "extract"),
    "第四条原文": ("extract", "extract"),
    "算一下": ("calculation", "calculation"),
    "谁批": ("approved", "fixed"),
}


class _Modes:
    """Answers in the mode that the question calls for, with approved answers and without."""

    def __init__(self, name: str) -> None:
        self.name = name

    def ask(self, question: str, audience: Audience | None, conversation_id: str | None) -> Reply:
        return Reply("answered", MODES[question][self.name != WITH], "", ())

    def search(self, question: str, k: int) -> list[Ranked]:
        raise NotImplementedError


def _run(folder: Path, *questions: str) -> Run:
    @contextmanager
    def open_system(name: str) -> Iterator[_Modes]:
        yield _Modes(name)

    rows = [{"id": str(n), "audience": "worker", "split": "dev", "question": q} for n, q in enumerate(questions)]
    items = [Item.model_validate({**row, "status": ["answered"], "gold": []}) for row in rows]
    return Run(folder, Settings(), items, [], Texts(()), open_system)


def test_only_questions_that_take_the_two_paths_are_compared(tmp_path: Path) -> None:
    measures = compare_paths(_run(tmp_path, *MODES, "补贴多少"))
    assert {measure.part: measure.count for measure in measures} == {
        "approved": 2, "extract": 2, "approved to extract": 2,
    }  # fmt: skip
    by_part = {measure.part: measure.value for measure in measures}
    assert by_part["approved to extract"] == by_part["approved"] / by_part["extract"]


def test_without_such_questions_nothing_is_said(tmp_path: Path) -> None:
    assert compare_paths(_run(tmp_path, "第四条原文", "谁批")) == []
