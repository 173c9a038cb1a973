"""Publishing policies: what a file would change, taking it in, and putting right what is known of a policy."""

from functools import partial
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.service import ServiceDep
from api.staff.access import Editor, StoresDep
from api.staff.upload_views import CorrectionRequest, OutcomeView, PreviewView, as_view
from bot.ingest.review import Reviewer

router = APIRouter()
Name = Annotated[str, Query(min_length=1, max_length=300, description="文件名，后缀说明格式")]
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def reviewer_of(stores: StoresDep) -> Reviewer:
    """What previews and publishes; a service without a database has none."""
    if stores.reviewer is None:
        raise HTTPException(404)
    return stores.reviewer


ReviewerDep = Annotated[Reviewer, Depends(reviewer_of)]


@router.post("/policies/preview", response_model=PreviewView, summary="发布前预览", openapi_extra=_BODY)
async def preview(request: Request, name: Name, _: Editor, reviewer: ReviewerDep, service: ServiceDep) -> PreviewView:
    """The file's clauses, what it would change, and which approved answers and rules that touches; nothing is kept."""
    content = await request.body()
    found = await to_thread.run_sync(reviewer.preview_bytes, name, content, limiter=service.threads)
    return as_view(found)


@router.post("/policies", response_model=OutcomeView, status_code=201, summary="发布政策", openapi_extra=_BODY)
async def publish(
    request: Request, name: Name, session: Editor, reviewer: ReviewerDep, service: ServiceDep
) -> OutcomeView:
    """Takes the file into the corpus, whole or not at all; questions are answered from it within seconds."""
    content = await request.body()
    work = partial(reviewer.publish, name, content, session.user.name)
    return OutcomeView.model_validate(await to_thread.run_sync(work, limiter=service.threads))


@router.patch("/policies/{policy_id}/metadata", status_code=204, summary="更正文件信息")
async def correct(
    policy_id: str, body: CorrectionRequest, session: Editor, reviewer: ReviewerDep, service: ServiceDep
) -> Response:
    """Corrects one field; the correction outlives every later reading of the file."""
    work = partial(reviewer.correct, policy_id, body.field, body.value, session.user.name)
    await to_thread.run_sync(work, limiter=service.threads)
    return Response(status_code=204)
