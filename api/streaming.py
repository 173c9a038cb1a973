"""Answers as server-sent events: deltas, then the answer; every stream gets an end, also when the server stops."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

import anyio
import structlog
from sse_starlette import EventSourceResponse, ServerSentEvent

from api.asking import Asked
from api.logs import where_it_failed
from api.problems import Problem, problem, problem_of
from api.service import Service
from api.surface import Streamed
from bot.answering.models import Answer
from corpus.errors import PolicyAssistantError

_SEND_TIMEOUT_S = 30
_STOPPING = "服务正在重新启动，请过一会儿再问一次。"


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


async def _events(service: Service, asked: Asked) -> AsyncGenerator[ServerSentEvent]:
    source = _given(asked.answer) if asked.answer else service.assistant.stream(asked.question)
    service.metrics.streams.inc()
    try:
        async with aclosing(source):
            while (item := await _next(service, source)) is not None:
                yield _event(item)
                if item[0] == "answer":
                    return
        yield _failed(problem(503, _STOPPING))
    except PolicyAssistantError as error:
        yield _failed(problem_of(error))
    except Exception as error:  # noqa: BLE001 - the boundary of a stream: its status line is gone, so it says so itself
        structlog.get_logger("stream").error("stream failed", **where_it_failed(error))
        yield _failed(problem(500))
    finally:
        service.metrics.streams.dec()


async def _next(service: Service, source: AsyncGenerator[Streamed]) -> Streamed | None:
    """The next piece; None where the server stops first. The scope never spans a yield."""
    with anyio.CancelScope() as scope, service.cut_on_stop(scope):
        return await anext(source, None)
    return None


async def _given(answer: Answer) -> AsyncGenerator[Streamed]:
    """An answer that exists already, streamed in one piece."""
    yield "delta", answer.text
    yield "answer", answer


def _event(item: Streamed) -> ServerSentEvent:
    if isinstance(item[1], Answer):
        return ServerSentEvent(item[1].model_dump_json(), event="answer", sep="\n")
    return ServerSentEvent(json.dumps({"text": item[1]}, ensure_ascii=False), event="delta", sep="\n")


def _failed(body: Problem) -> ServerSentEvent:
    return ServerSentEvent(body.model_dump_json(), event="error", sep="\n")
