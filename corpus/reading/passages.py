"""The passages of a policy: what is embedded and searched."""

from corpus.models import Clause, Passage, Policy

_NOT_SEARCHED = {"date"}


def passages(policy: Policy) -> list[Passage]:
    """One passage for each sentence that can answer something, in document order.

    The context holds title, headings from the outermost inwards, and lead-ins; the text is the sentence, verbatim.
    """
    by_path = {clause.path: clause for clause in policy.clauses}
    found: list[Passage] = []
    for clause in policy.clauses:
        if clause.kind in _NOT_SEARCHED:
            continue
        headings, context = _context(policy, clause, by_path)
        found.extend(
            Passage(s.id, policy.id, s.path, clause.label, headings, policy.title, s.text, context)
            for s in clause.sentences
            if _says_something(s.text)
        )
    return found


def _context(policy: Policy, clause: Clause, by_path: dict[str, Clause]) -> tuple[str, str]:
    """The nearest heading, and the whole context: a title is no context of its own sentence."""
    chain: list[Clause] = []
    current: Clause | None = clause
    while current is not None:
        chain.append(current)
        current = by_path.get(current.parent) if current.parent else None
    parts = [] if clause.kind == "title" else [policy.title]
    for part in reversed(chain):
        parts.extend(piece for piece in (part.lead_in, part.heading) if piece)
    heading = next((part.heading for part in chain if part.heading), "")
    return heading, "\n".join(parts)


def _says_something(text: str) -> bool:
    return sum(character.isalnum() for character in text) >= 2
