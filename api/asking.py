"""Between a request and the pipeline: ids announced ahead, repeats recognised, the kill switch."""

import hashlib
import re
import secrets
from contextlib import aclosing
from dataclasses import dataclass

import anyio
from anyio import to_thread

from api.schemas import AskRequest
from api.service import Service
from bot.answering.models import Answer, Question
from bot.privacy import mask
from corpus.errors import ModelUnavailableError

STOPPING = "服务正在重新启动，请过一会儿再问一次。"
_KEY = re.compile(r"[A-Za-z0-9_\-]{16,128}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question under the ids that its answer will have; `answer` is set where it needs no pipeline."""

    question: Question
    answer: Answer | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The ids, announced before the answer so that a dropped line can ask for it again."""
        return {
            "X-Answer-Id": self.question.answer_id,
            "X-Conversation-Id": self.question.conversation_id or "",
        }


def prepare(service: Service, request: AskRequest, key: str | None) -> Asked:
    """The question to answer; a repeat under the same idempotency key gets the answer already given.

    An unknown or expired conversation starts a new one. Reads the database: call it on a thread.
    """
    records = service.assistant.conversations
    answer_id, known = _identify(key)
    if known and (earlier := records.answer(answer_id)):
        if earlier.question == mask(request.question):
            return Asked(request.as_question(earlier.answer.conversation_id, answer_id), earlier.answer)
        answer_id = _new_id()
    conversation_id = request.conversation_id
    turns = None if conversation_id is None else records.turns(conversation_id)
    if conversation_id is None or turns is None:
        conversation_id, turns = records.start(), []
    question = request.as_question(conversation_id, answer_id).model_copy(update={"turns": tuple(turns)})
    return Asked(question, None if service.settings.chat_enabled else _closed(service, question))


async def answered(service: Service, request: AskRequest, key: str | None) -> tuple[Asked, Answer]:
    """The prepared question and its checked answer; no thread is held while a language model is waited for.

    Raises:
        ModelUnavailableError: The server stopped while one was waited for.
    """
    if not service.assistant.uses_model:
        return await to_thread.run_sync(_answered, service, request, key, limiter=service.threads)
    asked = await to_thread.run_sync(prepare, service, request, key, limiter=service.threads)
    if asked.answer is not None:
        return asked, asked.answer
    with anyio.CancelScope() as scope, service.cut_on_stop(scope):
        async with aclosing(service.assistant.stream(asked.question)) as pieces:
            async for piece in pieces:
                if piece[0] == "answer":
                    return asked, piece[1]
    raise ModelUnavailableError(STOPPING)


def _answered(service: Service, request: AskRequest, key: str | None) -> tuple[Asked, Answer]:
    asked = prepare(service, request, key)
    return asked, asked.answer or service.assistant.ask(asked.question)


def _new_id() -> str:
    return secrets.token_urlsafe(18)


def _identify(key: str | None) -> tuple[str, bool]:
    """An answer id of 144 bits; from a client's key it is the same each time, whichever replica answers."""
    if key is None or not _KEY.fullmatch(key):
        return _new_id(), False
    return hashlib.blake2b(key.encode(), digest_size=18, person=b"answer").hexdigest(), True


def _closed(service: Service, question: Question) -> Answer:
    return Answer(
        answer_id=question.answer_id,
        conversation_id=question.conversation_id or "",
        status="notice",
        mode="fixed",
        text=service.settings.chat_notice,
    )
