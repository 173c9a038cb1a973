"""Conversations handed over to a person and back: the staff's side."""

from anyio import to_thread
from fastapi import APIRouter

from api.schemas import ConversationView, Id
from api.service import Service, ServiceDep
from api.staff.access import Agent, StoresDep
from api.staff.views import HandoverDetail, HandoverList, HandoverView, SaidView, SayRequest
from bot.staff.stores import StaffStores
from corpus.errors import NotFoundError

router = APIRouter(prefix="/handovers")


@router.get("", response_model=HandoverList, summary="等候人工的对话")
async def list_handovers(_: Agent, stores: StoresDep, service: ServiceDep) -> HandoverList:
    """The queue."""
    queue = await to_thread.run_sync(stores.handovers.queue, limiter=service.threads)
    return HandoverList(handovers=[HandoverView.model_validate(one) for one in queue])


@router.get("/{conversation_id}", response_model=HandoverDetail, summary="一段等候人工的对话")
async def read_handover(conversation_id: Id, _: Agent, stores: StoresDep, service: ServiceDep) -> HandoverDetail:
    """The conversation with its history."""
    return await to_thread.run_sync(_detail, stores, service, conversation_id, limiter=service.threads)


@router.post("/{conversation_id}/take", response_model=HandoverDetail, summary="接手对话")
async def take(conversation_id: Id, session: Agent, stores: StoresDep, service: ServiceDep) -> HandoverDetail:
    """Takes the conversation in hand."""
    await to_thread.run_sync(stores.handovers.take, conversation_id, session.user.name, limiter=service.threads)
    return await to_thread.run_sync(_detail, stores, service, conversation_id, limiter=service.threads)


@router.post("/{conversation_id}/messages", response_model=SaidView, status_code=201, summary="回复")
async def reply(
    conversation_id: Id, body: SayRequest, session: Agent, stores: StoresDep, service: ServiceDep
) -> SaidView:
    """Writes to the person."""
    say = stores.handovers.say
    said = await to_thread.run_sync(say, conversation_id, body.text, session.user.name, limiter=service.threads)
    return SaidView.model_validate(said)


@router.post("/{conversation_id}/return", response_model=HandoverList, summary="交还对话")
async def give_back(conversation_id: Id, session: Agent, stores: StoresDep, service: ServiceDep) -> HandoverList:
    """Gives the conversation back to the assistant; the queue that is left."""
    await to_thread.run_sync(stores.handovers.give_back, conversation_id, session.user.name, limiter=service.threads)
    return await list_handovers(session, stores, service)


def _detail(stores: StaffStores, service: Service, conversation_id: str) -> HandoverDetail:
    state, messages = stores.handovers.said(conversation_id)
    export = service.assistant.conversations.export(conversation_id)
    if state == "none" or export is None:
        raise NotFoundError("这段对话不在等候中，可能已经删除。")
    return HandoverDetail(
        state=state,
        messages=[SaidView.model_validate(one) for one in messages],
        exchanges=ConversationView.of(export).exchanges,
    )
