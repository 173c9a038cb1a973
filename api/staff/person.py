"""Conversations handed over to a person: the public side. The conversation's unguessable id is the key."""

from collections.abc import Callable
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from api.schemas import Id
from api.service import ServiceDep
from api.staff.views import SaidList, SaidView, SayRequest
from bot.staff.stores import StaffStores
from bot.storage.models import Record
from corpus.errors import NotFoundError
from corpus.vocabulary import load_vocabulary

router = APIRouter(prefix="/api/conversations/{conversation_id}", tags=["转人工"])
_UNKNOWN = "没有找到这段对话，可能已经过期或删除。"
After = Annotated[int, Query(ge=0, le=2**31 - 1, description="只要这个编号以后的")]


@router.get("/messages", response_model=SaidList, summary="工作人员的回复")
async def messages(conversation_id: Id, service: ServiceDep, after: After = 0) -> SaidList:
    """How the hand-over stands, and what was written since."""
    stores = service.assistant.staff
    if stores is None:
        return SaidList(state="none", messages=[])
    state, said = await to_thread.run_sync(stores.handovers.said, conversation_id, after, limiter=service.threads)
    return SaidList(state=state, messages=[SaidView.model_validate(one) for one in said])


@router.post("/messages", response_model=SaidView, status_code=201, summary="写给工作人员")
async def write(conversation_id: Id, body: SayRequest, service: ServiceDep) -> SaidView:
    """Writes to the member of staff; personal data is masked first."""
    stores = service.assistant.staff
    if stores is None:
        raise NotFoundError(_UNKNOWN)
    said = await to_thread.run_sync(stores.handovers.say, conversation_id, body.text, limiter=service.threads)
    return SaidView.model_validate(said)


@router.post("/handover", status_code=204, summary="转人工")
async def ask_for_a_person(conversation_id: Id, service: ServiceDep) -> Response:
    """Puts the conversation into the staff's queue."""
    stores = service.assistant.staff
    service.assistant.conversations.flush()
    if stores is None or not await to_thread.run_sync(
        stores.handovers.request, conversation_id, limiter=service.threads
    ):
        raise NotFoundError(_UNKNOWN)
    return Response(status_code=204)


class PersonWish:
    """Puts a conversation into the queue when its user asks the assistant for a person."""

    def __init__(self, stores: StaffStores, flush: Callable[[], None]) -> None:
        self._stores = stores
        self._flush = flush
        self._reply = load_vocabulary().person.text

    def __call__(self, record: Record) -> None:
        """Look at an answer that was just given."""
        if record.answer.status == "notice" and record.answer.text == self._reply:
            self._flush()  # the conversation must stand before it can be queued
            self._stores.handovers.request(record.answer.conversation_id)
