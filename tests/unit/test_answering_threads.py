"""Streams are worked out on the threads that the service has for answers, not on as many as there are streams."""

import time
from threading import Lock
from typing import Any

import anyio

from bot.answering.assistant import Assistant, Engine
from bot.answering.models import Question
from bot.answering.pipeline import Trace
from bot.answering.state import Reply
from bot.answering.threads import limit_threads, on_thread
from tests.fakes import FakeRecords
from tests.service import client_of, make_assistant


class Counted:
    """A pipeline that counts how many questions it is answering at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._active = 0
        self.most = 0

    def answer(self, question: Question, turns: Any) -> Trace:
        with self._lock:
            self._active += 1
            self.most = max(self.most, self._active)
        time.sleep(0.02)
        with self._lock:
            self._active -= 1
        return Trace(Reply("notice", "fixed", lead="您好。"), question.text, question.text)


def assistant_of(pipeline: Counted) -> Assistant:
    """The real assistant over that pipeline alone."""
    engine = Engine(
        pipeline=lambda: pipeline, searcher=None, policies=None, calculators=None, eligibility=None,
        conversations=FakeRecords(), improver=None, degraded=list, index_version=lambda: "1",
        follow_corpus=lambda: None, closers=(),
    )  # type: ignore[arg-type]  # fmt: skip
    return Assistant(engine)


def test_many_streams_share_the_few_threads_of_their_event_loop() -> None:
    pipeline = Counted()
    assistant = assistant_of(pipeline)

    async def read() -> None:
        async for _ in assistant.stream(Question(text="你好")):
            pass

    async def read_all() -> None:
        limit_threads(anyio.CapacityLimiter(2))
        async with anyio.create_task_group() as group:
            for _ in range(12):
                group.start_soon(read)

    anyio.run(read_all)
    assert pipeline.most == 2


def test_the_service_sets_its_own_limit() -> None:
    pipeline = Counted()
    assistant = make_assistant()

    async def stream(question: Question) -> Any:
        trace = await on_thread(pipeline.answer, question, ())
        yield "answer", assistant.ask(question.model_copy(update={"text": trace.masked}))

    assistant.stream = stream  # type: ignore[method-assign]
    with client_of(assistant, worker_threads=1) as client:

        async def ask_all() -> None:
            async with anyio.create_task_group() as group:
                for _ in range(6):
                    group.start_soon(anyio.to_thread.run_sync, ask)

        def ask() -> None:
            headers = {"Accept": "text/event-stream"}
            assert client.post("/api/ask", json={"question": "你好"}, headers=headers).status_code == 200

        anyio.run(ask_all)
    assert pipeline.most == 1
