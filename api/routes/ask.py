"""Asking, and fetching an answer again after a dropped line."""

from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from api.asking import answered, prepare
from api.direct import direct_route
from api.openapi import EVENT_SCHEMA
from api.schemas import AskRequest, Id
from api.service import Service, ServiceDep, service_of
from api.streaming import stream_answer
from bot.answering.models import Answer
from corpus.errors import NotFoundError

_STREAM_TYPE = "text/event-stream"
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "经核对的答复；用 Accept: text/event-stream 时为若干 delta 事件和一个 answer 事件",
        "content": {_STREAM_TYPE: {"schema": EVENT_SCHEMA}},
    }
}


router = APIRouter(tags=["问答"])


async def ask(
    request: AskRequest,
    service: ServiceDep,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    idempotency_key: Annotated[str | None, Header(max_length=128)] = None,
) -> Response:
    """Answers a question; streams it where the client accepts `text/event-stream`."""
    if _STREAM_TYPE in accept:
        asked = await to_thread.run_sync(prepare, service, request, idempotency_key, limiter=service.threads)
        return stream_answer(service, asked)
    return await _answer(service, request, idempotency_key)


async def _answer(service: Service, request: AskRequest, key: str | None) -> Response:
    asked, result = await answered(service, request, key)
    return Response(result.model_dump_json(), media_type="application/json", headers=asked.headers)


async def _answer_directly(request: Request, asked: AskRequest) -> Response | None:
    """The answer to a plain question: not streamed, and under no key."""
    headers = request.headers
    if _STREAM_TYPE in headers.get("accept", "") or "idempotency-key" in headers:
        return None
    return await _answer(service_of(request), asked, None)


router.add_api_route(
    "/api/ask",
    ask,
    methods=["POST"],
    response_model=Answer,
    responses=_STREAM,
    summary="提问",
    route_class_override=direct_route(AskRequest, _answer_directly),
)


@router.get("/api/answers/{answer_id}", response_model=Answer, summary="再取一次答复")
async def fetch_answer(
    answer_id: Id, service: ServiceDep, conversation_id: Annotated[Id | None, Query()] = None
) -> Response:
    """The recorded answer of that id."""
    records = service.assistant.conversations
    stored = await to_thread.run_sync(records.answer, answer_id, conversation_id, limiter=service.threads)
    if stored is None:
        raise NotFoundError("没有找到这条答复，可能还没有答完或已经过期。")
    return Response(stored.answer.model_dump_json(), media_type="application/json")
