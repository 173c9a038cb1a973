"""Searching the passages."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from api.schemas import SearchHit, SearchResult
from api.service import ServiceDep
from bot.retrieval.models import Scope

router = APIRouter(tags=["检索"])


@router.get("/api/search", response_model=SearchResult, summary="检索原文")
async def search(
    service: ServiceDep,
    q: Annotated[str, Query(min_length=1, max_length=500, pattern=r"\S", description="要查的词")],
    k: Annotated[int, Query(ge=1, le=50, description="最多几条")] = 5,
    policy_id: Annotated[str | None, Query(max_length=200, description="只在这份文件中查找")] = None,
) -> SearchResult:
    """Passages of the policies in force, best first."""
    scope = Scope(policy_ids=(policy_id,)) if policy_id else None
    hits = await to_thread.run_sync(service.assistant.search, q, k, scope, limiter=service.threads)
    return SearchResult(hits=[SearchHit.of(hit) for hit in hits])
