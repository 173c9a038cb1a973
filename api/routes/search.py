"""Searching the passages."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query

from api.routes.policies import today
from api.schemas import SearchHit, SearchResult
from api.service import Service, ServiceDep
from bot.retrieval.models import Hit, Scope
from corpus.errors import InputError
from corpus.text import is_invisible

router = APIRouter(tags=["检索"])


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search is limited to."""

    policy_id: Annotated[str | None, Query(max_length=200, description="只在这份文件中查找")] = None
    topic: Annotated[str | None, Query(max_length=50, description="只在这个主题的文件中查找")] = None
    on: Annotated[date | None, Query(description="查哪一天有效的文件，默认今天")] = None

    def scope(self, service: Service) -> Scope:
        """The policies in force on the day; one that is named, whatever its force."""
        if self.policy_id:
            return Scope(policy_ids=(self.policy_id,), on=self.on)
        ids = None
        if self.topic:
            held = service.assistant.policies.held()
            ids = tuple(one.id for one in held if self.topic in one.metadata.topics or self.topic in one.title)
        return Scope(policy_ids=ids, on=self.on or today())


@router.get("/api/search", response_model=SearchResult, summary="检索原文")
async def search(
    service: ServiceDep,
    q: Annotated[str, Query(min_length=1, max_length=500, pattern=r"\S", description="要查的词")],
    within: Annotated[Narrowing, Depends()],
    k: Annotated[int, Query(ge=1, le=50, description="最多几条")] = 5,
) -> SearchResult:
    """Passages of the policies in force, best first."""
    if all(is_invisible(character) or character.isspace() for character in q):
        raise InputError("请先写下要查的词。", "q")

    def work() -> list[Hit]:
        return service.assistant.search(q, k, within.scope(service))

    hits = await to_thread.run_sync(work, limiter=service.threads)
    return SearchResult(hits=[SearchHit.of(hit) for hit in hits])
