"""`/m`: the whole service in HTML forms without a script, for the oldest phones and for any reader."""

from typing import Annotated, Any, get_args

from anyio import to_thread
from fastapi import APIRouter, Form, Query, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from api.asking import answered
from api.plain_pages import FOLDER, PREFIX, templates
from api.schemas import QUESTION_MAX, AskRequest
from api.service import Service, ServiceDep
from bot.answering.models import Audience
from bot.calculators.registry import CalculatorSpec
from bot.eligibility.models import Group
from corpus.errors import InputError, NotFoundError
from corpus.models import Policy

router = APIRouter(prefix=PREFIX, include_in_schema=False)

_LABELS = {"partial": "政策未完全写明", "needs_input": "还需要您补充", "not_covered": "政策中没有这方面内容"}
_STATES = {"met": "符合", "unmet": "不符合", "unknown": "未确定", "open": "说明"}
_AUDIENCES: dict[str, Audience] = {"worker": "worker", "enterprise": "enterprise"}
_SEARCH_HITS = 10
_FORM_FIELDS = 100


def _page(request: Request, name: str, status: int = 200, **values: Any) -> Response:
    return templates().TemplateResponse(request, name, values, status_code=status)


def _missing(request: Request, message: str) -> Response:
    return _page(request, "trouble.html", 404, title="没有找到", message=message)


@router.get("/style.css")
def style() -> Response:
    """The one style sheet of these pages."""
    return Response((FOLDER / "plain.css").read_bytes(), media_type="text/css")


@router.get("")
def ask_form(request: Request) -> Response:
    """The form for a question."""
    return _page(request, "ask.html", limit=QUESTION_MAX, audience="", conversation_id="")


@router.post("")
async def ask(
    request: Request,
    service: ServiceDep,
    question: Annotated[str, Form()] = "",
    conversation_id: Annotated[str, Form()] = "",
    audience: Annotated[str, Form()] = "",
) -> Response:
    """The answer, with the form for the next question."""
    # A browser sends line ends as CRLF, which would count as two characters.
    text = question.replace("\r\n", "\n").strip()
    shown: dict[str, Any] = {"limit": QUESTION_MAX, "audience": audience, "conversation_id": conversation_id[:100]}
    if not text or len(text) > QUESTION_MAX:
        error = f"问题太长了，请删减到{QUESTION_MAX}字以内。" if text else "请先写下您的问题。"
        return _page(request, "ask.html", 422, error=error, **shown)
    asking = AskRequest(question=text, conversation_id=conversation_id[:100] or None, audience=_AUDIENCES.get(audience))
    try:
        _, answer = await answered(service, asking, None)
    except InputError as error:
        return _page(request, "ask.html", 422, error=str(error), **shown)
    return _page(request, "ask.html", question=text, answer=answer, label=_LABELS.get(answer.status), **shown)


@router.get("/policies")
def policies(request: Request, service: ServiceDep, q: Annotated[str, Query()] = "") -> Response:
    """The policies held, and what a search found."""
    words = q.strip()[:QUESTION_MAX]
    hits = service.assistant.search(words, _SEARCH_HITS) if words else []
    return _page(request, "policies.html", policies=service.assistant.policies.held(), hits=hits, searched=bool(words))


@router.get("/clause/{policy_id}")
@router.get("/clause/{policy_id}/{path:path}")
def clause(request: Request, service: ServiceDep, policy_id: str, path: str = "") -> Response:
    """The whole document, the clause asked for marked."""
    try:
        policy = service.assistant.policies.get(policy_id)
    except NotFoundError as error:
        return _missing(request, str(error))
    unknown = bool(path) and all(item.path != path for item in policy.clauses)
    status = 404 if unknown else 200
    shown: dict[str, Any] = {"facts": _facts(policy), "parts": _parts(policy)}
    return _page(request, "clause.html", status, policy=policy, path=path, unknown=unknown, **shown)


def _parts(policy: Policy) -> list[tuple[str, list[tuple[str, str]]]]:
    """The text clause by clause: `(path, [(anchor, words), ...])`, words outside sentences with an empty anchor."""
    sentences = sorted(policy.sentences(), key=lambda sentence: sentence.start)
    parts = []
    for clause in (clause for clause in policy.clauses if clause.parent is None):
        pieces: list[tuple[str, str]] = []
        at = clause.start
        for sentence in sentences:
            if clause.start <= sentence.start < clause.end:
                pieces.append(("", policy.text[at : sentence.start]))
                pieces.append((f"c-{sentence.path}-{sentence.n}", sentence.text))
                at = sentence.end
        pieces.append(("", policy.text[at : clause.end]))
        parts.append((clause.path, [piece for piece in pieces if piece[1]]))
    return parts


def _facts(policy: Policy) -> list[tuple[str, object]]:
    metadata = policy.metadata
    return [
        ("文号", metadata.document_number),
        ("发文机关", "、".join(metadata.issuers)),
        ("成文日期", metadata.written_on),
        ("公布日期", metadata.published_on),
        ("施行日期", metadata.effective_from),
        ("失效日期", metadata.effective_to),
        ("依据", "、".join(stated.value for stated in metadata.rests_on)),
        ("废止", "、".join(stated.value for stated in metadata.repeals)),
        ("以本文为准", "；".join(stated.value for stated in metadata.prevails_over)),
    ]


@router.get("/calc")
def calculators(request: Request, service: ServiceDep) -> Response:
    """The calculators."""
    return _page(request, "calculators.html", specs=service.assistant.calculators.specs)


@router.get("/calc/{name}")
def calculator(request: Request, service: ServiceDep, name: str) -> Response:
    """The form of a calculator."""
    spec = _spec(service, name)
    if spec is None:
        return _missing(request, "没有这个计算器，请从“算一算”中选择。")
    return _page(request, "calculator.html", spec=spec, inputs={})


@router.post("/calc/{name}")
async def calculate(request: Request, service: ServiceDep, name: str) -> Response:
    """The result above the form, or the error beside its field."""
    spec = _spec(service, name)
    if spec is None:
        return _missing(request, "没有这个计算器，请从“算一算”中选择。")
    known = {field.name for field in spec.fields}
    inputs = {key: value for key, value in (await _form(request)).items() if key in known and value}
    run = service.assistant.calculators.calculate
    try:
        result = await to_thread.run_sync(run, name, inputs, limiter=service.threads)
    except InputError as error:
        return _page(request, "calculator.html", 422, spec=spec, inputs=inputs, error=str(error), field=error.field)
    if result.status == "needs_input":
        missing = next(field for field in spec.fields if field.name in result.needs)
        return _page(
            request,
            "calculator.html",
            422,
            spec=spec,
            inputs=inputs,
            field=missing.name,
            error=f"请填写{missing.label}。",
        )
    return _page(request, "calculator.html", spec=spec, inputs=inputs, result=result)


def _spec(service: Service, name: str) -> CalculatorSpec | None:
    return next((spec for spec in service.assistant.calculators.specs if spec.name == name), None)


@router.get("/check")
def check_form(request: Request, service: ServiceDep) -> Response:
    """The first question of the self-check."""
    return _checked(request, service, {})


@router.post("/check")
async def check(request: Request, service: ServiceDep) -> Response:
    """The next question, or the result; what was answered travels in the form, never in the address."""
    return await to_thread.run_sync(_checked, request, service, await _form(request), limiter=service.threads)


def _checked(request: Request, service: Service, facts: dict[str, str]) -> Response:
    try:
        result = service.assistant.eligibility.check(facts)
    except InputError as error:
        return _page(request, "check.html", 422, error=str(error))
    groups = {group: [m for m in result.measures if m.group == group] for group in get_args(Group)}
    return _page(
        request,
        "check.html",
        result=result,
        facts=facts,
        earlier=dict(list(facts.items())[:-1]),
        groups=[(group, measures) for group, measures in groups.items() if measures],
        states=_STATES,
        labels={question.name: question.label for question in service.assistant.eligibility.questions()},
    )


async def _form(request: Request) -> dict[str, str]:
    """The text fields of a form; files and what is not a form are left out."""
    form: FormData = await request.form(max_files=0, max_fields=_FORM_FIELDS)
    return {key: value for key, value in form.items() if isinstance(value, str)}
