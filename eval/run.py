"""One run of the evaluation: what was asked of which system, produced once and shared by the tasks that score it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from bot.settings import Settings
from corpus.errors import DataError
from eval.models import Dialogue, Item, Predicted, Ranking
from eval.phrasings import Phrasing
from eval.produce import Tick, produce_answers, produce_dialogues, produce_rankings, read_rows, write_rows
from eval.systems.ports import System
from eval.texts import Texts

SYSTEMS = ("product", "baseline")
Row = TypeVar("Row", Predicted, Ranking)
OpenSystem = Callable[[str], AbstractContextManager[System]]
StartProgress = Callable[[str, int], Tick]


class Named(Protocol):
    """Something that is asked under an identifier."""

    @property
    def id(self) -> str:
        """The identifier."""
        ...


def _silent(title: str, total: int) -> Tick:
    del title, total
    return lambda: None


@dataclass
class Run:
    """The questions, the systems and what they produced so far.

    `open_system` makes a system by name and closes it again; only what is not yet in `folder/predicted` is produced.
    Each method raises DataError where what lies there is of other questions.
    """

    folder: Path
    settings: Settings
    items: list[Item]
    dialogues: list[Dialogue]
    texts: Texts
    open_system: OpenSystem
    phrasings: list[Phrasing] = field(default_factory=list)
    data: Path | None = None
    start_progress: StartProgress = field(default=_silent)

    def answers(self, system: str) -> list[Predicted]:
        """The answers to all single questions, in their order."""
        return self._produced(f"answers-{system}", Predicted, self.items, system, self._answers)

    def spoken(self, system: str) -> list[Predicted]:
        """The answers to all turns of all conversations, in their order."""
        return self._produced(f"conversations-{system}", Predicted, self.turns(), system, self._spoken)

    def phrased(self, system: str) -> list[Predicted]:
        """The answers to all ways of asking for a calculation, in their order."""
        return self._produced(f"phrasings-{system}", Predicted, self.phrasings, system, self._phrased)

    def rankings(self, system: str) -> list[Ranking]:
        """What was found for each single question."""
        return self._produced(f"rankings-{system}", Ranking, self.items, system, self._rankings)

    def turns(self) -> list[Item]:
        """All turns of all conversations."""
        return [turn for dialogue in self.dialogues for turn in dialogue.turns]

    def _answers(self, system: System) -> list[Predicted]:
        return produce_answers(system, self.items, self.start_progress(f"{system.name} 回答", len(self.items)))

    def _phrased(self, system: System) -> list[Predicted]:
        tick = self.start_progress(f"{system.name} 计算问法", len(self.phrasings))
        return produce_answers(system, [phrasing.as_item() for phrasing in self.phrasings], tick)

    def _spoken(self, system: System) -> list[Predicted]:
        tick = self.start_progress(f"{system.name} 对话", len(self.dialogues))
        return produce_dialogues(system, self.dialogues, tick)

    def _rankings(self, system: System) -> list[Ranking]:
        return produce_rankings(system, self.items, tick=self.start_progress(f"{system.name} 检索", len(self.items)))

    def _produced(
        self, name: str, kind: type[Row], asked: Sequence[Named], system: str, make: Callable[[System], Iterable[Row]]
    ) -> list[Row]:
        path = self.folder / "predicted" / f"{name}.jsonl"
        if not path.exists():
            with self.open_system(system) as opened:
                write_rows(path, make(opened))
        rows = read_rows(path, kind)
        if [row.id for row in rows] != [one.id for one in asked]:
            raise DataError("这次运行的回答与现在的题集不一致，请重新运行评测，不要用 --predicted。")
        return rows
