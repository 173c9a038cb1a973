"""The self-check: which measures a person or an enterprise may be entitled to."""

from anyio import to_thread
from fastapi import APIRouter

from api.schemas import EligibilityQuestions, EligibilityRequest
from api.service import ServiceDep
from bot.eligibility.models import EligibilityResult

router = APIRouter(prefix="/api/eligibility", tags=["自查"])


@router.get("/questions", response_model=EligibilityQuestions, summary="自查的问题")
async def list_questions(service: ServiceDep) -> EligibilityQuestions:
    """All questions that the check may ask."""
    return EligibilityQuestions(questions=list(service.assistant.eligibility.questions()))


@router.post("", response_model=EligibilityResult, summary="自查")
async def check(request: EligibilityRequest, service: ServiceDep) -> EligibilityResult:
    """The verdict on every measure from what is known, and the next question."""
    return await to_thread.run_sync(service.assistant.eligibility.check, request.facts, limiter=service.threads)
