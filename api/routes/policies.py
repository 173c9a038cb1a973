"""The policies held, whole and clause by clause."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from anyio import to_thread
from fastapi import APIRouter

from api.policy_views import clause_detail, detail, summary
from api.schemas import ClauseDetail, PolicyDetail, PolicyList
from api.service import Service, ServiceDep

router = APIRouter(prefix="/api/policies", tags=["政策"])
_ZONE = ZoneInfo("Asia/Shanghai")


def today() -> date:
    """The day in the city."""
    return datetime.now(_ZONE).date()


@router.get("", response_model=PolicyList, summary="收录的政策")
async def list_policies(service: ServiceDep) -> PolicyList:
    """All policies with their dates, status and passage counts."""
    held = await to_thread.run_sync(service.assistant.policies.held, limiter=service.threads)
    return PolicyList(policies=[summary(policy, today()) for policy in held])


@router.get("/{policy_id}", response_model=PolicyDetail, summary="一份政策")
async def get_policy(policy_id: str, service: ServiceDep) -> PolicyDetail:
    """The policy's metadata, text and clause tree."""
    return await to_thread.run_sync(_policy, service, policy_id, limiter=service.threads)


@router.get("/{policy_id}/clauses/{path}", response_model=ClauseDetail, summary="一条原文")
async def get_clause(policy_id: str, path: str, service: ServiceDep) -> ClauseDetail:
    """One clause, verbatim."""
    return await to_thread.run_sync(_clause, service, policy_id, path, limiter=service.threads)


def _policy(service: Service, policy_id: str) -> PolicyDetail:
    store = service.assistant.policies
    return detail(store.describe(policy_id), store.get(policy_id), service.links.of(policy_id), today())


def _clause(service: Service, policy_id: str, path: str) -> ClauseDetail:
    store = service.assistant.policies
    links = service.links.of(policy_id)
    return clause_detail(store.describe(policy_id), store.get(policy_id), links, path, today())
