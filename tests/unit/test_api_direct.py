"""The short way of a well-formed request, and when the usual way is taken."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, Field
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from api.direct import direct_route


class Asked(BaseModel):
    text: str = Field(max_length=5)


async def shortly(request: Request, asked: Asked) -> Response | None:
    return None if "x-usual" in request.headers else PlainTextResponse(f"short {asked.text}")


async def usually(asked: Asked) -> Response:
    return PlainTextResponse(f"usual {asked.text}")


@pytest.fixture
def app() -> FastAPI:
    router = APIRouter()
    router.add_api_route("/", usually, methods=["POST"], route_class_override=direct_route(Asked, shortly))
    app = FastAPI()
    app.include_router(router)
    return app


@pytest.fixture
def post(app: FastAPI) -> Callable[..., Any]:
    return TestClient(app).post


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_what_is_well_formed_goes_the_short_way(post: Callable[..., Any], kind: str) -> None:
    assert post("/", content='{"text": "补贴"}'.encode(), headers={"content-type": kind}).text == "short 补贴"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"text": "abc"}', {"content-type": "application/json", "x-usual": "1"}),
        (b'{"text": "abc"}', {"content-type": "application/problem+json"}),
        ('{"text": "abc"}'.encode("utf-16"), {"content-type": "application/json"}),
    ],
)
def test_what_the_short_way_does_not_take_goes_the_usual_one(
    post: Callable[..., Any], body: bytes, headers: dict[str, str]
) -> None:
    assert post("/", content=body, headers=headers).text == "usual abc"


@pytest.mark.parametrize("body", [b"", b"{", b'{"text": "too long"}', b"[]", b'{"text": 1}'])
def test_what_is_wrong_is_worded_by_the_usual_way(post: Callable[..., Any], body: bytes) -> None:
    assert post("/", content=body, headers={"content-type": "application/json"}).status_code == 422


def test_a_client_that_leaves_is_no_failure_of_the_server(app: FastAPI) -> None:
    sent: list[Any] = []

    async def leave() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "root_path": "", "headers": headers}
    asyncio.run(app(scope, leave, send))
    assert sent[0]["status"] == 400
