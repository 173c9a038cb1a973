"""The evaluation's questions with no model, with one that always tells the truth, and with one that never does.

Run with `python -m eval.benchmarks.scripted_models [dev] [test]` (both where none is named); writes the three side by
side to `eval/results/language_models.md`, as sums only.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from bot.answering.models import Answer
from bot.assembly import build_assistant
from bot.settings import Settings
from bot.storage.models import Record
from eval.benchmarks.scripted_endpoint import Endpoint, Script, scripted_endpoint
from eval.benchmarks.scripts import Dishonest, Honest, Knowledge
from eval.claims import unresolved, unsupported
from eval.judging import judge
from eval.models import SPLITS, Dialogue, Item, Predicted, Split
from eval.produce import produce_answers, produce_dialogues
from eval.questions import read_dialogues, read_questions
from eval.store import make_head
from eval.systems.product import Product
from eval.texts import Texts, read_texts

RESULT = Path("eval/results/language_models.md")
SCRIPTS: dict[str, Callable[[Knowledge], Script] | None] = {"none": None, "honest": Honest, "dishonest": Dishonest}
_ROWS = (
    "questions fully right", "turns of conversations fully right", "status right", "figures without support",
    "citations that do not resolve", "answers in generated words", "follow-ups rewritten",
    "answers with other suggestions", "the model was asked for wording", "… to rewrite a follow-up",
    "… to route a question", "… to suggest",
)  # fmt: skip

_ABOUT = """`python -m eval.benchmarks.scripted_models`, commit {commit}. Two scripted models behind the gate, with all
uses switched on: one knows the gold sentences and says true things about them, the other says false things, changes
the subject of follow-ups and picks wrong choices. What it may not do is make answers less true than no model does.
“Figures without support” of the truthful one are `一个学徒一年` for `每人每年` and `一成不变`: they state no figure."""


@dataclass(frozen=True)
class Produced:
    """What one system said to the questions and in the conversations, in their order, and what its model was asked."""

    questions: list[Predicted]
    turns: list[Predicted]
    answers: list[Answer]
    asked: Counter[str]


@dataclass(frozen=True)
class Asked:
    """The questions and the conversations of one split."""

    questions: list[Item]
    dialogues: list[Dialogue]

    @classmethod
    def of(cls, split: Split) -> "Asked":
        """Those of the evaluation."""
        questions = [item for item in read_questions() if item.split == split]
        return cls(questions, [one for one in read_dialogues() if one.split == split])

    @property
    def turns(self) -> list[Item]:
        """All turns of the conversations."""
        return [turn for dialogue in self.dialogues for turn in dialogue.turns]


def produce(name: str, asked: Asked) -> Produced:
    """What the product says with the model of that name."""
    make = SCRIPTS[name]
    known = Knowledge([*asked.questions, *asked.turns])
    with scripted_endpoint(make(known)) if make else nullcontext(None) as endpoint:
        return _produce(endpoint, asked)


def _produce(endpoint: Endpoint | None, asked: Asked) -> Produced:
    answers: list[Answer] = []
    with tempfile.TemporaryDirectory() as folder:
        assistant = build_assistant(_settings(Path(folder), endpoint))
        try:
            product = Product(assistant)
            assistant.conversations.on_record(lambda record: _keep(answers, record))
            questions = produce_answers(product, asked.questions)
            turns = produce_dialogues(product, asked.dialogues)
        finally:
            assistant.close()
    return Produced(questions, turns, answers, endpoint.asked if endpoint else Counter())


def _keep(answers: list[Answer], record: Record) -> None:
    answers.append(record.answer)


def figures(produced: Produced, plain: Produced, asked: Asked, texts: Texts) -> list[str]:
    """One column of the table; `plain` is what was said with no model."""
    said = [*produced.questions, *produced.turns]
    items = [*asked.questions, *asked.turns]
    judged = [judge(one, item) for one, item in zip(said, items, strict=True)]
    right = [row.is_right for row in judged]
    count = len(asked.questions)
    pairs = list(zip(produced.answers, plain.answers, strict=True))
    return [
        _share(right[:count]),
        _share(right[count:]),
        _share([bool(row.is_status_right) for row in judged]),
        str(sum(len(unsupported(one)) for one in said)),
        str(sum(len(unresolved(one.cited, texts.sentences, texts.sources)) for one in said)),
        str(sum(one.mode == "generated" for one in said)),
        str(sum(answer.understood != before.understood for answer, before in pairs)),
        str(sum(answer.suggestions != before.suggestions for answer, before in pairs)),
        *(str(produced.asked[use]) for use in ("wording", "follow_ups", "routing", "suggestions")),
    ]


def _share(row: Sequence[bool]) -> str:
    return f"{sum(row)} of {len(row)} ({100 * sum(row) / len(row):.1f}%)" if row else "–"


def _settings(folder: Path, endpoint: Endpoint | None) -> Settings:
    if endpoint is None:
        return Settings(data_dir=folder)
    return Settings(data_dir=folder, llm_output="text", llm_base_url=endpoint.url, llm_model="scripted")


def table(split: Split, texts: Texts) -> list[str]:
    """The three side by side on one split."""
    asked = Asked.of(split)
    produced = [produce(name, asked) for name in SCRIPTS]
    columns = [figures(one, produced[0], asked, texts) for one in produced]
    size = f"{len(asked.questions)} questions, {len(asked.dialogues)} conversations of {len(asked.turns)} turns"
    lines = [f"| `{split}`: {size} | no model | tells the truth | never tells it |", "| --- | --- | --- | --- |"]
    return [*lines, *(f"| {name} | {' | '.join(row)} |" for name, *row in zip(_ROWS, *columns, strict=True)), ""]


def main(names: Sequence[str]) -> int:
    """Compare and write the report; 2 where a split does not exist."""
    splits = [split for split in SPLITS if split in names or not names]
    if not splits or set(names) - set(SPLITS):
        sys.stderr.write("只能是 dev 和 test。\n")
        return 2
    head, texts = make_head(Settings(), ""), read_texts()
    lines = ["# Language models", "", _ABOUT.format(commit=f"{head.commit}{' with changes' * head.is_dirty}"), ""]
    for split in splits:
        lines += table(split, texts)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text("\n".join(lines), encoding="utf-8")
    sys.stdout.write("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
