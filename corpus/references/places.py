"""Articles, paragraphs and items: how they are mentioned, and where they are in a policy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.marks import ordinal_value
from corpus.models import Clause, Policy, Sentence

_NUMBER = r"[零〇一二三四五六七八九十百千两]{1,9}|\d{1,4}"
_PARAGRAPH = rf"(?:第(?P<paragraph>{_NUMBER})款)?"
_ITEM = rf"(?:第\s?[（(]?(?P<item>{_NUMBER})[）)]?\s?项|[（(](?P<bracketed>{_NUMBER})[）)]项?)?"
PLACE = re.compile(
    rf"第\s?(?P<article>{_NUMBER})\s?条(?:之(?P<extra>{_NUMBER}))?{_PARAGRAPH}{_ITEM}"
    rf"(?:[至到—~-]+第?(?P<last>{_NUMBER})条)?"
)
LOOSE_PLACE = re.compile(
    rf"(?P<article>{_NUMBER})\s?条(?![例款件])(?:之(?P<extra>{_NUMBER}))?{_PARAGRAPH}{_ITEM}"
    rf"(?:[至到—~-]+第?(?P<last>{_NUMBER})条)?"
)
_MOST_IN_RANGE = 30


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a statute as it is mentioned; `paragraph` is 款 and `item` is 项."""

    article: str
    paragraph: int | None = None
    item: int | None = None


def places(found: re.Match[str]) -> list[Place]:
    """The places that a match of `PLACE` names: one, or all articles of a range."""
    article = ordinal_value(found["article"])
    if article is None:
        return []
    last = ordinal_value(found["last"]) if found["last"] else None
    if last is not None and article < last <= article + _MOST_IN_RANGE:
        return [Place(str(number)) for number in range(article, last + 1)]
    extra = ordinal_value(found["extra"]) if found["extra"] else None
    paragraph = ordinal_value(found["paragraph"]) if found["paragraph"] else None
    item = found["item"] or found["bracketed"]
    name = str(article) if extra is None else f"{article}-{extra}"
    return [Place(name, paragraph, ordinal_value(item) if item else None)]


def clause_at(policy: Policy, place: Place) -> Clause | None:
    """The clause of the policy at that place, or None. A paragraph that does not exist is no place."""
    by_path = {clause.path: clause for clause in policy.clauses}
    clause = by_path.get(place.article)
    if clause is None or clause.kind not in {"article", "item"} or (place.item is None and place.paragraph is None):
        return clause if clause is not None and clause.kind in {"article", "item"} else None
    if place.paragraph is not None and not 1 <= place.paragraph <= len(paragraphs(policy, clause)):
        return None
    if place.item is None:
        return clause
    in_paragraph = by_path.get(f"{place.article}.p{place.paragraph}.{place.item}")
    return in_paragraph or by_path.get(f"{place.article}.{place.item}")


def sentences_at(policy: Policy, place: Place) -> tuple[Sentence, ...]:
    """The sentences at that place in document order, with the items that belong to them; empty where it is none."""
    clause = clause_at(policy, place)
    if clause is None:
        return ()
    if place.paragraph is not None and place.item is None:
        return _with_items(policy, clause, place.paragraph)
    return tuple(_below(policy, clause))


def paragraphs(policy: Policy, clause: Clause) -> list[tuple[Sentence, ...]]:
    """The unnumbered paragraphs (款) of a clause, each with its sentences."""
    groups: list[list[Sentence]] = []
    for sentence in clause.sentences:
        if groups and "\n" not in policy.text[groups[-1][-1].end : sentence.start]:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return [tuple(group) for group in groups]


def _with_items(policy: Policy, clause: Clause, number: int) -> tuple[Sentence, ...]:
    groups = paragraphs(policy, clause)
    end = groups[number][0].start if number < len(groups) else clause.end
    start = groups[number - 1][0].start
    return tuple(sentence for sentence in _below(policy, clause) if start <= sentence.start < end)


def _below(policy: Policy, clause: Clause) -> Iterator[Sentence]:
    """The sentences of the clause and of all below it."""
    inside = [
        sentence
        for other in policy.clauses
        if other.path == clause.path or _is_below(other, clause)
        for sentence in other.sentences
    ]
    return iter(sorted(inside, key=lambda sentence: sentence.start))


def _is_below(other: Clause, clause: Clause) -> bool:
    return other.path.startswith(f"{clause.path}.") and other.parent is not None
