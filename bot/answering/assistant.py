"""The assistant: one object through which every channel asks, searches, calculates and checks."""

import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import anyio

from bot.answering import calculate
from bot.answering.given import Given
from bot.answering.improving import MODEL_STEP, Improver
from bot.answering.models import Answer, Question, Turn
from bot.answering.numbered import numbered_hits
from bot.answering.pipeline import Pipeline, Trace
from bot.answering.threads import on_thread
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from bot.retrieval.models import Hit, Scope, Searcher
from bot.staff.stores import StaffStores
from bot.storage.conversations import ConversationStore
from bot.storage.models import Record
from bot.storage.policies import PolicyStore
from bot.tracing import NO_TRACING, Tracer
from corpus.errors import NotFoundError

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
    improver: Improver | None
    degraded: Callable[[], list[str]]
    index_version: Callable[[], str]
    follow_corpus: Callable[[], object]
    closers: Sequence[Callable[[], None]]
    staff: StaffStores | None = None
    tracer: Tracer = NO_TRACING


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
        self.tracer = engine.tracer

    @property
    def uses_model(self) -> bool:
        """Whether an answer may wait for a language model, seconds long."""
        return self._engine.improver is not None

    def ask(self, question: Question) -> Answer:
        """The checked answer, recorded in its conversation.

        Raises:
            InputError: The question is empty or too long.
        """
        given = self.given(question)
        self._record(given)
        return given.answer

    def given(self, question: Question) -> Given:
        """The checked answer with all that led to it, not yet recorded.

        Raises:
            InputError: The question is empty or too long.
        """
        given = self._answer(question)
        return given if self._engine.improver is None else self._traced(self._engine.improver.improve_now(given))

    async def stream(self, question: Question) -> AsyncGenerator[Streamed]:
        """Pieces of the text as they are ready, then the checked answer; recorded once it is whole.

        With a language model the policy's own words come first, and its wording replaces them at the end. Where
        nobody waits for that, the words that were last shown whole are recorded.

        Raises:
            InputError: The question is empty or too long.
        """
        given = await on_thread(self._answer, question)
        try:
            for line in given.answer.text.splitlines(keepends=True):
                yield "delta", line
            if self._engine.improver is not None:
                async with aclosing(self._engine.improver.stream(given)) as pieces:
                    async for piece in pieces:
                        if isinstance(piece, str):
                            yield "delta", piece
                        else:
                            given = self._traced(piece)
        finally:
            with anyio.CancelScope(shield=True):
                await on_thread(self._record, given)
        yield "answer", given.answer

    def trace(self, question: Question) -> Trace:
        """How a question would be answered, with the time of each step; nothing is recorded."""
        return self._trace(question, self._turns(question) or ())

    def search(self, q: str, k: int = 5, scope: Scope | None = None) -> list[Hit]:
        """Passages, best first."""
        scope, store = scope or Scope(), self._engine.policies
        exact = numbered_hits(q, store.held(), store.get, scope, datetime.now(LOCAL_TIME).date())
        known = {hit.passage.id for hit in exact}
        others = (hit for hit in self._engine.searcher.search(q, k, scope) if hit.passage.id not in known)
        return [*exact, *others][:k]

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

    def _answer(self, question: Question) -> Given:
        turns = self._turns(question)
        is_known = turns is not None and question.conversation_id is not None
        ids = {
            "conversation_id": (question.conversation_id if is_known else None) or self.conversations.start(),
            "answer_id": question.answer_id or secrets.token_urlsafe(16),
        }
        question = question.model_copy(update=ids)
        with self.tracer.span("answer") as span:
            trace = self._trace(question, turns or ())
            self.tracer.steps(trace.timings_ms)
            span.note(policy__status=trace.reply.status, policy__mode=trace.reply.mode)
        return Given.of(question, turns or (), trace)

    def _trace(self, question: Question, turns: Sequence[Turn]) -> Trace:
        """Once more where a text came or went in the middle: what is searched may be two seconds behind."""
        try:
            return self._engine.pipeline().answer(question, turns)
        except NotFoundError:
            self._engine.follow_corpus()
            return self._engine.pipeline().answer(question, turns)

    def _traced(self, given: Given) -> Given:
        """The same; the time that the language model took goes to the trace."""
        self.tracer.steps({step: took for step, took in given.trace.timings_ms.items() if step == MODEL_STEP})
        return given

    def _record(self, given: Given) -> None:
        trace, answer, reply = given.trace, given.answer, given.trace.reply
        calculator = reply.topic.removeprefix(calculate.KEY) if reply.topic.startswith(calculate.KEY) else None
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
                audience=given.question.audience,
                answer=answer,
                turn=turn,
                asked_at=datetime.now(LOCAL_TIME),
                timings_ms=trace.timings_ms,
                index_version=self._engine.index_version(),
                confidence=reply.confidence,
            )
        )
