"""The way of a question. The list of steps in `Pipeline.answer` is the architecture."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.answering import messages, parts
from bot.answering.asks import AskReader
from bot.answering.clean import clean
from bot.answering.contextualise import Completed, Contextualiser, without_turning_away
from bot.answering.merge import merge
from bot.answering.models import ANSWERED, CONTENT_STATUSES, Question, Turn
from bot.answering.places import PlaceGuard
from bot.answering.readings import meant, speaks_for_itself
from bot.answering.spelling import Speller
from bot.answering.state import Inquiry, Reply
from bot.answering.talk import STEERING, SmallTalk
from bot.answering.verify import Verifier
from bot.retrieval.models import Scope

Responder = Callable[[Inquiry], Reply | None]
Mask = Callable[[str], str]
SURE = 0.6
HEDGED = 0.05
_SHORT = 16
_SHORTEST_QUESTION = 4
ScopeFor = Callable[[str, Question], Scope | None]


@dataclass(frozen=True)
class Trace:
    """A checked reply, what was understood on the way to it, and the milliseconds that each step took."""

    reply: Reply
    masked: str
    resolved: str
    scope: Scope | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Steps:
    """The parts of the pipeline, chosen by the assembly.

    `responders` are tried in turn; the last always replies. `prepare` is told ahead which texts they will be asked.
    """

    mask: Mask
    talk: SmallTalk
    speller: Speller | None
    reader: AskReader
    contextualiser: Contextualiser
    scope_for: ScopeFor
    prepare: Callable[[Iterable[str]], None]
    responders: Sequence[Responder]
    places: PlaceGuard
    verifier: Verifier
    force: Callable[[Inquiry, Reply], Reply] = field(default=lambda _, reply: reply)


class Pipeline:
    """Answers questions. Pure but for what its parts read; safe for many threads."""

    def __init__(self, steps: Steps) -> None:
        """Takes the parts."""
        self._steps = steps

    def answer(self, question: Question, turns: Sequence[Turn]) -> Trace:
        """The checked reply to a question in the light of the earlier turns, oldest first.

        Raises:
            InputError: The question is empty or too long.
        """
        clock = _Clock()
        masked = self._steps.mask(clean(question.text))
        clock.lap("normalise")
        inquiry = Inquiry(typed=masked, text=masked, audience=question.audience, turns=tuple(turns))
        reply = self._steps.talk(inquiry)
        clock.lap("screen")
        if reply is not None and reply.topic == STEERING:
            reply = self._unmoved(inquiry, question, reply)
        if reply is None:
            inquiry = self._understand(inquiry, question)
            clock.lap("understand")
            reply = self._steps.force(inquiry, self._respond(inquiry, question))
            clock.lap("respond")
        reply = self._steps.verifier(reply)
        clock.lap("verify")
        return Trace(reply, masked, _resolved(inquiry, reply), inquiry.scope, timings_ms=clock.laps)

    def _unmoved(self, inquiry: Inquiry, question: Question, refusal: Reply) -> Reply:
        """An attempt to steer that asks about the policy gets what the policy says; any other is declined."""
        rest = self._steps.talk.without_steering(inquiry.typed)
        if len(rest) < _SHORTEST_QUESTION:
            return refusal
        reply = self._respond(self._understand(replace(inquiry, typed=rest, text=rest), question), question)
        is_plain = reply.status == "answered" and reply.mode == "approved" and reply.confidence >= SURE
        return replace(reply, lead=messages.UNMOVED) if is_plain else refusal

    def _understand(self, inquiry: Inquiry, question: Question) -> Inquiry:
        typed = without_turning_away(inquiry.typed)
        inquiry = replace(inquiry, typed=typed)
        text = self._steps.speller.correct(typed) if self._steps.speller else typed
        last = self._steps.contextualiser.last_matter(text, inquiry.turns)
        leaning = self._steps.contextualiser.lean(text, last).text if last else ""
        follow_up = self._steps.contextualiser(text, inquiry.turns)
        scope = self._steps.scope_for(text, question)
        if follow_up is None:
            return replace(inquiry, text=text, leaning=leaning, scope=scope)
        inquiry = replace(inquiry, leaning=leaning, scope=scope)
        return replace(
            _completed(inquiry, follow_up.whole), alone=follow_up.alone, is_bare=follow_up.is_bare, is_follow_up=True
        )

    def _respond(self, inquiry: Inquiry, question: Question) -> Reply:
        if inquiry.is_follow_up:
            return self._respond_to_follow_up(inquiry)
        pieces = parts.split(inquiry.text, self._steps.reader)
        if len(pieces) > 1:
            asked = [self._as_part(inquiry, piece, question) for piece in pieces]
            self._prepare(asked[1:])
            return self._in_context(inquiry, merge(list(self._respond_each(asked))))
        asked = [self._as_part(inquiry, piece, question) for piece in parts.split_softly(inquiry.text)]
        if asked:
            self._prepare([*asked[1:], inquiry])
        return self._respond_apart(asked) or self._in_context(inquiry, self._respond_to(inquiry))

    def _prepare(self, asked: Iterable[Inquiry]) -> None:
        """Begin with what is asked after the first: that one is begun at once, and a thread more would only cost."""
        self._steps.prepare([self._steps.places.without_foreign(inquiry.text) for inquiry in asked])

    def _respond_each(self, asked: Sequence[Inquiry]) -> Iterator[Reply]:
        first = self._respond_to(asked[0])
        yield first
        for inquiry in asked[1:]:
            yield self._respond_beside(inquiry, asked[0], first)

    def _respond_apart(self, asked: Sequence[Inquiry]) -> Reply | None:
        """The pieces between commas as questions of their own, where every one of them is surely answered."""
        replies = []
        for reply in self._respond_each(asked) if asked else ():
            if reply.status not in ANSWERED or reply.confidence < SURE:
                return None
            replies.append(reply)
        return merge(replies) if len({reply.topic for reply in replies}) > 1 else None

    def _as_part(self, inquiry: Inquiry, piece: str, question: Question) -> Inquiry:
        if piece == inquiry.text:
            return inquiry
        return replace(inquiry, text=piece, scope=self._steps.scope_for(piece, question))

    def _in_context(self, inquiry: Inquiry, reply: Reply) -> Reply:
        """A short question is read once more with what the conversation was about."""
        last = self._steps.contextualiser.last_matter(inquiry.text, inquiry.turns)
        if last is None or len(inquiry.text) > _SHORT or speaks_for_itself(last, reply):
            return reply
        whole = self._steps.contextualiser.lean(inquiry.text, last)
        completed = self._respond_to(replace(_completed(inquiry, whole), alone=inquiry.text, is_follow_up=True))
        return meant(inquiry, last, reply, completed)

    def _respond_to_follow_up(self, inquiry: Inquiry) -> Reply:
        """Completed by what was spoken of, or as it was said: whichever is more likely meant by their answers."""
        last = self._steps.contextualiser.last_matter(inquiry.text, inquiry.turns)
        if last is None or inquiry.alone in ("", inquiry.text):
            return self._respond_to(inquiry)
        self._prepare([replace(inquiry, text=inquiry.alone)])
        completed = self._respond_to(inquiry)
        if completed.mode == "calculation":
            return completed
        alone = self._respond_to(replace(inquiry, text=inquiry.alone, asking="", naming=(), is_follow_up=False))
        return meant(inquiry, last, alone, completed)

    def _respond_beside(self, inquiry: Inquiry, first: Inquiry, told: Reply) -> Reply:
        """A later part stands alone if it can, and else leans on the first for what it is about.

        Where that is a matter of other policies, so is what leans on it: `低保怎么申请，怎么答复`. A part that names
        nothing (`多少钱`) is about what the first is about, however near an answer comes to its bare words.
        """
        before = Turn(question=first.text, resolved=first.text, status="answered")
        whole = self._steps.contextualiser.lean(inquiry.text, before)
        if told.status not in CONTENT_STATUSES and not whole.naming:
            return told
        alone = self._respond_to(inquiry)
        standing = ANSWERED if told.is_elsewhere else ("answered",)
        if alone.status in standing and alone.confidence >= SURE:
            return alone
        if told.is_elsewhere:
            return told
        leaning = self._respond_to(replace(_completed(inquiry, whole), scope=first.scope))
        return max(alone, leaning, key=how_well)

    def _respond_to(self, inquiry: Inquiry) -> Reply:
        text = self._steps.places.without_foreign(inquiry.text)
        asked = replace(inquiry, text=text, asks=self._steps.reader.read(inquiry.asking or text))
        for responder in self._steps.responders:
            reply = responder(asked)
            if reply is not None:
                return self._steps.places(inquiry, replace(reply, asked=text))
        return Reply("not_covered", "fixed", lead=messages.NOT_COVERED)


def _completed(inquiry: Inquiry, whole: Completed) -> Inquiry:
    """The inquiry, understood as what the conversation makes of it."""
    return replace(inquiry, text=whole.text, asking=whole.asking, naming=whole.naming)


def how_well(reply: Reply) -> tuple[bool, float]:
    """Whether a reply answers, and how surely: of two readings of a question, the higher is taken."""
    return reply.status in CONTENT_STATUSES, reply.confidence - HEDGED * (reply.status == "partial")


def _resolved(inquiry: Inquiry, reply: Reply) -> str:
    """What later turns lean on: a calculation by its name, for its words seldom say what is calculated."""
    asked = reply.asked or inquiry.text
    return f"{reply.calculation.title} {asked}" if reply.calculation else asked


class _Clock:
    """Milliseconds by step, on a monotonic clock."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = (now - self._last) * 1000
        self._last = now
