"""Signing in through another system by OpenID Connect, where the settings name one."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from api.service import Service, ServiceDep
from api.staff.access import Anyone, StoresDep
from api.staff.session import set_cookie
from bot.settings import Settings
from bot.staff.accounts import Role, User
from bot.staff.stores import StaffStores

if TYPE_CHECKING:
    from api.staff.sign_on import SingleSignOn

router = APIRouter(prefix="/oidc", include_in_schema=False)
_PENDING = "policy_sign_in"
_PENDING_S = 600
_FAILED = "/desk?failed=sso"


@router.get("/start")
async def start(request: Request, _: Anyone, stores: StoresDep, service: ServiceDep) -> Response:
    """Sends the browser to the system that signs in."""
    there = _single_sign_on(service)
    request.scope["session"] = {}
    response = await there.leave(request, _way_back(request, service.settings))
    if response is None:
        return RedirectResponse(_FAILED, 303)
    token = await to_thread.run_sync(stores.sessions.keep_pending, json.dumps(request.scope["session"]))
    # Lax: the browser must send it on its way back from there.
    secure = request.url.scheme == "https"
    response.set_cookie(_PENDING, token, max_age=_PENDING_S, path="/api/desk/oidc", secure=secure, httponly=True)
    return response


@router.get("/callback")
async def callback(request: Request, _: Anyone, stores: StoresDep, service: ServiceDep) -> Response:
    """Takes the browser back, checks what it brings, and signs it in."""
    there = _single_sign_on(service)
    pending = await to_thread.run_sync(stores.sessions.take_pending, request.cookies.get(_PENDING, ""))
    request.scope["session"] = json.loads(pending) if pending else {}
    claims = await there.claims(request)
    if claims is None:
        return RedirectResponse(_FAILED, 303)
    user = await to_thread.run_sync(_user, stores, service.settings, claims)
    if user is None or not user.is_active:
        return RedirectResponse(_FAILED, 303)
    session = await to_thread.run_sync(stores.sessions.begin, user.id, user.name)
    response = RedirectResponse("/desk", 303)
    set_cookie(request, response, session)
    response.delete_cookie(_PENDING, path="/api/desk/oidc")
    return response


def _user(stores: StaffStores, settings: Settings, claims: Mapping[str, Any]) -> User | None:
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        return None
    name = str(claims.get("preferred_username") or claims.get("name") or subject)
    role: Role | None = None if settings.oidc_role == "none" else settings.oidc_role
    return stores.accounts.external(f"{settings.oidc_issuer} {subject}"[:255], name, role)


def _way_back(request: Request, settings: Settings) -> str:
    base = settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    return f"{base}/api/desk/oidc/callback"


def _single_sign_on(service: Service) -> "SingleSignOn":
    """The system of the settings.

    Raises:
        HTTPException: 404 where none is set.
    """
    if not service.settings.oidc_issuer:
        raise HTTPException(404)
    if service.single_sign_on is None:
        from api.staff.sign_on import SingleSignOn  # noqa: PLC0415 - the protocol takes long to import, and few use it

        service.single_sign_on = SingleSignOn(service.settings)
    return cast("SingleSignOn", service.single_sign_on)
