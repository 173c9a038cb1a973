"""The policy's own text as a reply: places, whole clauses, and one sentence of a clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.answering import messages
from bot.answering.gate import Statement
from bot.answering.outline import chinese, numbered_clauses
from bot.answering.state import Reply
from corpus.models import Citation, Clause, Policy, Sentence
from corpus.numerals import read_number
from corpus.references import Place, sentences_at
from corpus.references.places import clause_at

NUMERAL = r"[\d零〇一二两三四五六七八九十百千]+"
_SENTENCE = re.compile(rf"(?P<nth>第)?\s*(?P<number>{NUMERAL})\s*(?P<kind>句|款|项|段)(?(nth)话?|(?!话))")
_LAST_SENTENCE = re.compile(r"(最后|末尾?|倒数第)一句(话)?")


def quote_places(places: list[tuple[Policy, Place]], main: str | None) -> Reply:
    """The text at each place, one after another; `main` is the policy whose title need not be named."""
    statements: list[Statement] = []
    citations: dict[str, Citation] = {}
    leads: list[str] = []
    for policy, place in places:
        sentences = sentences_at(policy, place)
        clause = clause_at(policy, place)
        if clause is None or not sentences:
            leads.append(no_such(policy))
            continue
        opening = _name_of(policy, clause, place, is_main=policy.id == main)
        if len(places) == 1:
            leads.append(f"{opening}原文：")
        statements += _lines(policy, sentences, "" if len(places) == 1 else f"【{opening}】\n")
        citations.update((sentence.id, policy.cite(sentence.id)) for sentence in sentences)
    if not statements:
        return Reply("not_covered", "fixed", lead="\n".join(leads), topic="lookup")
    return Reply(
        "answered", "extract", lead="\n".join(leads), statements=tuple(statements),
        citations=tuple(citations.values()), topic="lookup", is_verbatim=True,
    )  # fmt: skip


def _name_of(policy: Policy, clause: Clause, place: Place, *, is_main: bool) -> str:
    paragraph = f"第{chinese(place.paragraph)}款" if place.paragraph and place.item is None else ""
    heading = f"“{clause.heading}”" if clause.heading else ""
    return f"{'' if is_main else f'《{policy.title}》'}{clause.label}{paragraph}{heading}"


def _lines(policy: Policy, sentences: Sequence[Sentence], opening: str) -> list[Statement]:
    """The sentences one after another, items with their own numbers."""
    found = [Statement(sentence.text, (sentence.id,), policy.number_before(sentence)) for sentence in sentences]
    return [replace(found[0], opening=f"{opening}{found[0].opening}"), *found[1:]] if found else []


def clause_numbered(policy: Policy, number: Decimal | None) -> Clause | None:
    """The clause of that number at the top of the numbering; None where there is none."""
    if number is None or number != number.to_integral_value():
        return None
    return next((clause for clause in policy.clauses if clause.path == str(int(number))), None)


def no_such(policy: Policy) -> str:
    """What is said where a clause is asked for that is not there: those that are."""
    articles = [clause for clause in policy.clauses if clause.kind == "article"]
    if articles:
        return messages.NO_SUCH_ARTICLE.format(title=policy.title, first=articles[0].label, last=articles[-1].label)
    headings = "；".join(f"{clause.label} {clause.heading}".strip() for clause in numbered_clauses(policy)[:12])
    return messages.NO_SUCH_CLAUSE.format(title=policy.title, headings=headings)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One sentence of a clause, counted from 1, or from the end by -1; `kind` is the word that it was asked by."""

    number: int
    kind: str


def wanted_sentence(text: str) -> Wanted | None:
    """The sentence that the text asks for by its number; None where it asks for none."""
    if _LAST_SENTENCE.search(text):
        return Wanted(-1, "句")
    found = _SENTENCE.search(text)
    number = read_number(found["number"]) if found else None
    return Wanted(int(number), found["kind"]) if found and number is not None and number >= 1 else None


def without_sentence(text: str) -> str:
    """The text without the words that ask for one sentence."""
    return _LAST_SENTENCE.sub("", _SENTENCE.sub("", text))


def quote_clause(policy: Policy, clause: Clause, wanted: Wanted | None, of_whom: str = "") -> Reply:
    """The clause with all it contains, verbatim, or the one sentence wanted of it; `of_whom` names another text."""
    family = [clause, *(c for c in policy.clauses if c.path.startswith(clause.path + "."))]
    sentences = [sentence for member in family for sentence in member.sentences]
    heading = f"“{clause.heading}”" if clause.heading else ""
    lead = f"{clause.label}{heading}原文："
    if wanted is not None and len(family) == 1:
        whole, total = sentences, len(sentences)
        sentences = whole[-1:] if wanted.number < 0 else whole[wanted.number - 1 : wanted.number] or whole
        which = f"第{chinese(whole.index(sentences[0]) + 1)}句" if len(sentences) == 1 else ""
        undivided = "" if wanted.kind == "句" else f"{clause.label}没有分款、项，"
        lead = (
            f"{undivided}{clause.label}{heading}{which}原文："
            if which
            else f"{clause.label}{heading}只有{chinese(total)}句，原文："
        )
    citations = tuple(policy.cite(sentence.id) for sentence in sentences)
    statements = tuple(_lines(policy, sentences, ""))
    return Reply(
        "answered",
        "extract",
        lead=f"{of_whom}{lead}",
        statements=statements,
        citations=citations,
        topic="lookup",
        is_verbatim=True,
    )
