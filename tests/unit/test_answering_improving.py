"""Of an answer that a model improves while it is read, a reader who leaves has recorded what was told whole."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any

from bot.answering.assistant import Assistant, Engine
from bot.answering.given import Given
from bot.answering.improving import Improver
from bot.answering.models import Answer, Question
from bot.answering.pipeline import Trace
from bot.answering.state import Reply
from tests.fakes import FakeRecords

FIRST, SECOND, WORDED = "没有查到。", "从入职开始给补贴。", "上班当天起就算补贴。"


def trace_of(text: str) -> Trace:
    return Trace(Reply("notice", "fixed", lead=text), "从啥时候开始补", "从啥时候开始补")


class Helping:
    """Reads every question again as another one, and never finishes its suggestions."""

    async def read_again(self, given: Given) -> Given:
        return given.by(trace_of(SECOND), "学徒补贴从什么时候开始")

    async def route(self, given: Given) -> Given:
        return given

    async def suggest(self, _: Given) -> tuple[str, ...]:
        await asyncio.sleep(30)
        return ()


class Wording:
    """Says its words, and becomes whole only where it is let."""

    label = "某模型"

    def __init__(self, *, is_whole: bool) -> None:
        self._is_whole = is_whole

    async def stream(self, given: Given, _: float) -> AsyncGenerator[str | Given]:
        yield WORDED
        if self._is_whole:
            answer = given.answer.model_copy(update={"text": WORDED, "mode": "generated"})
            yield Given(given.question, given.turns, given.trace, answer)
        await asyncio.sleep(30)


def assistant_of(wording: Wording, records: Any) -> Assistant:
    """The real assistant and improver; pipeline, helping and wording are those of this file."""
    parts: Any = {"searcher": None, "policies": None, "calculators": None, "eligibility": None}
    engine = Engine(
        pipeline=lambda: SimpleNamespace(answer=lambda *_: trace_of(FIRST)),  # type: ignore[arg-type,return-value]
        conversations=records,
        improver=Improver(wording, Helping(), 20.0),  # type: ignore[arg-type]
        degraded=list,
        index_version=lambda: "1",
        follow_corpus=lambda: None,
        closers=(),
        **parts,
    )
    return Assistant(engine)


def recorded_of_a_reader_who_leaves(wording: Wording, after: str) -> Answer:
    """What is recorded where the reader leaves a moment after these words."""
    records: Any = FakeRecords()
    assistant = assistant_of(wording, records)

    async def read(told: asyncio.Event) -> None:
        async with aclosing(assistant.stream(Question(text="从啥时候开始补", answer_id="left"))) as pieces:
            async for _, piece in pieces:
                if isinstance(piece, str) and after in piece:
                    told.set()

    async def leave() -> None:
        told = asyncio.Event()
        reading = asyncio.create_task(read(told))
        await asyncio.wait_for(told.wait(), 5)
        await asyncio.sleep(0.05)
        reading.cancel()
        await asyncio.wait([reading])

    asyncio.run(leave())
    answer: Answer = records.answer("left").answer
    return answer


def test_during_the_rewording_it_is_the_second_reading() -> None:
    answer = recorded_of_a_reader_who_leaves(Wording(is_whole=False), after=WORDED)
    assert (answer.text, answer.understood) == (SECOND, "学徒补贴从什么时候开始")


def test_while_suggestions_are_waited_for_it_is_the_rewording() -> None:
    answer = recorded_of_a_reader_who_leaves(Wording(is_whole=True), after=WORDED)
    assert (answer.text, answer.mode) == (WORDED, "generated")
