"""Asks a system and writes down what it said. Nothing here knows what would have been right."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.answering.models import Audience
from eval.models import Dialogue, Item, Predicted, Ranking
from eval.systems.ports import System

Tick = Callable[[], None]
RANKING_DEPTH = 100
Row = TypeVar("Row", bound=BaseModel)


def produce_answers(system: System, items: Iterable[Item], tick: Tick = lambda: None) -> list[Predicted]:
    """One answer a question, each in a new conversation after its earlier questions, if any."""
    produced = []
    for item in items:
        conversation: str | None = None
        for earlier in item.after:
            conversation = system.ask(earlier, item.audience, conversation).conversation_id
        predicted, _ = _ask(system, item, conversation)
        produced.append(predicted)
        tick()
    return produced


def produce_dialogues(system: System, dialogues: Iterable[Dialogue], tick: Tick = lambda: None) -> list[Predicted]:
    """One answer a turn, the turns of a dialogue in one conversation."""
    produced = []
    for dialogue in dialogues:
        conversation: str | None = None
        for turn in dialogue.turns:
            predicted, conversation = _ask(system, turn, conversation)
            produced.append(predicted)
        tick()
    return produced


def produce_rankings(
    system: System, items: Iterable[Item], depth: int = RANKING_DEPTH, tick: Tick = lambda: None
) -> list[Ranking]:
    """One ranking a question."""
    rankings = []
    for item in items:
        found = tuple(system.search(item.question, depth))
        rankings.append(Ranking(id=item.id, system=system.name, question=item.question, found=found))
        tick()
    return rankings


def write_rows(path: Path, rows: Iterable[BaseModel]) -> None:
    """Writes models as JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(row.model_dump_json() + "\n" for row in rows), encoding="utf-8")


def read_rows(path: Path, kind: type[Row]) -> list[Row]:
    """Reads what `write_rows` wrote."""
    return [kind.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _ask(system: System, item: Item, conversation: str | None) -> tuple[Predicted, str | None]:
    begun = time.perf_counter()
    audience: Audience = item.audience
    reply = system.ask(item.question, audience, conversation)
    elapsed_ms = (time.perf_counter() - begun) * 1000
    predicted = Predicted(
        id=item.id,
        system=system.name,
        question=item.question,
        status=reply.status,
        mode=reply.mode,
        text=reply.text,
        cited=reply.cited,
        calculation=reply.calculation,
        needs=reply.needs,
        elapsed_ms=round(elapsed_ms, 3),
        confidence=reply.confidence,
        steps_ms=reply.steps_ms,
    )
    return predicted, reply.conversation_id
