"""What other texts held beside the first policy do to its answers: `python -m eval.benchmarks.beside`.

The questions of one split (`dev`, to work on; `test` gives figures alone) are asked of the first policy by itself and
of the first policy beside the laws of `../shared/data/laws`, and the questions on those laws of the second. With
`--folder` the two data folders are kept, so that a second run need not embed the laws again.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import structlog

from bot.answering.assistant import Assistant
from bot.assembly import build_assistant
from bot.ingest.ingestor import Ingestor
from bot.retrieval.embedding import make_embeddings
from bot.settings import Settings
from bot.storage.database import open_database
from eval.judging import judge
from eval.law_questions import LawItem, judge_law, read_law_questions
from eval.models import SPLITS, Item
from eval.produce import produce_answers
from eval.questions import read_questions
from eval.systems.product import Product
from eval.tasks.stard import DEFAULT as STARD

LAWS = STARD.parent / "laws"
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which questions a system answered fully right."""

    right: frozenset[str]
    count: int

    @property
    def share(self) -> str:
        """As `321 of 361, 88.9%`."""
        return f"{len(self.right)} of {self.count}, {100 * len(self.right) / max(1, self.count):.1f}%"

    def among(self, ids: frozenset[str]) -> "Outcome":
        """The same over these questions alone.

        A question on another matter counts as right where it is refused, though a law that is held may answer it.
        """
        return Outcome(self.right & ids, len(ids))


def ask_policy(assistant: Assistant, items: Sequence[Item]) -> Outcome:
    """The questions on the first policy."""
    answers = produce_answers(Product(assistant), items)
    judged = [judge(answer, item) for answer, item in zip(answers, items, strict=True)]
    return Outcome(frozenset(row.id for row in judged if row.is_right), len(items))


def ask_laws(assistant: Assistant, items: Sequence[LawItem]) -> Outcome:
    """The questions on the laws."""
    answers = produce_answers(Product(assistant), [item.as_item() for item in items])
    right = (item.id for answer, item in zip(answers, items, strict=True) if judge_law(answer, item))
    return Outcome(frozenset(right), len(items))


def main(arguments: Sequence[str]) -> int:
    """Ask, and write both figures; for `dev` also which questions are lost and won. 1 where the laws are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args(arguments)
    if not LAWS.is_dir():
        sys.stderr.write("没有找到测评数据 ../shared/data/laws。\n")
        return 1
    structlog.configure(processors=[structlog.processors.KeyValueRenderer()])
    items = [item for item in read_questions() if item.split == options.split]
    law_items = [item for item in read_law_questions() if item.split == options.split]
    with tempfile.TemporaryDirectory() as spare:
        folder = options.folder or Path(spare)
        alone = _with_assistant(folder / "alone", (), lambda assistant: ask_policy(assistant, items))
        beside, laws = _with_assistant(
            folder / "beside",
            (LAWS,),
            lambda assistant: (ask_policy(assistant, items), ask_laws(assistant, law_items)),
        )
    on_it = frozenset(item.id for item in items if item.gold)
    lines = [
        f"alone: {alone.share}; of those on the policy: {alone.among(on_it).share}",
        f"beside the laws: {beside.share}; of those on the policy: {beside.among(on_it).share}",
        f"on the laws: {laws.share}",
    ]
    if options.split == "dev":
        lines += _differences(alone, beside, items)
        lines += [f"wrong {item.id} {item.question}" for item in law_items if item.id not in laws.right]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _differences(alone: Outcome, beside: Outcome, items: Iterable[Item]) -> list[str]:
    asked = {item.id: item.question for item in items}
    lost = [f"lost {name} {asked[name]}" for name in sorted(alone.right - beside.right)]
    return lost + [f"won {name} {asked[name]}" for name in sorted(beside.right - alone.right)]


def _with_assistant(folder: Path, paths: Sequence[Path], use: Callable[[Assistant], Made]) -> Made:
    settings = Settings(data_dir=folder, database_url=None)
    if paths:
        _ingest(settings, paths)
    assistant = build_assistant(settings)
    try:
        return use(assistant)
    finally:
        assistant.close()


def _ingest(settings: Settings, paths: Sequence[Path]) -> None:
    database = open_database(settings)
    Ingestor(database, make_embeddings(settings)).ingest(paths)
    database.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
