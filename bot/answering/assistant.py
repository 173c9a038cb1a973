"""The assistant: one object through which every channel asks, searches, calculates and checks."""

import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal
from zoneinfo import ZoneInfo

import anyio.to_thread

from bot.answering import messages
from bot.answering.models import Answer, Question, Turn
from bot.answering.pipeline import Pipeline, Trace
from bot.answering.wording import Wording
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from bot.retrieval.models import Hit, Scope, Searcher
from bot.staff.stores import StaffStores
from bot.storage.conversations import ConversationStore
from bot.storage.models import Record
from bot.storage.policies import PolicyStore

LOCAL_TIME = ZoneInfo("Asia/Shanghai")
Streamed = tuple[Literal["delta"], str] | tuple[Literal["answer"], Answer]


@dataclass(frozen=True)
class Engine:
    """The parts of an assistant, chosen by the assembly. `closers` are called in turn when it closes."""

    pipeline: Callable[[], Pipeline]
    searcher: Searcher
    policies: PolicyStore
    calculators: CalculatorRegistry
    eligibility: EligibilityEngine
    conversations: ConversationStore
    wording: Wording | None
    degraded: Callable[[], list[str]]
    index_version: Callable[[], str]
    closers: Sequence[Callable[[], None]]
    staff: StaffStores | None = None


class Assistant:
    """Answers questions with citations. Safe for many threads; close it when done."""

    def __init__(self, engine: Engine) -> None:
        """Takes the parts."""
        self._engine = engine
        self.policies = engine.policies
        self.calculators = engine.calculators
        self.eligibility = engine.eligibility
        self.conversations = engine.conversations
        self.staff = engine.staff

    def ask(self, question: Question) -> Answer:
        """The checked answer, recorded in its conversation.

        Raises:
            InputError: The question is empty or too long.
        """
        trace, answer = self._answer(question)
        wording = self._engine.wording
        if wording is not None:
            answer = wording.reword_now(trace, answer, question)
        self._record(question, trace, answer)
        return answer

    async def stream(self, question: Question) -> AsyncGenerator[Streamed]:
        """Pieces of the text as they are ready, then the checked answer; recorded once it is whole.

        With a language model the policy's own words come first, and its wording replaces them at the end.

        Raises:
            InputError: The question is empty or too long.
        """
        trace, answer = await anyio.to_thread.run_sync(partial(self._answer, question))
        for line in answer.text.splitlines(keepends=True):
            yield "delta", line
        if self._engine.wording is not None:
            async with aclosing(self._engine.wording.stream(trace, answer, question)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, Answer):
                        answer = piece
                    else:
                        yield "delta", piece
        await anyio.to_thread.run_sync(partial(self._record, question, trace, answer))
        yield "answer", answer

    def trace(self, question: Question) -> Trace:
        """How a question would be answered, with the time of each step; nothing is recorded."""
        return self._engine.pipeline().answer(question, self._turns(question) or ())

    def search(self, q: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        """Passages, best first."""
        return self._engine.searcher.search(q, k, scope)

    def degraded(self) -> list[str]:
        """What does not work at the moment, in Chinese; empty where all is well."""
        return self._engine.degraded()

    def close(self) -> None:
        """Write what is outstanding and release the data folder."""
        for closer in self._engine.closers:
            closer()

    def _turns(self, question: Question) -> Sequence[Turn] | None:
        """The conversation so far; None where there is none, or none any more."""
        if question.turns is not None or question.conversation_id is None:
            return question.turns
        return self.conversations.turns(question.conversation_id)

    def _answer(self, question: Question) -> tuple[Trace, Answer]:
        turns = self._turns(question)
        is_known = turns is not None and question.conversation_id is not None
        trace = self._engine.pipeline().answer(question, turns or ())
        reply = trace.reply
        answer = Answer(
            answer_id=question.answer_id or secrets.token_urlsafe(16),
            conversation_id=(question.conversation_id if is_known else None) or self.conversations.start(),
            status=reply.status,
            mode=reply.mode,
            text=reply.text,
            citations=list(reply.citations),
            calculation=reply.calculation,
            needs=list(reply.needs),
            suggestions=list(reply.suggestions or messages.DEFAULT_SUGGESTIONS[question.audience]),
            notices=[*reply.notices, *_advice(question, reply.status)],
            understood=reply.understood,
        )
        return trace, answer

    def _record(self, question: Question, trace: Trace, answer: Answer) -> None:
        reply = trace.reply
        calculator = reply.topic.removeprefix("calc:") if reply.topic.startswith("calc:") else None
        turn = Turn(
            question=trace.masked,
            resolved=trace.resolved,
            status=answer.status,
            topic=reply.topic or None,
            calculator=calculator,
            facts=reply.facts,
            cited=[citation.id for citation in answer.citations],
            needs=[need.name for need in answer.needs],
        )
        self.conversations.record(
            Record(
                question=trace.masked,
                audience=question.audience,
                answer=answer,
                turn=turn,
                asked_at=datetime.now(LOCAL_TIME),
                timings_ms=trace.timings_ms,
                index_version=self._engine.index_version(),
                confidence=reply.confidence,
            )
        )


def _advice(question: Question, status: str) -> list[str]:
    if question.audience is None or status not in ("answered", "partial"):
        return []
    return [messages.NOTICE_AUDIENCE[question.audience]]
