"""Whether every turn of a conversation is right."""

from eval.judging import Judgement, judge
from eval.models import SPLITS, Dialogue, Measure, TaskResult
from eval.parts import share
from eval.run import SYSTEMS, Run


def run_conversation(run: Run) -> TaskResult:
    """The share of conversations with every turn right, and of turns that are right."""
    result = TaskResult(task="conversation")
    for system in SYSTEMS:
        spoken = zip(run.spoken(system), run.turns(), strict=True)
        judged = {predicted.id: judge(predicted, turn) for predicted, turn in spoken}
        for split in SPLITS:
            own = [dialogue for dialogue in run.dialogues if dialogue.split == split]
            result.measures += _measures(own, judged, system, split)
        result.rows += [{**row.model_dump(mode="json"), "is_right": row.is_right} for row in judged.values()]
    return result


def _measures(dialogues: list[Dialogue], judged: dict[str, Judgement], system: str, split: str) -> list[Measure]:
    whole, count = share(all(judged[turn.id].is_right for turn in dialogue.turns) for dialogue in dialogues)
    turns, turn_count = share(judged[turn.id].is_right for dialogue in dialogues for turn in dialogue.turns)
    return [
        Measure(system, split, "all", "conversations_right", whole, count),
        Measure(system, split, "all", "turns_right", turns, turn_count),
    ]
