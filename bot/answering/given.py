"""An answer together with all that led to it: what is shown, improved on and recorded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering import messages
from bot.answering.models import ANSWERED, Answer, Question, Turn
from bot.answering.pipeline import Trace


@dataclass(frozen=True, slots=True)
class Given:
    """A question under the ids of its answer, the earlier turns, the way to the answer, and the answer."""

    question: Question
    turns: tuple[Turn, ...]
    trace: Trace
    answer: Answer

    @classmethod
    def of(cls, question: Question, turns: Sequence[Turn], trace: Trace) -> "Given":
        """The checked answer that a trace is the way to; `question` names the ids that it gets."""
        return cls(question, tuple(turns), trace, _answer_of(question, trace))

    def by(self, trace: Trace, understood: str) -> "Given":
        """The same question answered another way, with what was understood by it; what was typed stays."""
        other = Given.of(self.question, self.turns, replace(trace, masked=self.trace.masked))
        if other.answer.understood:
            return other
        return replace(other, answer=other.answer.model_copy(update={"understood": understood}))

    def took(self, step: str, milliseconds: float) -> "Given":
        """The same, with the time of one more step."""
        timings = {**self.trace.timings_ms, step: milliseconds}
        return replace(self, trace=replace(self.trace, timings_ms=timings))


def _answer_of(question: Question, trace: Trace) -> Answer:
    reply = trace.reply
    return Answer(
        answer_id=question.answer_id,
        conversation_id=question.conversation_id or "",
        status=reply.status,
        mode=reply.mode,
        text=reply.text,
        citations=list(reply.citations),
        calculation=reply.calculation,
        needs=list(reply.needs),
        suggestions=list(reply.suggestions or messages.DEFAULT_SUGGESTIONS[question.audience]),
        notices=[*reply.notices, *_advice(question, reply.status)],
        understood=reply.understood,
    )


def _advice(question: Question, status: str) -> list[str]:
    if question.audience is None or status not in ANSWERED:
        return []
    return [messages.NOTICE_AUDIENCE[question.audience]]
