"""Whether the process lives, whether it can answer, and what it counts."""

from anyio import to_thread
from fastapi import APIRouter
from starlette.responses import Response

from api.metrics import CONTENT_TYPE
from api.schemas import Health, Readiness
from api.service import Service, ServiceDep
from corpus.errors import PolicyAssistantError

router = APIRouter(tags=["运行"])


@router.get("/healthz", response_model=Health, summary="进程是否活着")
async def healthz() -> Health:
    """The process lives."""
    return Health()


@router.get("/readyz", response_model=Readiness, responses={503: {"model": Readiness}}, summary="能否回答问题")
async def readyz(service: ServiceDep) -> Response:
    """Whether questions can be answered; names what is degraded."""
    state = await to_thread.run_sync(_readiness, service)
    code = 503 if state.status == "unavailable" else 200
    return Response(state.model_dump_json(), code, media_type="application/json")


@router.get("/metrics", response_class=Response, summary="运行指标（Prometheus）")
async def metrics(service: ServiceDep) -> Response:
    """All metrics in Prometheus' text format."""
    return Response(service.metrics.render(), media_type=CONTENT_TYPE)


def _readiness(service: Service) -> Readiness:
    degraded = service.assistant.degraded()
    try:
        held = service.assistant.policies.held()
        version = service.assistant.policies.version()
    except PolicyAssistantError as error:
        return Readiness(status="unavailable", degraded=[*degraded, str(error)], policies=0, corpus_version=0)
    if not held:
        return Readiness(
            status="unavailable", degraded=[*degraded, "还没有收录任何政策。"], policies=0, corpus_version=version
        )
    status = "degraded" if degraded else "ready"
    return Readiness(status=status, degraded=degraded, policies=len(held), corpus_version=version)
