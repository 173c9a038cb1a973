"""The parts that a generator needs, over two short policies: one of them poisoned."""

from dataclasses import dataclass
from pathlib import Path

from bot.answering.models import Answer
from bot.llm import GeneratedDraft, WordingRequest
from bot.llm.assembly import Resources, build_language_model
from bot.llm.generator import AgentGenerator
from bot.retrieval.models import Hit, Scope
from bot.settings import Settings
from corpus.library import load_policies
from corpus.models import Passage, Policy

POLICY: Policy = next(policy for policy in load_policies() if policy.id == "baotou-jineng-qiangqi")
DEADLINE_S = 1.5
"""Of an endpoint that fails anyway."""
PATIENT_S = 15.0
"""Of one that answers, on a machine that may be busy."""


def passage(policy: Policy, sentence_id: str, text: str | None = None) -> Passage:
    sentence = policy.sentence(sentence_id)
    clause = policy.clause(sentence.path)
    return Passage(
        sentence_id, policy.id, sentence.path, clause.label, clause.heading, policy.title, text or sentence.text, ""
    )


def full(short: str) -> str:
    return f"{POLICY.id}/{short}"


@dataclass
class FixedSearcher:
    """Finds the sentences it was given, whatever is asked."""

    ids: tuple[str, ...]
    poisoned: tuple[str, ...] = ()

    def search(self, query: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        hits = [Hit(passage(POLICY, full(short)), 0.9, 0.9, 5.0) for short in self.ids[:k]]
        hits += [
            Hit(Passage(f"poison/1#{n}", "poison", "1", "第一条", "", "通知", text, ""), 0.9, 0.9, 5.0)
            for n, text in enumerate(self.poisoned, 1)
        ]
        return hits


def request(question: str, *shorts: str, poisoned: tuple[str, ...] = ()) -> WordingRequest:
    first = POLICY.sentence(full(shorts[0]))
    draft = Answer(
        status="answered",
        mode="extract",
        text=f"第{'一二三四五六七八九'[int(shorts[0][0]) - 1]}条：{first.text}",
        citations=[POLICY.cite(first.id)],
    )
    return WordingRequest(question, FixedSearcher(shorts, poisoned).search(question, 8), draft, allowed=("12333",))


def generator(url: str, searcher: FixedSearcher | None = None, **more: object) -> AgentGenerator:
    limits = {"llm_deadline_s": PATIENT_S} | more
    settings = Settings(llm_base_url=url, llm_model="fake", data_dir=Path("unused"), **limits)  # type: ignore[arg-type]
    resources = Resources(searcher or FixedSearcher(("4#1", "4#2")), lambda _: POLICY)
    built = build_language_model(settings, resources, mask=lambda text: text.replace("13800001111", "[手机号]"))
    assert built is not None
    return built.generator


async def reworded(by: AgentGenerator, asked: WordingRequest) -> GeneratedDraft | None:
    """The draft at the end of the stream; None where no statement passed."""
    events = [event async for event in by.stream(asked)]
    last = events[-1] if events else None
    return last if isinstance(last, GeneratedDraft) and last.statements else None
