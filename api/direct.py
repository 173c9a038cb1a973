"""A route for requests that come by the dozen: what is well-formed is read straight into its model."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect
from starlette.responses import Response

_JSON = "application/json"
_Body = TypeVar("_Body", bound=BaseModel)
_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def direct_route(model: type[_Body], answer: Callable[[Request, _Body], Awaitable[Response | None]]) -> type[APIRoute]:
    """The route class by which `answer` gets a body of that model.

    FastAPI's own way takes as long again as all the rest of the service around an answer. Whatever is not
    JSON, does not fit the model, or gets None from `answer` goes that way, which words the errors and describes the
    route.
    """

    class DirectRoute(APIRoute):
        """Tries the short way first."""

        def get_route_handler(self) -> _Handler:
            usual = super().get_route_handler()

            async def handle(request: Request) -> Response:
                body = await _read(request, model)
                response = None if body is None else await answer(request, body)
                return response or await usual(request)

            return handle

    return DirectRoute


async def _read(request: Request, model: type[_Body]) -> _Body | None:
    """The body in its model; None where the usual way has to read it, or to say what is wrong with it."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
        return None
    try:
        return model.model_validate_json(await request.body())
    except (ValidationError, ClientDisconnect):
        return None
