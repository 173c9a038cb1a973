"""The self-check: which measures a person or an enterprise may be entitled to."""

from typing import Any

from anyio import to_thread
from fastapi import APIRouter

from api.schemas import EligibilityRequest
from api.service import ServiceDep

router = APIRouter(prefix="/api/eligibility", tags=["自查"])


@router.get("/questions", summary="自查的问题")
async def list_questions(service: ServiceDep) -> Any:
    """All questions that the check may ask."""
    return {"questions": service.assistant.eligibility.questions()}


@router.post("", summary="自查")
async def check(request: EligibilityRequest, service: ServiceDep) -> Any:
    """The verdict on every measure from what is known, and the next question."""
    return await to_thread.run_sync(service.assistant.eligibility.check, request.facts, limiter=service.threads)
