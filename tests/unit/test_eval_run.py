"""Producing and scoring apart: what is produced once is read again, and tasks see only what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.answering.models import Audience
from bot.settings import Settings
from corpus.errors import DataError
from eval.models import Cited, Dialogue, Item, Measure, Ranked
from eval.run import Run
from eval.systems.ports import Reply
from eval.tasks.ablation import SWITCHES, run_ablation
from eval.tasks.answers import run_answers
from eval.tasks.calculations import run_calculations
from eval.tasks.conversation import run_conversation
from eval.tasks.numbers import run_numbers
from eval.tasks.refusal import run_refusal
from eval.tasks.retrieval import run_retrieval
from eval.texts import Texts, read_texts

P = "baotou-jineng-qiangqi"
WORDS = "按照培养等级给予企业每人每年6000元—8000元的培训补贴。"


class Parrot:
    """Answers every question with the first sentence of clause four; says how often it was asked."""

    def __init__(self, name: str, asked: list[str]) -> None:
        self.name = name
        self._asked = asked

    def ask(self, question: str, audience: Audience | None, conversation_id: str | None) -> Reply:
        self._asked.append(question)
        cited = (Cited(covers=(f"{P}/4#1",), quote=WORDS),)
        return Reply("answered", "extract", "每年6000元，满三年再给9000元", cited, (conversation_id or "") + "+")

    def search(self, question: str, k: int) -> list[Ranked]:
        return [Ranked(covers=(f"{P}/4#2",), score=0.9, dense=0.8), Ranked(covers=(f"{P}/4#1",), score=0.7, dense=0.7)]


def item(name: str, status: str, gold: str = "", **more: Any) -> Item:
    row = {"id": name, "audience": "worker", "split": "dev", "question": f"问{name}", "status": [status]}
    return Item.model_validate({**row, "gold": gold.split(), **more})


@pytest.fixture(scope="module")
def texts() -> Texts:
    return read_texts()


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def run(tmp_path: Path, texts: Texts, asked: list[str]) -> Run:
    @contextmanager
    def open_system(name: str) -> Iterator[Parrot]:
        yield Parrot(name, asked)

    items = [item("a", "answered", "4#1"), item("b", "not_covered"), item("c", "answered", "9#2", calculation=True)]
    turns = (item("d.1", "answered", "4#1"), item("d.2", "answered", "4#2"))
    dialogue = Dialogue(id="d", audience="worker", category="content", split="dev", turns=turns)
    return Run(tmp_path, Settings(), items, [dialogue], texts, open_system)


def value(measures: list[Measure], system: str, name: str, part: str = "all") -> float:
    (found,) = [m.value for m in measures if (m.system, m.name, m.part, m.split) == (system, name, part, "dev")]
    return found


def test_answers_are_produced_once_and_read_from_the_folder(run: Run, asked: list[str]) -> None:
    first = run.answers("product")
    assert run.answers("product") == first
    assert asked == ["问a", "问b", "问c"]
    assert (run.folder / "predicted" / "answers-product.jsonl").exists()


def test_answers_to_other_questions_are_not_scored(run: Run) -> None:
    run.answers("product")
    run.items = run.items[1:]
    with pytest.raises(DataError, match="题集不一致"):
        run.answers("product")


def test_earlier_questions_are_asked_first(run: Run, asked: list[str]) -> None:
    run.items = [item("a", "answered", after=["先问"])]
    assert [predicted.question for predicted in run.answers("product")] == ["问a"]
    assert asked == ["先问", "问a"]


def test_answers_task_counts_what_is_fully_right(run: Run) -> None:
    result = run_answers(run)
    assert value(result.measures, "product", "right") == pytest.approx(1 / 3)
    assert value(result.measures, "product", "gold_first") == 0.5
    assert value(result.measures, "product", "right", "status:answered") == 0.5


def test_retrieval_task_ranks_gold(run: Run) -> None:
    result = run_retrieval(run)
    assert value(result.measures, "product", "RR@10") == 0.25
    assert value(result.measures, "product", "Success@3") == 0.5


def test_refusal_task_sees_what_was_not_refused(run: Run) -> None:
    result = run_refusal(run)
    assert value(result.measures, "product", "refusal_recall") == 0.0
    assert result.curves["product/dense/dev"]
    assert {
        "system": "product",
        "split": "dev",
        "expected": "not_covered",
        "given": "answered",
        "count": 1,
    } in result.rows


def test_numbers_task_finds_figures_that_no_citation_holds(run: Run) -> None:
    result = run_numbers(run)
    assert value(result.measures, "product", "figures_unsupported") == 10
    assert value(result.measures, "product", "citations_unresolved") == 0
    assert result.rows[0]["figures_unsupported"] == ["三", "9000"]


def test_conversation_task_wants_every_turn_right(run: Run) -> None:
    result = run_conversation(run)
    assert value(result.measures, "product", "conversations_right") == 0.0
    assert value(result.measures, "product", "turns_right") == 0.5


def test_calculations_task_wants_a_calculator(run: Run) -> None:
    assert value(run_calculations(run).measures, "product", "calculated") == 0.0


def test_ablation_task_asks_each_switch(run: Run) -> None:
    systems = {measure.system for measure in run_ablation(run).measures}
    assert systems == {"product", *(f"product-{switch}" for switch in SWITCHES)}
