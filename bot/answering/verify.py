"""The last step before an answer is shown: the one gate, for every mode."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from bot.answering import messages
from bot.answering.gate import Draft, Rules, Statement, Verdict, check, check_quote
from bot.answering.models import ANSWERED
from bot.answering.state import Reply
from corpus.models import Citation, Policy

PolicyOf = Callable[[str], Policy]
ALLOWED = ("12333",)


class Verifier:
    """Lets through only what the cited sentences or the calculation hold."""

    def __init__(self, policy_of: PolicyOf) -> None:
        """`policy_of` gives the stored text that quotes are compared with."""
        self._policy_of = policy_of

    def __call__(self, reply: Reply) -> Reply:
        """The reply with every statement and citation checked; what fails is dropped.

        Where no statement is left the cited sentences stand for themselves, and where no citation is left either,
        the reply says that nothing is held.
        """
        citations = tuple(citation for citation in reply.citations if self._resolves(citation))
        if not reply.statements and reply.status not in ANSWERED:
            return replace(reply, citations=citations)
        sources = self._sources(citations)
        if reply.calculation is None:
            verdict = _verdict(reply.statements, tuple(sources.items()))
        else:
            verdict = check(Draft(reply.statements, reply.calculation), sources, Rules(allowed=_allowed(reply)))
        if verdict.is_clean and len(citations) == len(reply.citations):
            return reply
        checked = replace(reply, statements=verdict.passed, citations=citations)
        if checked.statements or (checked.mode == "extract" and not reply.statements and citations):
            return checked
        return extract_of(checked) if citations else _nothing(reply)

    def sources(self, citations: tuple[Citation, ...]) -> Mapping[str, str]:
        """The full text of each cited sentence by its id."""
        return self._sources(citations)

    def _resolves(self, citation: Citation) -> bool:
        return check_quote(citation, self._policy_of(citation.policy_id).text)

    def _sources(self, citations: tuple[Citation, ...]) -> dict[str, str]:
        return {c.id: self._policy_of(c.policy_id).sentence(c.id).text for c in citations}


@lru_cache(maxsize=2048)
def _verdict(statements: tuple[Statement, ...], sources: tuple[tuple[str, str], ...]) -> Verdict:
    """The verdict on words that are said again and again: approved answers on sentences that read as they did."""
    return check(Draft(statements), dict(sources), Rules(allowed=ALLOWED))


def _allowed(reply: Reply) -> tuple[str, ...]:
    """The hotline, and a calculator's own finding in words (`未达到…`)."""
    value = reply.calculation.value if reply.calculation else None
    return (*ALLOWED, value) if value and not value.replace(".", "", 1).isdigit() else ALLOWED


def extract_of(reply: Reply) -> Reply:
    """The reply told by its first citation's own words."""
    first = reply.citations[0]
    statement = Statement(f"{first.label}：“{first.quote}”", (first.id,))
    lead = reply.lead if reply.status == "partial" else ""
    return replace(reply, mode="extract", lead=lead, statements=(statement,), calculation=None)


def _nothing(reply: Reply) -> Reply:
    return Reply("not_covered", "fixed", lead=messages.NOT_COVERED, topic=reply.topic, confidence=0.0)
