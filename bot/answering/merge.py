"""Several replies to the parts of one question, as one."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.gate import Statement
from bot.answering.models import CONTENT_STATUSES, Status
from bot.answering.state import Reply

_KEPT = 2


def merge(replies: Sequence[Reply]) -> Reply:
    """One reply to all parts, each answered in its turn; parts with the same answer are answered once."""
    distinct: list[Reply] = []
    for reply in replies:
        if not any(_same(reply, other) for other in distinct):
            distinct.append(reply)
    useful = [reply for reply in distinct if reply.status in CONTENT_STATUSES]
    return distinct[0] if len(distinct) == 1 or not useful else _joined(distinct)


def _same(reply: Reply, other: Reply) -> bool:
    if reply.text == other.text:
        return True
    has_topic = reply.topic not in ("", "lookup")  # two places looked up are two things
    return has_topic and (reply.topic, reply.status) == (other.topic, other.status)


def _joined(distinct: Sequence[Reply]) -> Reply:
    first = next(reply for reply in distinct if reply.status in CONTENT_STATUSES)
    statements: list[Statement] = []
    leads: list[str] = []
    for number, reply in enumerate(distinct, 1):
        if not reply.statements:
            leads.append(f"（{number}）{reply.lead}")
            continue
        first_said, *others = reply.statements
        statements.append(replace(first_said, opening=f"（{number}）{reply.lead}{first_said.opening}"))
        statements += others
    rested_on = {name for statement in statements for name in statement.citation_ids}
    citations = {
        citation.id: citation
        for reply in distinct
        for place, citation in enumerate(reply.citations)
        if place < _KEPT or citation.id in rested_on
    }
    return replace(
        first,
        status=_status(distinct),
        lead="\n".join(leads),
        statements=tuple(statements),
        closing=next((reply.closing for reply in distinct if reply.closing), ""),
        citations=tuple(citations.values()),
        calculation=next((reply.calculation for reply in distinct if reply.calculation), None),
        needs=tuple(need for reply in distinct for need in reply.needs),
        notices=tuple(dict.fromkeys(notice for reply in distinct for notice in reply.notices)),
        asked="",
        is_joined=True,
    )


def _status(distinct: Sequence[Reply]) -> Status:
    statuses = {reply.status for reply in distinct}
    if statuses == {"answered"}:
        return "answered"
    return "needs_input" if "needs_input" in statuses else "partial"
