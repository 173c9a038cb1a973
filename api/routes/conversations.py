"""A person's own conversation: everything kept of it, and forgetting it. The unguessable id is the key."""

from anyio import to_thread
from fastapi import APIRouter, Response

from api.schemas import ConversationView, Id
from api.service import ServiceDep
from corpus.errors import NotFoundError

router = APIRouter(prefix="/api/conversations", tags=["个人数据"])
_UNKNOWN = "没有找到这段对话，可能已经过期或删除。"


@router.get("/{conversation_id}", response_model=ConversationView, summary="导出一段对话")
async def export_conversation(conversation_id: Id, service: ServiceDep) -> ConversationView:
    """All that is kept of a conversation."""
    records = service.assistant.conversations
    export = await to_thread.run_sync(records.export, conversation_id, limiter=service.threads)
    if export is None:
        raise NotFoundError(_UNKNOWN)
    return ConversationView.of(export)


@router.delete("/{conversation_id}", status_code=204, summary="删除一段对话")
async def delete_conversation(conversation_id: Id, service: ServiceDep) -> Response:
    """Forgets a conversation with its answers and feedback."""
    records = service.assistant.conversations
    if not await to_thread.run_sync(records.delete, conversation_id, limiter=service.threads):
        raise NotFoundError(_UNKNOWN)
    return Response(status_code=204)
