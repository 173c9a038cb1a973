"""The web application: routes inside, plain layers around."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import structlog
from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

import api.openapi
import api.problems
import api.staff.routers
from api.limits import RateLimits, rate_limits
from api.logs import where_it_failed
from api.metrics import Metrics
from api.middleware.body import BodyLimit
from api.middleware.boundary import Boundary
from api.middleware.limiting import Limiting
from api.pages import FOLDER, Pages
from api.service import Service
from api.surface import Assistant
from bot.answering.threads import limit_threads
from bot.settings import Settings
from corpus.errors import PolicyAssistantError

ROUTERS = (
    "ask",
    "search",
    "policies",
    "calculators",
    "eligibility",
    "feedback",
    "conversations",
    "completions",
    "health",
    "plain",
)
_COMPRESS_FROM_BYTES = 2048
_DAY_S = 24 * 3600
_LARGEST_FILE = 20 << 20


def create_app(
    settings: Settings,
    assistant: Assistant,
    *,
    rates: RateLimits | None = None,
    static: Path = FOLDER,
) -> FastAPI:
    """The application over a built assistant; the caller closes the assistant."""
    app = FastAPI(
        title="政策助手",
        version="1",
        description="回答人力资源政策问题，每句话都有原文出处。",
        docs_url=None,  # the interactive pages load scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
    )
    service = Service(settings, assistant, Metrics())
    app.state.service = service
    assistant.conversations.on_record(service.metrics.observe_record)
    api.problems.install(app)
    api.openapi.install(app)
    for name in ROUTERS:
        if find_spec(f"api.routes.{name}"):
            app.include_router(import_module(f"api.routes.{name}").router)
    api.staff.routers.install(app, service)
    app.router.routes.extend(Pages(static).routes())
    # The last added stands outermost.
    app.add_middleware(
        Limiting,
        rates or rate_limits(settings, assistant.conversations.shared_counts()),
        settings.max_concurrent,
        service.metrics,
    )
    app.add_middleware(BodyLimit, {f"{api.staff.routers.PREFIX}/policies": _LARGEST_FILE})
    app.add_middleware(GZipMiddleware, minimum_size=_COMPRESS_FROM_BYTES, compresslevel=5)
    app.add_middleware(Boundary, service.metrics, assistant.tracer)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    limit_threads(service.threads)
    purging = asyncio.create_task(_purge_daily(service))
    yield
    purging.cancel()
    await service.end_streams(0)


async def _purge_daily(service: Service) -> None:
    """Forget what is past its time, at the start and once a day."""
    log = structlog.get_logger("purge")
    while True:
        try:
            counts = await to_thread.run_sync(service.assistant.conversations.purge)
            if service.assistant.staff is not None:
                keep_days = service.settings.retention_days
                await to_thread.run_sync(service.assistant.staff.notes.purge, keep_days)
            log.info("purged", conversations=counts.conversations, answers=counts.answers)
        except PolicyAssistantError as error:
            log.warning("not purged", **where_it_failed(error))
        await asyncio.sleep(_DAY_S)
