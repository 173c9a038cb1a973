"""The OpenAPI description: every error is a problem, as it is in truth."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.problems import DETAILS, MEDIA_TYPE, Problem

EVENT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "流中的一个事件",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}},
    "required": ["data"],
}
"""One event of a stream, as tools that read `text/event-stream` take it apart."""
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")


def install(app: FastAPI) -> None:
    """Make `/openapi.json` describe errors as they are answered."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # FastAPI's documented way


def _described(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs", {}))
    schemas["Problem"] = problem
    for methods in schema.get("paths", {}).values():
        for operation in methods.values():
            _describe_errors(operation)
    return schema


def _describe_errors(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    takes_input = "422" in responses
    codes = {429, 500, 503} | ({404, 422} if takes_input else set())
    if "requestBody" in operation:
        codes |= {400, 413}
    for code in sorted(codes):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        if code == 422 or str(code) not in responses:
            responses[str(code)] = {"description": DETAILS[code], "content": content}
        else:
            responses[str(code)]["content"].update(content)
