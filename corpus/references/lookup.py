"""Finds clauses by number: `劳动合同法第三十九条` is that article and nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.models import Clause, Policy, Sentence
from corpus.references.names import KINDS, Named, Names, asked_edition
from corpus.references.places import LOOSE_PLACE, PLACE, Place, clause_at, places, sentences_at
from corpus.text import normalise

_BETWEEN = re.compile(
    r"(?:的|里面?|中|规定|关于|原文|旧版|老版|现行|最新|修订前|修改前|\(?\d{4}年?(?:版|修[订正])?\)?|[,，、:：.…\s])$"
)
_JOINED = re.compile(r"^(?:和|与|及|以及|、|,|，|或者?|还有|\s)*$")
_SOME_TITLE = re.compile(rf"[\u4e00-\u9fff](?:{KINDS})》?(?:的|里|中|规定)*$")
_THIS_TEXT = re.compile(rf"(?:^|本|个|该|份|此|政策|一下|看看|[的,，\s])(?:实施)?(?:{KINDS})(?:的|里|中)*$")
_LOCAL = {"city", "county"}


@dataclass(frozen=True, slots=True)
class LookUp:
    """A place asked for by number, with all its sentences in document order."""

    policy: Policy
    clause: Clause
    place: Place
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that a question names, and the policies that it may be in; none where the named text is not held."""

    name: str
    policies: tuple[Policy, ...]
    place: Place


def look_up(question: str, policies: Sequence[Policy], default: str | None = None) -> list[LookUp]:
    """The clauses that the question names by number, in the order of the question; empty where it names none.

    Titles may be short or colloquial, with or without 《》. Without a title the `default` policy is meant, else the
    only one held, else the only local one. Never raises.
    """
    found: list[LookUp] = []
    for mention in mentions(question, policies, default):
        for policy in mention.policies:
            clause = clause_at(policy, mention.place)
            if clause is not None:
                found.append(LookUp(policy, clause, mention.place, sentences_at(policy, mention.place)))
    return list({(item.policy.id, item.place): item for item in found}.values())


def mentions(question: str, policies: Sequence[Policy], default: str | None = None) -> list[Mention]:
    """Every place that the question names, whether or not it exists."""
    text = normalise(question)
    names = Names(policies)
    found: list[Mention] = []
    current: Named | None = None
    end = 0
    for match in _places_in(text):
        before = text[end : match.start()]
        named = _name_before(names, before)
        if named is not None:
            current = named
        elif not (current and _JOINED.match(before)):
            current = None
        end = match.end()
        if current is None and not match[0].startswith("第"):
            continue
        held = current.policies if current else _unnamed(policies, default, text[: match.start()])
        found.extend(Mention(current.name if current else "", held, place) for place in places(match))
    return found


def _places_in(text: str) -> list[re.Match[str]]:
    """Mentions with 第; and without it, as in `劳动法46条`, where no other stands there."""
    strict = list(PLACE.finditer(text))
    taken = [(match.start(), match.end()) for match in strict]
    loose = [
        match
        for match in LOOSE_PLACE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted([*strict, *loose], key=lambda match: match.start())


def _name_before(names: Names, before: str) -> Named | None:
    bare, edition = before, asked_edition(before)
    while True:
        found = names.at_end_of(bare, edition)
        if found is not None and (found.policies or bare.endswith("》")):
            return found
        shorter = _BETWEEN.sub("", bare)
        if shorter == bare:
            return None
        bare = shorter


def _unnamed(policies: Sequence[Policy], default: str | None, before: str) -> tuple[Policy, ...]:
    """What `第七条` alone means. After a title that is not held it means nothing that is held."""
    if _SOME_TITLE.search(before) and not _THIS_TEXT.search(before):
        return ()
    chosen = [policy for policy in policies if policy.id == default]
    if not chosen:
        chosen = list(policies) if len(policies) == 1 else [p for p in policies if p.metadata.level in _LOCAL]
    return tuple(chosen) if len(chosen) == 1 else ()
