"""A language model's words in the place of the policy's own, where a model is configured and the gate lets it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial

import anyio

from bot.answering.gate import Statement
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Trace
from bot.answering.verify import ALLOWED
from bot.llm import GeneratedDraft, Generator, WordingRequest
from bot.retrieval.models import Searcher
from corpus.models import Citation, Policy

PolicyOf = Callable[[str], Policy]
_REWORDED = ("answered", "partial")
_AS_APPROVED = ("approved", "calculation", "fixed")
"""Words that a person approved, or a calculator's, are never replaced."""
_SEARCHED = 6


class Wording:
    """Asks a generator for better words. Whatever it does, the checked answer stands where its words do not."""

    def __init__(self, generator: Generator, searcher: Searcher, policy_of: PolicyOf) -> None:
        """Takes the generator and what its statements are checked against."""
        self._generator = generator
        self._searcher = searcher
        self._policy_of = policy_of

    def reword_now(self, trace: Trace, answer: Answer, question: Question) -> Answer:
        """The answer in the generator's words, or as it was. Call it from a thread without an event loop."""
        if not may_be_reworded(answer):
            return answer
        request = self._request(trace, answer, question)
        draft = anyio.run(partial(self._generator.reword, request))
        return answer if draft is None else self._with(answer, draft)

    async def stream(self, trace: Trace, answer: Answer, question: Question) -> AsyncGenerator[str | Answer]:
        """Statements as each passes the gate, then the answer in those words; nothing where the answer stands."""
        if not may_be_reworded(answer):
            return
        request = self._request(trace, answer, question)
        async with aclosing(self._generator.stream(request)) as pieces:  # type: ignore[type-var]  # generators close
            async for piece in pieces:
                if isinstance(piece, Statement):
                    yield piece.text
                else:
                    yield self._with(answer, piece)

    def _request(self, trace: Trace, answer: Answer, question: Question) -> WordingRequest:
        titles = {f"《{citation.policy_title}》" for citation in answer.citations}
        return WordingRequest(
            question=trace.resolved,
            hits=self._searcher.search(trace.resolved, _SEARCHED),
            draft=answer,
            audience=question.audience,
            allowed=(*ALLOWED, *titles),
        )

    def _with(self, answer: Answer, draft: GeneratedDraft) -> Answer:
        """The generated text with the citations it rests on; `partial` keeps naming what the text is silent on."""
        if not draft.statements or draft.completeness == "none":
            return answer
        ids = dict.fromkeys(name for statement in draft.statements for name in statement.citation_ids)
        citations = [self._cite(name) for name in ids]
        text = "\n".join(statement.text for statement in draft.statements)
        if answer.status == "partial":
            text = f"{answer.text.splitlines()[0]}\n{text}"
        return answer.model_copy(
            update={
                "mode": "generated",
                "text": text,
                "citations": citations,
                "calculation": draft.calculation,
                "generated_by": self._generator.label,
            }
        )

    def _cite(self, sentence_id: str) -> Citation:
        return self._policy_of(sentence_id.rsplit("/", 1)[0]).cite(sentence_id)


def may_be_reworded(answer: Answer) -> bool:
    """Whether a language model is asked for other words at all."""
    return answer.status in _REWORDED and answer.mode not in _AS_APPROVED and answer.calculation is None
