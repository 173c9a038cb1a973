"""Judgements of answers."""

from anyio import to_thread
from fastapi import APIRouter

from api.schemas import FeedbackRequest, Saved
from api.service import ServiceDep
from bot.storage.models import Feedback
from corpus.errors import NotFoundError

router = APIRouter(tags=["问答"])


@router.post("/api/feedback", response_model=Saved, summary="评价一条答复")
async def give_feedback(request: FeedbackRequest, service: ServiceDep) -> Saved:
    """Keeps whether an answer helped; the comment is stored masked."""
    feedback = Feedback(request.answer_id, request.helpful, request.comment or "", request.conversation_id)
    records = service.assistant.conversations
    if not await to_thread.run_sync(records.add_feedback, feedback, limiter=service.threads):
        raise NotFoundError("没有找到这条答复，可能已经过期。")
    service.metrics.observe_feedback(request.helpful)
    return Saved()
