"""Who may do what, generated from the routes: a new route without a declared role fails here."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import create_app
from api.staff.access import LeastRole, Requires
from bot.settings import Settings
from bot.staff.accounts import ROLES
from tests.service import NOWHERE, make_assistant
from tests.staff_support import sign_in, staff_client

READING = {"GET", "HEAD"}


def _requires(dependant: Any) -> list[Requires]:
    own = [dependant.call] if isinstance(dependant.call, Requires) else []
    return own + [found for below in dependant.dependencies for found in _requires(below)]


def _routes(holder: Any, prefix: str = "") -> Iterator[tuple[str, APIRoute]]:
    for route in holder.routes:
        if isinstance(route, APIRoute):
            yield prefix + route.path, route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router, prefix + route.include_context.prefix)


def _staff_routes() -> list[tuple[str, str, list[Requires]]]:
    app = create_app(Settings(), make_assistant(), static=NOWHERE)
    found = []
    for path, route in _routes(app.router):
        if path.startswith("/api/desk"):
            found += [(method, path, _requires(route.dependant)) for method in sorted(route.methods)]
    return found


ROUTES = _staff_routes()
IDS = [f"{method} {path}" for method, path, _ in ROUTES]


def test_the_routes_are_found() -> None:
    described = create_app(Settings(), make_assistant(), static=NOWHERE).openapi()["paths"]
    listed = {path for path in described if path.startswith("/api/desk")}
    assert listed <= {path for _, path, _ in ROUTES}
    assert len(ROUTES) >= 25


@pytest.mark.parametrize(("method", "path", "requires"), ROUTES, ids=IDS)
def test_every_route_declares_one_least_role(method: str, path: str, requires: list[Requires]) -> None:
    assert len(requires) == 1
    assert requires[0].least_role in ("anyone", *ROLES)


def test_only_signing_in_is_open_to_anyone() -> None:
    open_routes = {(method, path) for method, path, requires in ROUTES if requires[0].least_role == "anyone"}
    assert open_routes == {
        ("GET", "/api/desk/session"),
        ("POST", "/api/desk/session"),
        ("GET", "/api/desk/oidc/start"),
        ("GET", "/api/desk/oidc/callback"),
    }


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[TestClient, dict[str, str]]]]:
    """A client without a session and one for each role, all on one service."""
    with staff_client(tmp_path_factory.mktemp("roles")) as (client, _):
        made: dict[str, tuple[TestClient, dict[str, str]]] = {
            "nobody": (TestClient(client.app, raise_server_exceptions=False), {"X-CSRF-Token": "none"})
        }
        for role in ROLES:
            own = TestClient(client.app, raise_server_exceptions=False)
            made[role] = (own, sign_in(own, role))
        yield made


def _call(client: TestClient, method: str, path: str, headers: dict[str, str]) -> int:
    address = re.sub(r"\{\w+\}", "999999", path)
    return client.request(method, address, headers=headers, follow_redirects=False).status_code


MATRIX = [
    (method, path, requires[0].least_role, who)
    for method, path, requires in ROUTES
    for who in ("nobody", *ROLES)
    # Signing out would end the session that the other cases share.
    if (method, path) != ("DELETE", "/api/desk/session")
]


@pytest.mark.parametrize(("method", "path", "least", "who"), MATRIX, ids=[f"{m} {p} {w}" for m, p, _, w in MATRIX])
def test_the_role_decides(
    clients: dict[str, tuple[TestClient, dict[str, str]]], method: str, path: str, least: LeastRole, who: str
) -> None:
    client, headers = clients[who]
    status = _call(client, method, path, headers)
    if least == "anyone":
        assert status not in (401, 403)
    elif who == "nobody":
        assert status == 401
    elif ROLES.index(who) < ROLES.index(least):  # type: ignore[arg-type]  # who is a role here
        assert status == 403
    else:
        assert status not in (401, 403)
    assert status < 500


CHANGES = [(method, path, requires[0].least_role) for method, path, requires in ROUTES if method not in READING]
FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize(("method", "path", "least"), CHANGES, ids=[f"{m} {p}" for m, p, _ in CHANGES])
def test_a_change_that_comes_from_elsewhere_is_refused(
    clients: dict[str, tuple[TestClient, dict[str, str]]], method: str, path: str, least: LeastRole
) -> None:
    client, headers = clients["admin"]
    for foreign in FOREIGN:
        assert _call(client, method, path, {**headers, **foreign}) == 403
    assert _call(client, method, path, {}) == 403
    if least != "anyone":
        assert _call(client, method, path, {"X-CSRF-Token": "guessed"}) == 403
        assert _call(client, method, path, clients["editor"][1]) == 403


def test_the_session_cookie_is_out_of_reach(tmp_path: Path) -> None:
    with staff_client(tmp_path) as (client, _):
        body = {"name": "ann", "password": "a-long-enough-password"}
        response = client.post("/api/desk/session", json=body, headers={"X-CSRF-Token": "none"})
        cookie = response.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        client.base_url = client.base_url.copy_with(scheme="https")
        response = client.post("/api/desk/session", json=body, headers={"X-CSRF-Token": "none"})
        cookie = response.headers["set-cookie"].lower()
        assert cookie.startswith("__host-policy=")
        assert "secure" in cookie
