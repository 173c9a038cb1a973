"""`POST /api/ask` against one embedding, printed: `python -m eval.benchmarks.latency [questions]`.

Asks a server of its own the development questions, which `policy-assistant eval latency` asks among all others.
"""

import sys
from collections.abc import Sequence

from bot.settings import read_settings
from eval.questions import read_dialogues, read_questions
from eval.report.summary import markdown
from eval.report.tables import pivot
from eval.tasks.latency import WARM_UP, measure

GOALS = "Goals: ask p50 at most 2 times the median embedding, p95 at most 4 times. Milliseconds, ratios as such."


def main(arguments: Sequence[str]) -> None:
    """Print the table; the number of questions may be limited."""
    items = [item for item in read_questions() if item.split == "dev"]
    turns = [turn.question for dialogue in read_dialogues() if dialogue.split == "dev" for turn in dialogue.turns]
    asked = items[: int(arguments[0])] if arguments else items
    result = measure(read_settings(), asked, turns[:WARM_UP], lambda: None)
    table = pivot(result.measures, lambda m: f"{m.system} {m.part}", lambda value: f"{value:.2f}")
    sys.stdout.write(f"{len(asked)} questions. {GOALS}\n\n{markdown(table)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
