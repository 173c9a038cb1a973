"""`POST /v1/chat/completions`: the assistant behind the interface that other programs already speak.

The last user message is the question; `conversation_id` continues a conversation. Citations come beside the text.
"""

import json
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from api.asking import Asked, answered, prepare
from api.openapi import EVENT_SCHEMA
from api.schemas import QUESTION_MAX, AskRequest
from api.service import Service, ServiceDep
from api.streaming import pieces_of
from bot.answering.models import Answer
from corpus.errors import InputError

router = APIRouter(prefix="/v1", tags=["兼容接口"])
MODEL = "policy-assistant"
_BESIDE = {"conversation_id", "status", "mode", "generated_by", "citations", "calculation"}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "答复；stream 为 true 时为若干 chat.completion.chunk，以 [DONE] 结束",
        "content": {"text/event-stream": {"schema": EVENT_SCHEMA}},
    }
}


class Part(BaseModel):
    """A piece of a message."""

    type: Literal["text"]
    text: str


class Message(BaseModel):
    """A message; only the last one of a user is read."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | Annotated[list[Part], Field(max_length=20)] | None = None


class CompletionRequest(BaseModel):
    """What of the usual request counts here; the rest is accepted and ignored."""

    model_config = ConfigDict(extra="ignore")

    messages: Annotated[list[Message], Field(min_length=1, max_length=200)]
    model: str = Field(MODEL, max_length=200)
    stream: bool = False
    conversation_id: str | None = Field(None, max_length=100)


@router.post("/chat/completions", responses=_STREAM, summary="OpenAI 兼容的问答接口")
async def complete(request: CompletionRequest, service: ServiceDep) -> Response:
    """Answers the last user message, with citations beside the text."""
    asking = AskRequest(question=_question(request), conversation_id=request.conversation_id)
    if request.stream:
        asked = await to_thread.run_sync(prepare, service, asking, None, limiter=service.threads)
        return EventSourceResponse(
            _chunks(service, asked),
            headers=asked.headers,
            sep="\n",
            shutdown_grace_period=service.settings.stop_timeout_s,
        )
    asked, answer = await answered(service, asking, None)
    content = f"{answer.text}\n\n{answer.mark}".strip()
    choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    body = {**_envelope(answer.answer_id, "chat.completion"), "choices": [choice], "usage": usage, **_beside(answer)}
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json", headers=asked.headers)


def _question(request: CompletionRequest) -> str:
    """The last user message.

    Raises:
        InputError: There is none, or it is blank or too long.
    """
    content = next((message.content for message in reversed(request.messages) if message.role == "user"), None)
    text = "".join(part.text for part in content) if isinstance(content, list) else content or ""
    if not text.strip():
        raise InputError("请先写下您的问题。", "messages")
    if len(text) > QUESTION_MAX:
        raise InputError(f"问题太长了，最多 {QUESTION_MAX} 个字，请缩短后再问。", "messages")
    return text


async def _chunks(service: Service, asked: Asked) -> AsyncIterator[ServerSentEvent]:
    name = asked.question.answer_id
    async with aclosing(pieces_of(service, asked)) as pieces:
        async for piece in pieces:
            if isinstance(piece, str):
                yield _chunk(name, {"content": piece}, None)
            elif isinstance(piece, Answer):
                yield _chunk(name, {}, "stop", _beside(piece))
            else:
                yield ServerSentEvent(json.dumps({"error": piece.model_dump()}, ensure_ascii=False), sep="\n")
    yield ServerSentEvent("[DONE]", sep="\n")


def _chunk(
    name: str, delta: dict[str, str], reason: str | None, beside: dict[str, Any] | None = None
) -> ServerSentEvent:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    body = {**_envelope(name, "chat.completion.chunk"), "choices": [choice], **(beside or {})}
    return ServerSentEvent(json.dumps(body, ensure_ascii=False), sep="\n")


def _envelope(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "object": kind, "created": int(time.time()), "model": MODEL}


def _beside(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json", include=_BESIDE)
