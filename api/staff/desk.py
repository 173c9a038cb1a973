"""The desk: results while typing, what was asked before, notes of calls."""

from functools import partial
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from api.schemas import SearchHit
from api.service import Service, ServiceDep
from api.staff.access import Agent, StoresDep
from api.staff.views import AskedLists, AskedView, NoteList, NoteRequest, NoteView, SuggestionView, SuggestResult
from bot.staff.stores import StaffStores

router = APIRouter()
_SHOWN = 6
_LISTED = 10


@router.get("/suggest", response_model=SuggestResult, summary="边输入边查")
async def suggest(
    _: Agent,
    stores: StoresDep,
    service: ServiceDep,
    q: Annotated[str, Query(min_length=1, max_length=500, pattern=r"\S", description="已经输入的字")],
) -> SuggestResult:
    """Approved answers and passages that fit what is typed."""
    return await to_thread.run_sync(_suggested, stores, service, q, limiter=service.threads)


def _suggested(stores: StaffStores, service: Service, typed: str) -> SuggestResult:
    approved = [
        SuggestionView(
            id=found.answer.id,
            question=found.question,
            text=found.answer.text,
            status=found.answer.status,
            score=round(found.score, 3),
            citations=list(found.answer.citations),
        )
        for found in stores.directory.suggest(typed, _SHOWN)
    ]
    passages = [SearchHit.of(hit) for hit in service.assistant.search(typed, _SHOWN)]
    return SuggestResult(approved=approved, passages=passages)


@router.get("/asked", response_model=AskedLists, summary="最近和常见的问题")
async def asked(_: Agent, stores: StoresDep, service: ServiceDep) -> AskedLists:
    """What was asked at the desk lately, and what is asked often."""
    recent = await to_thread.run_sync(stores.asked.recent, _LISTED, limiter=service.threads)
    frequent = await to_thread.run_sync(stores.asked.frequent, _LISTED, limiter=service.threads)
    return AskedLists(
        recent=[AskedView.model_validate(one) for one in recent],
        frequent=[AskedView.model_validate(one) for one in frequent],
    )


@router.get("/notes", response_model=NoteList, summary="我的通话记录")
async def list_notes(session: Agent, stores: StoresDep, service: ServiceDep) -> NoteList:
    """One's own notes."""
    notes = await to_thread.run_sync(stores.notes.of, session.user.name, limiter=service.threads)
    return NoteList(notes=[NoteView.model_validate(one) for one in notes])


@router.post("/notes", response_model=NoteView, status_code=201, summary="记一次通话")
async def add_note(body: NoteRequest, session: Agent, stores: StoresDep, service: ServiceDep) -> NoteView:
    """Keeps a note; personal data is masked first."""
    work = partial(stores.notes.add, session.user.name, body.text, body.question)
    return NoteView.model_validate(await to_thread.run_sync(work, limiter=service.threads))
