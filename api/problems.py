"""Errors as `application/problem+json`, and as pages below `/m`: Chinese, saying what to do, echoing nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.plain_pages import is_plain, trouble_page
from bot.validation import describe
from corpus.errors import (
    DocumentError,
    IndexUnavailableError,
    InputError,
    ModelUnavailableError,
    NotFoundError,
    OutOfPeriodError,
    PolicyAssistantError,
    StorageError,
)

MEDIA_TYPE = "application/problem+json"

DETAILS = {
    400: "收到的内容不是有效的 JSON，请检查后再发。",
    401: "请先登录。",
    403: "您没有权限做这件事。",
    404: "没有找到您要的内容，请核对地址。",
    405: "这个地址不支持这种访问方式。",
    406: "无法按要求的格式回答，请用 application/json 或 text/event-stream。",
    413: "内容太长了，请缩短后再发。",
    415: "请用 JSON 格式发送内容。",
    422: "填写的内容不能用，请检查后再发。",
    429: "请求太频繁了，请稍等一会儿再试。",
    500: "系统出了点问题，请稍后再试，或拨打12333咨询。",
    503: "现在使用的人较多，请稍后再试，或拨打12333咨询。",
}
_STATUS = (
    (NotFoundError, 404),
    (InputError, 422),
    (OutOfPeriodError, 422),
    (DocumentError, 422),
    (StorageError, 503),
    (IndexUnavailableError, 503),
    (ModelUnavailableError, 503),
)


_NO_QUESTION = "请先写下您的问题。"
_NO_WORDS = "请先写下要查的词。"
_TYPED = {
    "question": {
        "missing": _NO_QUESTION,
        "string_type": _NO_QUESTION,
        "string_too_short": _NO_QUESTION,
        "string_pattern_mismatch": _NO_QUESTION,
        "string_too_long": "问题太长了，最多 500 个字，请缩短后再问。",
    },
    "q": {
        "missing": _NO_WORDS,
        "string_too_short": _NO_WORDS,
        "string_pattern_mismatch": _NO_WORDS,
        "string_too_long": "要查的内容太长了，最多 500 个字，请缩短后再查。",
    },
}
"""What a citizen reads of a question or a search that cannot be taken, by field and by pydantic's kind of error."""


class FieldProblem(BaseModel):
    """One input at fault."""

    field: str
    detail: str


class Problem(BaseModel):
    """An error as RFC 9457 describes it; `errors` names the inputs at fault."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


_TITLES = {
    400: "格式错误",
    401: "未登录",
    403: "没有权限",
    404: "没有找到",
    405: "方式不支持",
    406: "格式不支持",
    413: "内容太长",
    415: "格式不支持",
    422: "内容不能用",
    429: "请求太频繁",
    500: "系统错误",
    503: "暂时不能服务",
}


def problem(status: int, detail: str | None = None, errors: Iterable[FieldProblem] = ()) -> Problem:
    """A problem of that status, with the standard detail unless another is given."""
    status = status if status in DETAILS else (400 if status < 500 else 500)
    return Problem(title=_TITLES[status], status=status, detail=detail or DETAILS[status], errors=list(errors))


def problem_response(body: Problem, headers: Mapping[str, str] | None = None, path: str = "") -> Response:
    """The HTTP response of a problem, at the address that was asked: a page where a person reads it as it comes."""
    if is_plain(path):
        page = trouble_page(body.title, body.detail)
        return Response(page, body.status, headers=dict(headers or {}), media_type="text/html")
    return Response(body.model_dump_json(), body.status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: PolicyAssistantError) -> Problem:
    """The problem of one of our own errors: its message is Chinese and safe to show for all but broken data."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            field = getattr(error, "field", None)
            errors = [FieldProblem(field=field, detail=str(error))] if field else []
            return problem(status, str(error), errors)
    return problem(500)


def _on_own_error(request: Request, error: PolicyAssistantError) -> Response:
    body = problem_of(error)
    return problem_response(body, {"Retry-After": "5"} if body.status == 503 else None, _path(request))


def _on_http_error(request: Request, error: HTTPException) -> Response:
    return problem_response(problem(error.status_code), error.headers, _path(request))


def _on_validation_error(request: Request, error: RequestValidationError) -> Response:
    return problem_response(_invalid(list(error.errors())), path=_path(request))


def _path(request: Request) -> str:
    return str(request.scope["path"])


def _invalid(found: list[Any]) -> Problem:
    if any(item["type"] == "json_invalid" for item in found):
        return problem(400)
    fields = [FieldProblem(field=_field_of(item), detail=describe(item)) for item in found[:10]]
    known = [item for item in fields if item.field]
    if len(known) == 1 and (told := _TYPED.get(known[0].field, {}).get(found[0]["type"])):
        return problem(422, told, known)
    text = "；".join(f"{item.field}：{item.detail}" for item in known)
    return problem(422, f"填写的内容不能用。{text}。" if text else None, known)


def _field_of(error: Mapping[str, Any]) -> str:
    """The name of the declared field at fault; empty where the name came from the sender."""
    loc = error.get("loc", ())
    if error.get("type") == "extra_forbidden" or len(loc) < 2:
        return ""
    return str(loc[1])


def install(app: FastAPI) -> None:
    """Replaces the framework's handlers, which echo input and answer 500 to NaN and lone surrogates."""
    app.add_exception_handler(PolicyAssistantError, _on_own_error)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _on_http_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _on_validation_error)  # type: ignore[arg-type]
