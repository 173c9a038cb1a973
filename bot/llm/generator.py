"""The generator that a configured endpoint gives: agent, gate, deadline, one retry, breaker."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.answering.gate import Statement
from bot.llm import prompts
from bot.llm.agent import Connect, run_agent
from bot.llm.breaker import Breaker
from bot.llm.checking import Evidence, LeakGuard, StatementChecker
from bot.llm.client import retry_after_s
from bot.llm.outgoing import Outgoing, as_data, new_nonce
from bot.llm.ports import GeneratedDraft, WordingRequest
from bot.llm.reading import AnswerReader
from bot.llm.tools import Toolbox

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

Event = Statement | GeneratedDraft
ToolMaker = Callable[[Toolbox], Sequence["BaseTool"]]
_log = structlog.get_logger(__name__)
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one answer may take in all, and how many rounds of tools."""

    deadline_s: float = 20.0
    max_steps: int = 4


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How the model is reached, what a reader is told of it, and the breaker that watches over it."""

    connect: Connect
    label: str
    breaker: Breaker


class AgentGenerator:
    """Rewords answers through a LangChain agent. See `bot.llm.ports.Generator` for what is promised."""

    def __init__(self, endpoint: Endpoint, tools: ToolMaker, outgoing: Outgoing, limits: Limits) -> None:
        """Takes the endpoint, the tools of a question, what may be sent, and the limits."""
        self.label = endpoint.label
        self._connect = endpoint.connect
        self._breaker = endpoint.breaker
        self._tools = tools
        self._outgoing = outgoing
        self._limits = limits
        self._guard = LeakGuard(prompts.ALL)

    async def reword(self, request: WordingRequest) -> GeneratedDraft | None:
        """The checked draft, or None where the draft of the request stands."""
        last: Event | None = None
        async with contextlib.aclosing(self.stream(request)) as events:
            async for event in events:
                last = event
        return last if isinstance(last, GeneratedDraft) else None

    async def stream(self, request: WordingRequest) -> AsyncGenerator[Event]:
        """Statements as each passes the gate, and the whole draft last; ends at the deadline whatever happens."""
        if not self._breaker.admits():
            return
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        task = asyncio.create_task(self._work(request, queue))
        try:
            while (event := await queue.get()) is not None:
                yield event
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _work(self, request: WordingRequest, queue: asyncio.Queue[Event | None]) -> None:
        """Fills the queue and always ends it; tells the breaker how it went."""
        is_settled = False
        try:
            async with asyncio.timeout(self._limits.deadline_s):
                is_whole = await self._try_twice(request, queue)
            (self._breaker.succeeded if is_whole else self._breaker.failed)()
            is_settled = True
        except TimeoutError:
            _log.warning("llm_deadline", deadline_s=self._limits.deadline_s)
            self._breaker.failed()
            is_settled = True
        finally:
            if not is_settled:
                self._breaker.abandoned()
            queue.put_nowait(None)

    async def _try_twice(self, request: WordingRequest, queue: asyncio.Queue[Event | None]) -> bool:
        """Whether the endpoint did its part; a second try is made only where nothing was shown yet."""
        until = time.monotonic() + self._limits.deadline_s
        for attempt in range(_TRIES):
            try:
                await self._try(request, queue)
            except Exception as error:  # noqa: BLE001 - the boundary to a foreign server: whatever comes, the extract stands
                wait_s = retry_after_s(error)
                _log.warning("llm_failed", error=type(error).__name__, attempt=attempt)
                is_last = attempt == _TRIES - 1 or not queue.empty()
                if is_last or wait_s is None or wait_s >= until - time.monotonic():
                    return False
                await asyncio.sleep(wait_s)
            else:
                return True
        return False

    async def _try(self, request: WordingRequest, queue: asyncio.Queue[Event | None]) -> None:
        nonce = new_nonce()
        evidence = Evidence(calculation=request.calculation)
        toolbox = Toolbox(evidence, self._outgoing, nonce)
        message = self._message(request, toolbox, nonce)
        model = await asyncio.to_thread(self._connect)
        pieces = run_agent(model, self._tools(toolbox), prompts.REWORD, message, self._limits.max_steps)
        checker = StatementChecker(evidence, self._guard, request.allowed)
        readers: dict[int, AnswerReader] = {}
        async with contextlib.aclosing(pieces) as open_pieces:  # type: ignore[type-var]
            async for piece in open_pieces:
                reader = readers.setdefault(piece.submission, AnswerReader())
                for output in reader.feed(piece.text) if piece.submission else ():
                    statement = checker.take(output)
                    if statement is not None:
                        queue.put_nowait(statement)
                if reader.is_too_long:
                    _log.warning("llm_too_long")
                    return
        self._finish(readers, checker, evidence, queue)

    def _finish(
        self,
        readers: dict[int, AnswerReader],
        checker: StatementChecker,
        evidence: Evidence,
        queue: asyncio.Queue[Event | None],
    ) -> None:
        """Puts the draft on the queue where the model's answer is whole; a half one is dropped with all it said."""
        last = max(readers, default=0)
        answer = readers[last].finish() if readers else None
        if answer is None:
            _log.warning("llm_incomplete")
            return
        seen = {statement.text for statement in checker.passed} | {f.statement.text for f in checker.dropped}
        for output in answer.statements:
            if output.text.strip() not in seen and (statement := checker.take(output)):
                queue.put_nowait(statement)
        for failure in checker.dropped:
            _log.info("llm_statement_dropped", reason=failure.reason)
        draft = GeneratedDraft(
            statements=tuple(checker.passed),
            completeness=answer.completeness,
            sources=dict(evidence.sources),
            dropped=tuple(checker.dropped),
            calculation=evidence.calculation,
            model=self.label,
        )
        if draft.statements and draft.completeness != "none":
            queue.put_nowait(draft)

    def _message(self, request: WordingRequest, toolbox: Toolbox, nonce: str) -> str:
        """The question, the passages of this turn and the answer that stands, each marked as data."""
        rows = [(hit.passage.id, hit.passage.text) for hit in request.hits]
        known = {key for key, _ in rows}
        rows += [(c.id, c.quote) for c in request.draft.citations if c.id not in known]
        parts = [
            toolbox.present(rows),
            as_data("现有回答", self._outgoing.text(request.draft.text), nonce),
            as_data("问题", self._outgoing.text(request.question), nonce),
        ]
        return "\n\n".join(parts)
