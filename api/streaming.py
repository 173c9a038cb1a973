"""Answers as server-sent events: deltas, then the answer; every stream gets an end, also when the server stops."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
import structlog
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.asking import STOPPING, Asked
from api.logs import where_it_failed
from api.problems import Problem, problem, problem_of
from api.service import Service
from api.surface import Streamed
from bot.answering.models import Answer
from corpus.errors import PolicyAssistantError

_SEND_TIMEOUT_S = 30


def stream_answer(service: Service, asked: Asked) -> EventSourceResponse:
    """The streamed answer to a prepared question."""
    return EventSourceResponse(
        _events(service, asked),
        headers=asked.headers,
        sep="\n",
        send_timeout=_SEND_TIMEOUT_S,
        # The library would cut streams the moment the server stops; ours end by themselves before that.
        shutdown_grace_period=service.settings.stop_timeout_s,
    )


async def pieces_of(service: Service, asked: Asked) -> AsyncGenerator[str | Answer | Problem]:
    """The pieces of text and then the answer; a problem in its place where it fails or the server stops."""
    source = _given(asked.answer) if asked.answer else service.assistant.stream(asked.question)
    service.metrics.streams.inc()
    try:
        async with aclosing(source):
            while (item := await _next(service, source)) is not None:
                yield item[1]
                if item[0] == "answer":
                    return
        yield problem(503, STOPPING)
    except PolicyAssistantError as error:
        yield problem_of(error)
    except Exception as error:  # noqa: BLE001 - the boundary of a stream: its status line is gone, so it says so itself
        structlog.get_logger("stream").error("stream failed", **where_it_failed(error))
        yield problem(500)
    finally:
        service.metrics.streams.dec()


async def _events(service: Service, asked: Asked) -> AsyncGenerator[ServerSentEvent]:
    async with aclosing(pieces_of(service, asked)) as pieces:
        async for piece in pieces:
            yield _event(piece)


async def _next(service: Service, source: AsyncGenerator[Streamed]) -> Streamed | None:
    """The next piece; None where the server stops first. The scope never spans a yield."""
    with anyio.CancelScope() as scope, service.cut_on_stop(scope):
        return await anext(source, None)
    return None


async def _given(answer: Answer) -> AsyncGenerator[Streamed]:
    """An answer that exists already, streamed in one piece."""
    yield "delta", answer.text
    yield "answer", answer


def _event(piece: str | Answer | Problem) -> ServerSentEvent:
    if isinstance(piece, str):
        return ServerSentEvent(json.dumps({"text": piece}, ensure_ascii=False), event="delta", sep="\n")
    name = "answer" if isinstance(piece, Answer) else "error"
    return ServerSentEvent(piece.model_dump_json(), event=name, sep="\n")
