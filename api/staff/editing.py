"""The editors' list: open questions, and what is decided on them."""

from functools import partial

from anyio import to_thread
from fastapi import APIRouter

from api.service import ServiceDep
from api.staff.access import Editor, StoresDep
from api.staff.schemas import ActionView, RowId
from api.staff.views import (
    CheckRequest,
    CheckResult,
    EntryList,
    EntryRequest,
    EntryView,
    FaultView,
    GroupView,
    QuestionList,
    WithdrawnView,
)
from bot.staff.entries import AnswerBody, Entry, SilenceBody, SynonymBody
from bot.staff.stores import StaffStores
from corpus.errors import InputError, NotFoundError

router = APIRouter()


@router.get("/questions", response_model=QuestionList, summary="待处理的问题")
async def list_questions(_: Editor, stores: StoresDep, service: ServiceDep) -> QuestionList:
    """Open questions by meaning, the longest waiting first, and answers whose clause has changed."""
    service.assistant.conversations.flush()
    groups = await to_thread.run_sync(stores.questions.groups, limiter=service.threads)
    approved = await to_thread.run_sync(stores.directory.approved, limiter=service.threads)
    return QuestionList(
        groups=[GroupView.model_validate(group) for group in groups],
        withdrawn=[WithdrawnView(id=one.id, policy_id=one.policy_id, reason=one.reason) for one in approved.withdrawn],
    )


@router.post("/questions/check", response_model=CheckResult, summary="核对一条答复")
async def check_answer(body: CheckRequest, _: Editor, stores: StoresDep, service: ServiceDep) -> CheckResult:
    """What the gate says of an answer, and how the chat would show it; nothing is kept."""
    checked = await to_thread.run_sync(stores.checker.check, body.body, limiter=service.threads)
    faults = [FaultView.model_validate(fault) for fault in checked.faults]
    return CheckResult(passed=checked.passed, faults=faults, preview=checked.preview)


@router.get("/entries", response_model=EntryList, summary="已处理的条目")
async def list_entries(_: Editor, stores: StoresDep, service: ServiceDep) -> EntryList:
    """All decisions with their history."""

    def read() -> list[EntryView]:
        return [_view(stores, entry) for entry in stores.editorial.entries()[:200]]

    return EntryList(entries=await to_thread.run_sync(read, limiter=service.threads))


@router.post("/entries", response_model=EntryView, status_code=201, summary="处理问题")
async def add_entry(body: EntryRequest, session: Editor, stores: StoresDep, service: ServiceDep) -> EntryView:
    """Keeps a decision: an answer, a known silence, a synonym or a dismissal."""
    work = partial(_add, stores, body, session.user.name)
    return await to_thread.run_sync(work, limiter=service.threads)


@router.post("/entries/{entry_id}/approve", response_model=EntryView, summary="批准")
async def approve(entry_id: RowId, session: Editor, stores: StoresDep, service: ServiceDep) -> EntryView:
    """Publishes what a colleague wrote."""

    def work() -> EntryView:
        _must_hold(stores, stores.editorial.entry(entry_id).body)
        return _view(stores, stores.editorial.approve(entry_id, session.user.name))

    return await to_thread.run_sync(work, limiter=service.threads)


@router.post("/entries/{entry_id}/undo", response_model=EntryView, summary="撤销")
async def undo(entry_id: RowId, session: Editor, stores: StoresDep, service: ServiceDep) -> EntryView:
    """Takes a decision back; its questions are open again."""

    def work() -> EntryView:
        return _view(stores, stores.editorial.undo(entry_id, session.user.name))

    return await to_thread.run_sync(work, limiter=service.threads)


@router.post("/entries/{entry_id}/redo", response_model=EntryView, summary="恢复")
async def redo(entry_id: RowId, session: Editor, stores: StoresDep, service: ServiceDep) -> EntryView:
    """Lets a decision stand again that was taken back."""

    def work() -> EntryView:
        _must_hold(stores, stores.editorial.entry(entry_id).body)
        return _view(stores, stores.editorial.redo(entry_id, session.user.name))

    return await to_thread.run_sync(work, limiter=service.threads)


def _add(stores: StaffStores, request: EntryRequest, actor: str) -> EntryView:
    body = stores.checker.bound(request.body) if isinstance(request.body, AnswerBody) else request.body
    _must_hold(stores, body)
    return _view(stores, stores.editorial.add(body, request.keys, actor))


def _must_hold(stores: StaffStores, body: object) -> None:
    """Nothing takes effect that the texts held do not bear out.

    Raises:
        InputError: The gate lets the answer not pass, a clause is gone, or no text uses the term.
    """
    if isinstance(body, AnswerBody):
        faults = stores.checker.check(body).faults
        if faults:
            raise InputError(f"这条答复没有通过核对：{faults[0].reason}。请对照所选条款修改。", "body")
    elif isinstance(body, SynonymBody) and not stores.directory.holds_word(body.term):
        raise InputError("政策原文里没有这个词，请填原文的用词。", "body")
    elif isinstance(body, SilenceBody) and body.clause:
        _must_stand(stores, body.clause)


def _must_stand(stores: StaffStores, sentence_id: str) -> None:
    try:
        stores.checker.sentence(sentence_id)
    except NotFoundError:
        raise InputError("所选的条款已经不在了，请重新选择。", "body") from None


def _view(stores: StaffStores, entry: Entry) -> EntryView:
    actions = stores.audit.history(f"entry:{entry.id}")
    return EntryView(**entry.model_dump(), history=[ActionView.model_validate(action) for action in actions])
