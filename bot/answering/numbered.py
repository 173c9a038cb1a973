"""A search for a place by its number (`劳动合同法第三十九条`) finds that place first, and exactly."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.answering.shelf import outline
from bot.retrieval.models import Hit, Scope
from bot.storage.policies import HeldPolicy
from corpus.models import Passage, Policy, Sentence
from corpus.references import mentions, sentences_at

_NUMBER = re.compile(r"\d\s*条|[一二三四五六七八九十百千]\s*条")


def numbered_hits(
    query: str, held: Sequence[HeldPolicy], policy_of: Callable[[str], Policy], scope: Scope, today: date
) -> list[Hit]:
    """The sentences at the places that the query names with their document, in document order; often none."""
    if not _NUMBER.search(query):
        return []
    found = (
        hit
        for mention in mentions(query, [outline(one) for one in held if _is_meant(one, scope, today)])
        if mention.name
        for policy in mention.policies
        for hit in _hits(policy_of(policy.id), sentences_at(policy_of(policy.id), mention.place))
    )
    return list({hit.passage.id: hit for hit in found}.values())


def _is_meant(one: HeldPolicy, scope: Scope, today: date) -> bool:
    if scope.policy_ids is not None:
        return one.id in scope.policy_ids
    return one.force_on(scope.on or today) == "in_force"


def _hits(policy: Policy, sentences: Sequence[Sentence]) -> Iterator[Hit]:
    for sentence in sentences:
        clause = policy.clause(sentence.path)
        context = "\n".join(filter(None, (policy.title, clause.lead_in, clause.heading)))
        passage = Passage(
            sentence.id, policy.id, sentence.path, clause.label, clause.heading, policy.title, sentence.text, context
        )
        yield Hit(passage, 1.0, None, 0.0)
