"""Who may do what: every staff route declares its least role through `Requires`, and nothing else lets a request in."""

import hmac
from typing import Annotated, Literal
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from api.service import service_of
from bot.staff.accounts import Role
from bot.staff.sessions import Session
from bot.staff.stores import StaffStores

CSRF_HEADER = "X-CSRF-Token"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
LeastRole = Literal["anyone"] | Role


class Requires:
    """A dependency: the session of a signed-in user of at least that role.

    Changes must come from our own pages: not from another site by what the browser says, and with the session's token
    in a header, which no other site can know or send.
    """

    def __init__(self, least_role: LeastRole) -> None:
        self.least_role = least_role

    async def __call__(self, request: Request) -> Session | None:
        """The session.

        Raises:
            HTTPException: 401 without a session, 403 without the role or where the change comes from elsewhere.
        """
        is_change = request.method not in _READING
        if is_change and not _is_own(request):
            raise HTTPException(403)
        session = await self._session(request)
        if self.least_role == "anyone":
            # Without a session there is no token yet: that the header is there at all shows that no form sent it.
            if is_change and CSRF_HEADER not in request.headers:
                raise HTTPException(403)
            return session
        if session is None:
            raise HTTPException(401)
        token = request.headers.get(CSRF_HEADER, "")
        if not session.user.may(self.least_role):
            raise HTTPException(403)
        if is_change and not hmac.compare_digest(token.encode(), session.csrf.encode()):
            raise HTTPException(403)
        return session

    async def _session(self, request: Request) -> Session | None:
        stores = service_of(request).assistant.staff
        token = request.cookies.get(cookie_name(request))
        if stores is None or not token:
            return None
        return await to_thread.run_sync(stores.sessions.find, token, limiter=service_of(request).threads)


def cookie_name(request: Request) -> str:
    """The session cookie; over TLS its name makes browsers keep it to this host and to secure lines."""
    return "__Host-policy" if request.url.scheme == "https" else "policy_staff"


def stores_of(request: Request) -> StaffStores:
    """What staff routes work with; behind `Requires`, so there is a session and with it a database."""
    stores = service_of(request).assistant.staff
    if stores is None:
        raise HTTPException(404)
    return stores


def _is_own(request: Request) -> bool:
    """Whether the browser says that one of our own pages asks; old browsers say nothing and have the token alone."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")


StoresDep = Annotated[StaffStores, Depends(stores_of)]
Anyone = Annotated[Session | None, Depends(Requires("anyone"))]
Agent = Annotated[Session, Depends(Requires("agent"))]
Editor = Annotated[Session, Depends(Requires("editor"))]
Admin = Annotated[Session, Depends(Requires("admin"))]
