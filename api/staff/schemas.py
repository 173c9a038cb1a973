"""What staff requests carry and responses hold."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas import ExchangeView, SearchHit
from bot.answering.models import Answer
from bot.staff.accounts import Role
from bot.staff.api_keys import Scope
from bot.staff.entries import AnswerBody, Body, Entry, Line
from corpus.models import Citation

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Password = Annotated[str, StringConstraints(max_length=1000)]
HIGHEST_ID = 2**31 - 1
RowId = Annotated[int, Path(ge=1, le=HIGHEST_ID)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class _View(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SignInRequest(BaseModel):
    """Name and password."""

    name: str = Field(max_length=100)
    password: Password


class PasswordRequest(BaseModel):
    """The old password and the new one."""

    old_password: Password
    password: Password


class UserView(_View):
    """A member of staff."""

    id: int
    name: str
    role: Role
    is_active: bool
    is_external: bool
    created_at: datetime


class SessionView(BaseModel):
    """Who is signed in; `csrf` belongs into the header of every change. `user` is null where nobody is."""

    user: UserView | None
    csrf: str = ""
    single_sign_on: bool = False
    two_person_approval: bool = False


class UserRequest(BaseModel):
    """A new user."""

    name: str = Field(max_length=100)
    password: Password
    role: Role


class UserChange(BaseModel):
    """What is to be changed of a user."""

    role: Role | None = None
    is_active: bool | None = None
    password: Password | None = None


class UserList(BaseModel):
    """The users."""

    users: list[UserView]


class KeyView(_View):
    """A key of another system, without its secret."""

    id: int
    name: str
    scopes: list[Scope]
    created_by: str
    created_at: datetime
    revoked_at: datetime | None


class KeyList(BaseModel):
    """The keys."""

    keys: list[KeyView]


class KeyRequest(BaseModel):
    """A new key."""

    name: Annotated[Line, Field(max_length=64)]
    scopes: list[Scope] = Field(min_length=1, max_length=3)


class NewKey(BaseModel):
    """A new key with its secret, which is shown this once."""

    key: KeyView
    secret: str


class ActionView(_View):
    """An audited action."""

    id: int
    at: datetime
    actor: str
    action: str
    target: str
    detail: str


class AuditList(BaseModel):
    """Audited actions, newest first."""

    actions: list[ActionView]


class SuggestionView(BaseModel):
    """An approved answer that fits what is typed; `question` is the way of asking that is nearest."""

    id: str
    question: str
    text: str
    status: str
    score: float
    citations: list[Citation]


class SuggestResult(BaseModel):
    """What fits what is typed, best first."""

    approved: list[SuggestionView]
    passages: list[SearchHit]


class AskedView(_View):
    """A question that was asked, masked."""

    question: str
    count: int


class AskedLists(BaseModel):
    """What was asked lately, and what is asked often."""

    recent: list[AskedView]
    frequent: list[AskedView]


class NoteRequest(BaseModel):
    """A note of a call."""

    text: Text
    question: str = Field("", max_length=500)


class NoteView(_View):
    """A note of a call, masked."""

    id: int
    author: str
    text: str
    question: str
    at: datetime


class NoteList(BaseModel):
    """One's own notes, newest first."""

    notes: list[NoteView]


class HandoverView(_View):
    """A conversation whose user asked for a person."""

    conversation_id: str
    state: Literal["waiting", "taken", "closed"]
    requested_at: datetime
    taken_by: str | None
    question: str


class HandoverList(BaseModel):
    """The queue, the longest waiting first."""

    handovers: list[HandoverView]


class SaidView(_View):
    """One message between a person and a member of staff."""

    id: int
    sender: Literal["user", "staff"]
    text: str
    at: datetime


class SaidList(BaseModel):
    """How a hand-over stands, and its messages."""

    state: Literal["none", "waiting", "taken", "closed"]
    messages: list[SaidView]


class HandoverDetail(SaidList):
    """A handed-over conversation with its history."""

    exchanges: list[ExchangeView]


class SayRequest(BaseModel):
    """A message."""

    text: Text


class GroupView(_View):
    """Open questions of one meaning."""

    keys: list[str]
    texts: list[str]
    count: int
    first_at: datetime
    last_at: datetime
    reasons: dict[str, int]
    comments: list[str]


class WithdrawnView(BaseModel):
    """An approved answer that is no longer given because its clause reads otherwise now."""

    id: str
    policy_id: str
    reason: str


class QuestionList(BaseModel):
    """What editors should look at."""

    groups: list[GroupView]
    withdrawn: list[WithdrawnView]


class CheckRequest(BaseModel):
    """An answer to check before it is kept."""

    body: AnswerBody


class FaultView(_View):
    """Why an answer may not be shown."""

    reason: str
    detail: str


class CheckResult(BaseModel):
    """The gate's verdict, and the answer as the chat would show it."""

    passed: bool
    faults: list[FaultView]
    preview: Answer


class EntryRequest(BaseModel):
    """A decision on questions, named by their keys."""

    body: Body
    keys: list[Key] = Field(default_factory=list, max_length=500)


class EntryView(Entry):
    """A decision with what happened to it, newest first."""

    history: list[ActionView] = Field(default_factory=list)


class EntryList(BaseModel):
    """Decisions, newest first."""

    entries: list[EntryView]


class DayView(_View):
    """One day's figures."""

    day: date
    questions: int
    statuses: dict[str, int]
    helpful: int
    unhelpful: int
    p50_ms: float
    p95_ms: float


class TopicView(_View):
    """A topic, and how often it was asked about in each week."""

    label: str
    count: int
    weeks: list[int]


class FiguresView(_View):
    """The figures of a span of days."""

    questions: int
    days: list[DayView]
    statuses: dict[str, int]
    groups: dict[str, int]
    p50_ms: float
    p95_ms: float
    helpful: int
    unhelpful: int
    weeks: list[date]
    topics: list[TopicView]
    silent: list[TopicView]
