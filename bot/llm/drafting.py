"""Drafts approved answers for a person to review. A draft is a file apart: nothing in it is ever shown to a citizen."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.answering.gate import Draft, Failure, Rules, Statement, check
from bot.llm import prompts
from bot.llm.outgoing import Outgoing, as_data, new_nonce
from bot.llm.schema import DraftedAnswer, DraftsOutput
from bot.llm.single import SingleCall
from corpus.models import Clause, Policy

MAX_ANSWER = 150
_HEADER = """# 由语言模型起草，尚未经人审阅。逐条核对原文、改好措辞后，才能移到正式的口径文件里。
"""


@dataclass(frozen=True, slots=True)
class ClauseDrafts:
    """What was drafted for a clause: the file's entries, and the drafts that the gate stopped."""

    clause: Clause
    entries: tuple[dict[str, object], ...] = ()
    stopped: tuple[Failure, ...] = field(default=())


async def draft_answers(policy: Policy, call: SingleCall, outgoing: Outgoing) -> AsyncIterator[ClauseDrafts]:
    """Drafts for each clause of the policy that has sentences, one call each; what the gate stops is set apart."""
    for clause in policy.clauses:
        rows = outgoing.rows([(sentence.id, sentence.text) for sentence in clause.sentences])
        if not rows or clause.kind in ("title", "addressees", "issuers", "date"):
            continue
        data = as_data("资料", "\n".join(f"[{key}] {outgoing.text(text)}" for key, text in rows), new_nonce())
        output = await call.ask(prompts.DRAFT, data, DraftsOutput)
        yield _sort(policy, clause, dict(rows), output.answers if output else [])


def write_drafts(policy: Policy, drafts: list[ClauseDrafts], folder: Path) -> Path:
    """The file that a person reviews: the form of the approved answers, under another name."""
    entries = [entry for drafted in drafts for entry in drafted.entries]
    path = folder / f"{policy.id}.drafts.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    body = yaml.safe_dump({"policy": policy.id, "answers": entries}, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(_HEADER + body, encoding="utf-8")
    return path


def _sort(policy: Policy, clause: Clause, sources: dict[str, str], answers: list[DraftedAnswer]) -> ClauseDrafts:
    entries: list[dict[str, object]] = []
    stopped: list[Failure] = []
    for answer in answers:
        ids = tuple(dict.fromkeys(_full(policy, identifier) for identifier in answer.ids))
        verdict = check(Draft((Statement(answer.answer, ids),)), sources, Rules(strict=True))
        stopped += verdict.failed
        if verdict.passed and len(answer.answer) <= MAX_ANSWER:
            entries.append(
                {
                    "id": f"draft-{clause.path.replace('.', '-')}-{len(entries) + 1}",
                    "questions": answer.questions,
                    "answer": answer.answer,
                    "clauses": [{"id": key.split("/", 1)[1], "quote": sources[key]} for key in ids],
                }
            )
    return ClauseDrafts(clause, tuple(entries), tuple(stopped))


def _full(policy: Policy, identifier: str) -> str:
    wanted = identifier.strip().strip("[]")
    return wanted if "/" in wanted else f"{policy.id}/{wanted}"
