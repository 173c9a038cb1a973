"""All staff routes under one roof, and what they need of the application."""

from typing import Any

from fastapi import APIRouter, FastAPI

from api.problems import DETAILS, MEDIA_TYPE
from api.service import Service
from api.staff import accounts, desk, editing, figures, handovers, oidc, person, session, uploads
from api.staff.keys import KeyCheck

PREFIX = "/api/desk"
_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"description": DETAILS[status], "content": _PROBLEM} for status in (401, 403, 404)
}


def install(app: FastAPI, service: Service) -> None:
    """Add the staff routes, the public side of hand-over, and the check of keys."""
    router = APIRouter(prefix=PREFIX, tags=["工作台"], responses=_REFUSALS)
    for module in (session, desk, handovers, editing, uploads, figures, accounts, oidc):
        router.include_router(module.router)
    app.include_router(router)
    app.include_router(person.router, responses={404: _REFUSALS[404]})
    app.add_middleware(KeyCheck, service)
    records, stores = service.assistant.conversations, service.assistant.staff
    if stores is not None:
        records.on_record(person.PersonWish(stores, records.flush))
