"""What requests of the desk, the editors' list and the figures carry and responses hold."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from api.schemas import ExchangeView, SearchHit
from api.staff.schemas import ActionView, View
from bot.answering.models import Answer
from bot.staff.entries import AnswerBody, Body, Entry
from corpus.models import Citation

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


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


class AskedView(View):
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


class NoteView(View):
    """A note of a call, masked."""

    id: int
    author: str
    text: str
    question: str
    at: datetime


class NoteList(BaseModel):
    """One's own notes, newest first."""

    notes: list[NoteView]


class HandoverView(View):
    """A conversation whose user asked for a person."""

    conversation_id: str
    state: Literal["waiting", "taken", "closed"]
    requested_at: datetime
    taken_by: str | None
    question: str


class HandoverList(BaseModel):
    """The queue, the longest waiting first."""

    handovers: list[HandoverView]


class SaidView(View):
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


class GroupView(View):
    """Open questions of one meaning; the id stays, whatever wordings come later."""

    id: str
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


class FaultView(View):
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


class DayView(View):
    """One day's figures."""

    day: date
    questions: int
    statuses: dict[str, int]
    groups: dict[str, int]
    helpful: int
    unhelpful: int
    p50_ms: float
    p95_ms: float


class TopicView(View):
    """A topic, and how often it was asked about in each week."""

    label: str
    count: int
    weeks: list[int]


class FiguresView(View):
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
