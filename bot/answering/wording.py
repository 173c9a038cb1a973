"""A language model's words in the place of the policy's own, where a model is configured and the gate lets it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace

from bot.answering.gate import Statement
from bot.answering.given import Given
from bot.answering.models import ANSWERED, Answer
from bot.answering.state import Reply
from bot.answering.threads import on_thread
from bot.answering.verify import ALLOWED
from bot.llm import GeneratedDraft, Generator, WordingRequest
from bot.retrieval.models import Scope, Searcher
from corpus.models import Citation, Policy

PolicyOf = Callable[[str], Policy]
_AS_APPROVED = ("approved", "calculation", "fixed")
"""Words that a person approved, or a calculator's, are never replaced."""
_SEARCHED = 6


class Wording:
    """Asks a generator for better words. Whatever it does, the checked answer stands where its words do not."""

    def __init__(self, generator: Generator, searcher: Searcher, policy_of: PolicyOf) -> None:
        """Takes the generator and what its statements are checked against."""
        self.label = generator.label
        self._generator = generator
        self._searcher = searcher
        self._policy_of = policy_of

    async def stream(self, given: Given, within_s: float) -> AsyncGenerator[str | Given]:
        """Statements as each passes the gate, then what is given in those words; nothing where the answer stands."""
        if not _may_be_reworded(given):
            return
        request = await on_thread(self._request, given, within_s)
        async with aclosing(self._generator.stream(request)) as pieces:  # type: ignore[type-var]  # generators close
            async for piece in pieces:
                if isinstance(piece, Statement):
                    yield piece.text
                else:
                    yield await on_thread(self._with, given, piece)

    def _request(self, given: Given, within_s: float) -> WordingRequest:
        """What the model is given: the policies that the answer rests on, and no other.

        An old text, or another city's, was left out of the answer for a reason.
        """
        answer, trace = given.answer, given.trace
        cited = tuple(dict.fromkeys(citation.policy_id for citation in answer.citations))
        scope = Scope(policy_ids=cited, on=trace.scope.on if trace.scope else None)
        return WordingRequest(
            question=trace.resolved,
            hits=self._searcher.search(trace.resolved, _SEARCHED, scope),
            draft=answer,
            audience=given.question.audience,
            allowed=(*ALLOWED, *(f"《{citation.policy_title}》" for citation in answer.citations)),
            scope=scope,
            within_s=within_s,
        )

    def _with(self, given: Given, draft: GeneratedDraft) -> Given:
        """What is given in the draft's words where they still speak of it."""
        told = {name for statement in given.trace.reply.statements for name in statement.citation_ids}
        ids = list(dict.fromkeys(name for statement in draft.statements for name in statement.citation_ids))
        if draft.completeness == "none" or not told.intersection(ids):
            return given
        first = [name for name in ids if name in told]
        answer = given.answer.model_copy(
            update={
                "mode": "generated",
                "text": _text_of(given.trace.reply, draft),
                "citations": [self._cite(name) for name in dict.fromkeys([*first, *ids])],
                "calculation": draft.calculation,
                "generated_by": self.label,
            }
        )
        return replace(given, answer=answer)

    def _cite(self, sentence_id: str) -> Citation:
        return self._policy_of(sentence_id.rsplit("/", 1)[0]).cite(sentence_id)


def _text_of(reply: Reply, draft: GeneratedDraft) -> str:
    """The generated text; beside a silence it still says what is not stated and who decides."""
    words = [statement.text for statement in draft.statements]
    is_silent = reply.status == "partial"
    return "\n".join(part for part in (reply.lead * is_silent, *words, reply.closing * is_silent) if part)


def _may_be_reworded(given: Given) -> bool:
    """Whether the answer is one policy's own words: what several say is told apart by their names, and stays so."""
    answer: Answer = given.answer
    if answer.status not in ANSWERED or answer.mode in _AS_APPROVED or answer.calculation is not None:
        return False
    if given.trace.reply.is_verbatim:
        return False
    told = {name.rsplit("/", 1)[0] for statement in given.trace.reply.statements for name in statement.citation_ids}
    return len(told) == 1
