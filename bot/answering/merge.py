"""Several replies to the parts of one question, as one."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answering.gate import Statement
from bot.answering.models import Status
from bot.answering.state import Reply

_CONTENT = ("answered", "partial", "needs_input")


def merge(parts: Sequence[str], replies: Sequence[Reply]) -> Reply:
    """One reply to all parts, each answered in its turn; parts with the same answer are answered once."""
    distinct: list[tuple[str, Reply]] = []
    for part, reply in zip(parts, replies, strict=True):
        if not any(
            reply.text == other.text or (reply.topic and reply.topic == other.topic and reply.status == other.status)
            for _, other in distinct
        ):
            distinct.append((part, reply))
    useful = [(part, reply) for part, reply in distinct if reply.status in _CONTENT]
    if not useful:
        return distinct[0][1]
    if len(distinct) == 1:
        return distinct[0][1]
    if len(useful) == 1 and len(distinct) == 1:
        return useful[0][1]
    return _joined(distinct)


def _joined(distinct: Sequence[tuple[str, Reply]]) -> Reply:
    first = next(reply for _, reply in distinct if reply.status in _CONTENT)
    statements: list[Statement] = []
    leads: list[str] = []
    for number, (_, reply) in enumerate(distinct, 1):
        head = f"（{number}）"
        texts = [statement.text for statement in reply.statements]
        if reply.status not in _CONTENT or not texts:
            leads.append(f"{head}{reply.lead}")
            continue
        opening = f"{head}{reply.lead}{texts[0]}" if reply.status == "partial" else f"{head}{reply.lead}{texts[0]}"
        statements.append(Statement(opening, reply.statements[0].citation_ids))
        statements += reply.statements[1:]
    citations = {citation.id: citation for _, reply in distinct for citation in reply.citations[:2]}
    calculation = next((reply.calculation for _, reply in distinct if reply.calculation), None)
    return replace(
        first, status=_status(distinct), lead="\n".join(leads), statements=tuple(statements),
        closing=next((reply.closing for _, reply in distinct if reply.closing), ""), citations=tuple(citations.values()),
        calculation=calculation, needs=tuple(need for _, reply in distinct for need in reply.needs),
        notices=tuple(dict.fromkeys(notice for _, reply in distinct for notice in reply.notices)),
    )  # fmt: skip


def _status(distinct: Sequence[tuple[str, Reply]]) -> Status:
    statuses = {reply.status for _, reply in distinct}
    if statuses == {"answered"}:
        return "answered"
    return "needs_input" if "needs_input" in statuses else "partial"
