"""What a document is about, told by its own headings."""

from bot.answering.state import Reply
from corpus.models import Citation, Clause, Policy

_MOST_LINES = 30
_MOST_CITED = 20
_BEGINNING = 24


def numbered_clauses(policy: Policy) -> list[Clause]:
    """The clauses of the body that have a number of the first level and a text of their own."""
    return [clause for clause in policy.clauses if clause.path.isdecimal() and _is_said(policy, clause)]


def outline_of(policy: Policy, *, is_main: bool) -> Reply | None:
    """The chapters, or the clauses with the beginning of each; None where nothing is numbered."""
    numbered = numbered_clauses(policy)
    if not numbered:
        return None
    of_whom = "正文" if is_main else f"《{policy.title}》正文"
    opening = f"{of_whom}从{numbered[0].label}到{numbered[-1].label}，共{chinese(len(numbered))}条"
    chapters = [clause for clause in policy.clauses if clause.kind == "chapter"]
    if len(numbered) > _MOST_LINES and len(chapters) > 1:
        opening += f"，分{chinese(len(chapters))}章"
        lines = [f"{chapter.label} {chapter.heading}" for chapter in chapters]
    else:
        lines = [f"{clause.label}：{_beginning(clause)}" for clause in numbered[:_MOST_LINES]]
        lines += ["……"] * (len(numbered) > _MOST_LINES)
    text = f"{opening}：\n" + "\n".join(lines)
    return Reply("answered", "extract", lead=text, citations=_cited(policy, numbered), topic="lookup")


def _cited(policy: Policy, numbered: list[Clause]) -> tuple[Citation, ...]:
    titles = [policy.cite(s.id) for clause in policy.clauses if clause.kind == "title" for s in clause.sentences]
    own = [policy.cite(clause.sentences[0].id) for clause in numbered if clause.sentences]
    return (*titles[:1], *own[:_MOST_CITED])


def _is_said(policy: Policy, clause: Clause) -> bool:
    return bool(clause.sentences) or any(other.parent == clause.path for other in policy.clauses)


def _beginning(clause: Clause) -> str:
    """The heading, or as much of the first sentence as a line holds."""
    if clause.heading or not clause.sentences:
        return clause.heading
    text = clause.sentences[0].text
    return text if len(text) <= _BEGINNING else f"{text[:_BEGINNING]}……"


def chinese(number: int) -> str:
    """The number in Chinese numerals."""
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415 - read only when an outline is asked for

    return str(cn2an.an2cn(number))
