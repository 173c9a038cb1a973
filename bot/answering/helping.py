"""A language model's help with questions that the rules leave undecided. The pipeline answers; the model only reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answering import calculate
from bot.answering.gate.quantities import read
from bot.answering.given import Given
from bot.answering.models import ANSWERED, CONTENT_STATUSES, Question, Turn
from bot.answering.pipeline import HEDGED, SURE, Pipeline, Trace, how_well
from bot.answering.state import Choice, Reply
from bot.answering.threads import on_thread
from bot.retrieval.models import Searcher
from corpus.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from bot.llm.helpers import Helpers

_SEARCHED = 6
_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Uses:
    """What the model may be asked for beside wording."""

    follow_ups: bool = True
    routing: bool = True
    suggestions: bool = True


class Helping:
    """Follow-ups in full, one of the choices found, next questions: each kept only where the pipeline answers it."""

    def __init__(self, helpers: "Helpers", pipeline: Callable[[], Pipeline], searcher: Searcher, uses: Uses) -> None:
        """Takes the model's helpers, the pipeline that answers, the search that suggestions draw on, and the uses."""
        self._helpers = helpers
        self._pipeline = pipeline
        self._searcher = searcher
        self._uses = uses

    async def read_again(self, given: Given) -> Given | None:
        """A better answer to the question as the model reads it, or None."""
        return await self._rewritten(given) if self._uses.follow_ups and _is_open(given) else None

    async def route(self, given: Given) -> Given:
        """What is given; a refusal that is undecided offers first the choice that the question is nearest to.

        The reader decides: a wrong choice must never become a wrong answer.
        """
        choices = {choice.key: choice for choice in _choices(given.trace)} if self._uses.routing else {}
        if not choices:
            return given
        described = {key: choice.description for key, choice in choices.items()}
        chosen = choices.get(await self._helpers.route(_asked(given.trace), described) or "")
        trace = await self._ask(given.question, chosen.name, ()) if chosen else None
        if chosen is None or trace is None or trace.reply.status not in CONTENT_STATUSES:
            return given
        others = [text for text in given.answer.suggestions if text != chosen.name]
        offered = [chosen.name, *others[: _OFFERED - 1]]
        return replace(given, answer=given.answer.model_copy(update={"suggestions": offered}))

    async def suggest(self, given: Given) -> tuple[str, ...]:
        """Up to three next questions that the pipeline answers, for an answer in words that has none of its own."""
        reply = given.trace.reply
        is_in_words = reply.status in ANSWERED and reply.calculation is None and not reply.is_verbatim
        if not self._uses.suggestions or not is_in_words or reply.suggestions:
            return ()
        hits = await on_thread(self._searcher.search, given.trace.resolved, _SEARCHED, given.trace.scope)
        offered = await self._helpers.suggest(given.trace.resolved, hits)
        return tuple([text for text in offered if await self._is_answerable(given, text)])

    async def _rewritten(self, given: Given) -> Given | None:
        """Answered better as a question of its own, by a clear margin: what the rules made of it comes first."""
        text = await self._helpers.rewrite_follow_up(given.trace.masked, given.turns)
        trace = await self._ask(given.question, text, given.turns) if text else None
        if text is None or trace is None or not _is_as_asked(given.trace, trace.reply):
            return None
        is_held, confidence = how_well(given.trace.reply)
        return given.by(trace, text) if how_well(trace.reply) > (is_held, confidence + HEDGED) else None

    async def _is_answerable(self, given: Given, text: str) -> bool:
        trace = await self._ask(given.question, text, ())
        return trace is not None and trace.reply.status == "answered" and trace.reply.confidence >= SURE

    async def _ask(self, question: Question, text: str, turns: Sequence[Turn]) -> Trace | None:
        """How the pipeline answers the text in the place of what was typed; None where it cannot be read."""
        asked = question.model_copy(update={"text": text})
        try:
            return await on_thread(self._answer, asked, turns)
        except (InputError, NotFoundError):
            return None

    def _answer(self, question: Question, turns: Sequence[Turn]) -> Trace:
        """On a thread, the pipeline's coming included: after a change it is built first."""
        return self._pipeline().answer(question, turns)


def _is_open(given: Given) -> bool:
    """Whether it was asked in a conversation and the rules found nothing or are unsure, and name no other matter."""
    reply = given.trace.reply
    if not reply.is_searched or reply.is_elsewhere or reply.calculation is not None:
        return False
    is_begun = any(turn.status in CONTENT_STATUSES for turn in given.turns)
    return is_begun and (reply.status not in CONTENT_STATUSES or reply.confidence < SURE)


def _asked(trace: Trace) -> str:
    """The question as it was typed, with what was understood by it where that says more."""
    return trace.masked if trace.resolved in trace.masked else f"{trace.masked}（{trace.resolved}）"


def _is_as_asked(typed: Trace, reply: Reply) -> bool:
    """Whether a rewriting is still one question, and calculates only with a quantity that was just named."""
    return not reply.is_joined and (reply.calculation is None or _names_quantity(typed.masked))


def _names_quantity(text: str) -> bool:
    return any(quantity.value is not None for quantity in read(text))


def _choices(trace: Trace) -> tuple[Choice, ...]:
    """What is nearest to an undecided question, and the calculators where it names a quantity."""
    if not trace.reply.choices:
        return ()
    return (*trace.reply.choices, *(calculate.choices() if _names_quantity(trace.resolved) else ()))
