"""Signing in and out, and one's own password."""

from functools import partial

from anyio import to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.limits import client_key
from api.problems import problem, problem_response
from api.service import ServiceDep
from api.staff.access import Agent, Anyone, StoresDep, cookie_name
from api.staff.schemas import PasswordRequest, SessionView, SignInRequest, UserView
from bot.settings import Settings
from bot.staff.sessions import LASTS, LockedOutError, Session, SignInRefusedError

router = APIRouter()


@router.get("/session", response_model=SessionView, summary="谁登录了")
async def who(session: Anyone, service: ServiceDep) -> SessionView:
    """Who is signed in on this browser."""
    return session_view(session, service.settings)


@router.post("/session", response_model=SessionView, summary="登录")
async def sign_in(body: SignInRequest, request: Request, _: Anyone, stores: StoresDep, service: ServiceDep) -> Response:
    """Signs in with name and password; sets the session cookie."""
    client = client_key(request.client.host if request.client else "") or "local"
    try:
        work = partial(stores.sessions.sign_in, body.name, body.password, client)
        token = await to_thread.run_sync(work, limiter=service.threads)
    except SignInRefusedError as error:
        return problem_response(problem(401, str(error)))
    except LockedOutError as error:
        return problem_response(problem(429, str(error)), {"Retry-After": str(error.retry_after_s)})
    session = await to_thread.run_sync(stores.sessions.find, token, limiter=service.threads)
    response = Response(session_view(session, service.settings).model_dump_json(), media_type="application/json")
    set_cookie(request, response, token)
    return response


@router.delete("/session", status_code=204, summary="退出登录")
async def sign_out(request: Request, session: Agent, stores: StoresDep, service: ServiceDep) -> Response:
    """Ends the session of this browser."""
    await to_thread.run_sync(stores.sessions.end, session, limiter=service.threads)
    return _without_cookie(request)


@router.post("/session/password", status_code=204, summary="修改自己的密码")
async def change_password(
    body: PasswordRequest, request: Request, session: Agent, stores: StoresDep, service: ServiceDep
) -> Response:
    """Replaces one's own password; every browser must sign in again."""
    work = partial(stores.accounts.change_own_password, session.user, body.old_password, body.password)
    await to_thread.run_sync(work, limiter=service.threads)
    return _without_cookie(request)


def session_view(session: Session | None, settings: Settings) -> SessionView:
    """The session as its own browser may know it."""
    single, two = bool(settings.oidc_issuer), settings.two_person_approval
    if session is None:
        return SessionView(user=None, single_sign_on=single, two_person_approval=two)
    user = UserView.model_validate(session.user)
    return SessionView(user=user, csrf=session.csrf, single_sign_on=single, two_person_approval=two)


def set_cookie(request: Request, response: Response, token: str) -> None:
    """Give the browser its session: out of reach of scripts, never sent on another site's behalf."""
    response.set_cookie(
        cookie_name(request), token, max_age=round(LASTS.total_seconds()), path="/",
        secure=request.url.scheme == "https", httponly=True, samesite="strict",
    )  # fmt: skip


def _without_cookie(request: Request) -> Response:
    response = Response(status_code=204)
    secure = request.url.scheme == "https"
    response.delete_cookie(cookie_name(request), path="/", secure=secure, httponly=True, samesite="strict")
    return response
