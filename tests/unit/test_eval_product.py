"""The product as the evaluation sees it."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.answering.models import Answer, Question, Turn
from bot.retrieval.models import Hit
from bot.storage.models import Record
from corpus.models import Citation, Passage
from eval.models import Cited, Ranked
from eval.systems.product import Product

CITATION = Citation(
    id="p/4#1",
    policy_id="p",
    policy_title="意见",
    label="第四条",
    heading="学徒制",
    quote="每年6000元",
    url="/clause/p/4#1",
)


class Recording:
    """An assistant that always says the same and records it."""

    def __init__(self) -> None:
        self.conversations = self
        self.asked: list[Question] = []
        self._observers: list[Callable[[Record], None]] = []

    def on_record(self, observer: Callable[[Record], None]) -> None:
        self._observers.append(observer)

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        answer = Answer(status="answered", mode="approved", text="六千", citations=[CITATION], conversation_id="c1")
        turn = Turn(question="?", resolved="?", status="answered")
        record = Record("?", None, answer, turn, datetime.now(UTC), {"respond": 2.5}, confidence=0.7)
        for tell in self._observers:
            tell(record)
        return answer

    def search(self, q: str, k: int = 5) -> list[Hit]:
        return [Hit(Passage("p/4#1", "p", "4", "第四条", "", "意见", q, ""), 0.9, 0.8, 3.0)][:k]


def test_an_answer_is_taken_over_with_its_citations_and_times() -> None:
    assistant = Recording()
    reply = Product(assistant).ask("补贴多少", "worker", "c0")
    assert (assistant.asked[0].text, assistant.asked[0].audience, assistant.asked[0].conversation_id) == (
        "补贴多少",
        "worker",
        "c0",
    )
    assert reply.cited == (Cited(covers=("p/4#1",), quote="每年6000元", label="第四条 学徒制"),)
    assert (reply.conversation_id, reply.confidence, reply.steps_ms) == ("c1", 0.7, {"respond": 2.5})


def test_hits_become_rankings_of_single_sentences() -> None:
    assert Product(Recording()).search("补贴", 3) == [Ranked(covers=("p/4#1",), score=0.9, dense=0.8, lexical=3.0)]
