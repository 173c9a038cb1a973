"""The generator that a configured endpoint gives: agent, gate, deadline, one retry, breaker."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.answering.gate import Statement
from bot.llm import prompts
from bot.llm.agent import Connect, Piece, Task, build_agent, load_agents, run_agent
from bot.llm.breaker import Breaker
from bot.llm.checking import Evidence, LeakGuard, StatementChecker
from bot.llm.client import retry_after_s
from bot.llm.outgoing import Outgoing, as_data, new_nonce
from bot.llm.plain import PlainReader
from bot.llm.ports import GeneratedDraft, WordingRequest
from bot.llm.reading import AnswerReader
from bot.llm.schema import AnswerOutput, Output
from bot.llm.tools import Toolbox
from bot.llm.transport import LEASH, Leash
from bot.retrieval.models import Scope

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool

Event = Statement | GeneratedDraft
Reader = AnswerReader | PlainReader
ToolMaker = Callable[[Toolbox, Scope | None], Sequence["BaseTool"]]
_log = structlog.get_logger(__name__)
_TRIES = 2
_PLAIN_PASSAGES = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one answer may take in all, how many rounds of tools, and how the model hands its answer in."""

    deadline_s: float = 20.0
    max_steps: int = 4
    output: Output = "tools"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """How the model is reached, what a reader is told of it, and the breaker that watches over it."""

    connect: Connect
    label: str
    breaker: Breaker


class Outbox:
    """What goes out to the reader, in order; None ends it."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self.is_used = False

    def put(self, event: Event | None) -> None:
        """Sends an event on; nothing is sent for None."""
        if event is not None:
            self.is_used = True
            self.queue.put_nowait(event)


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

    def warm(self) -> None:
        """Loads and builds what the first question would wait for; nothing is sent."""
        load_agents()
        asyncio.run(self._build_once())

    async def _build_once(self) -> None:
        toolbox = Toolbox(Evidence(), self._outgoing, new_nonce())
        build_agent(self._connect(), self._tools(toolbox, None), Task(prompts.REWORD, "", 1, self._limits.output))

    async def stream(self, request: WordingRequest) -> AsyncGenerator[Event]:
        """Statements as each passes the gate, and the whole draft last; ends at the deadline whatever happens."""
        if not self._breaker.admits():
            return

        within_s = min(self._limits.deadline_s, request.within_s or self._limits.deadline_s)
        outbox, leash = Outbox(), Leash(within_s)
        LEASH.set(leash)
        task = asyncio.create_task(self._work(request, outbox, within_s))
        try:
            while (event := await outbox.queue.get()) is not None:
                yield event
        finally:
            leash.let_go()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _work(self, request: WordingRequest, outbox: Outbox, within_s: float) -> None:
        """Fills the outbox and always ends it; tells the breaker how it went."""
        settle = self._breaker.abandoned
        try:
            async with asyncio.timeout(within_s):
                is_whole = await self._try_twice(request, outbox, time.monotonic() + within_s)
            settle = self._breaker.succeeded if is_whole else self._breaker.failed
        except TimeoutError:
            _log.warning("llm_deadline", within_s=round(within_s, 1))
            settle = self._breaker.failed
        finally:
            settle()
            outbox.queue.put_nowait(None)

    async def _try_twice(self, request: WordingRequest, outbox: Outbox, until: float) -> bool:
        """Whether the endpoint did its part; a second try is made only where nothing was shown yet."""
        for attempt in range(_TRIES):
            try:
                await self._try(request, outbox)
            except Exception as error:  # noqa: BLE001 - the border to a foreign server: whatever comes, the extract stands
                wait_s = await asyncio.to_thread(retry_after_s, error)
                _log.warning("llm_failed", error=type(error).__name__, attempt=attempt)
                is_last = attempt == _TRIES - 1 or outbox.is_used
                if is_last or wait_s is None or wait_s >= until - time.monotonic():
                    return False
                await asyncio.sleep(wait_s)
            else:
                return True
        return False

    async def _try(self, request: WordingRequest, outbox: Outbox) -> None:
        nonce = new_nonce()
        evidence = Evidence()
        toolbox = Toolbox(evidence, self._outgoing, nonce)
        message = await asyncio.to_thread(self._message, request, toolbox, nonce)
        await asyncio.to_thread(load_agents)
        checker = StatementChecker(evidence, self._guard, request.allowed)
        system = prompts.PLAIN if self._limits.output == "plain" else prompts.REWORD
        task = Task(system, message, self._limits.max_steps, self._limits.output)
        tools = self._tools(toolbox, request.scope) if task.output == "tools" else []
        run = run_agent(self._connect(), tools, task)
        begin = partial(PlainReader, evidence.sources, request.question) if task.output == "plain" else AnswerReader
        reader = await self._read(run, begin, checker, outbox)
        answer = None if reader is None else reader.finish()
        if answer is None:
            _log.warning("llm_incomplete")
            return
        for output in answer.statements:
            outbox.put(checker.take(output))
        for failure in checker.dropped:
            _log.info("llm_statement_dropped", reason=failure.reason)
        if checker.dropped or (checker.passed and answer.completeness != "none"):
            outbox.put(self._draft(answer, checker, evidence))

    async def _read(
        self, run: AsyncGenerator[Piece], begin: Callable[[], Reader], checker: StatementChecker, outbox: Outbox
    ) -> Reader | None:
        """The last submission, else the last message; statements of a submission are shown as they become whole."""
        readers: dict[str, Reader] = {}
        submitted = None
        async with contextlib.aclosing(run) as pieces:
            async for piece in pieces:
                reader = readers.setdefault(piece.part, begin())
                outputs = reader.feed(piece.text)
                if piece.is_submission:
                    submitted = piece.part
                    for output in outputs:
                        outbox.put(checker.take(output))
                if reader.is_too_long:
                    return None
        return readers.get(submitted or next(reversed(readers), ""))

    def _draft(self, answer: AnswerOutput, checker: StatementChecker, evidence: Evidence) -> GeneratedDraft:
        return GeneratedDraft(
            statements=tuple(checker.passed),
            completeness=answer.completeness,
            dropped=tuple(checker.dropped),
            calculation=evidence.calculation,
        )

    def _message(self, request: WordingRequest, toolbox: Toolbox, nonce: str) -> str:
        """The question, the passages of this turn and the answer that stands, each marked as data."""
        rows = [(hit.passage.id, hit.passage.text) for hit in request.hits]
        known = {key for key, _ in rows}
        rows += [(c.id, c.quote) for c in request.draft.citations if c.id not in known]
        if self._limits.output == "plain":
            return self._plain_message(request, toolbox, rows, nonce)
        parts = [
            toolbox.present(rows),
            as_data("现有回答", self._outgoing.text(request.draft.text), nonce),
            as_data("问题", self._outgoing.text(request.question), nonce),
        ]
        return "\n\n".join(parts)

    def _plain_message(
        self, request: WordingRequest, toolbox: Toolbox, rows: Sequence[tuple[str, str]], nonce: str
    ) -> str:
        """What the answer rests on and the question: the less a small model reads, the better it keeps to it."""
        cited = [citation.id for citation in request.draft.citations[:_PLAIN_PASSAGES]]
        passages = toolbox.present_plainly([row for row in rows if row[0] in cited])
        return f"{passages}\n{as_data('问题', self._outgoing.text(request.question), nonce)}"
