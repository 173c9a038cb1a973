"""Policies as responses: the list entry, the clause tree, one clause with its neighbours."""

from datetime import date

from api.schemas import ClauseDetail, ClauseView, PolicyDetail, PolicySummary, ReferenceView, SentenceView
from bot.storage.links import Links
from bot.storage.policies import HeldPolicy
from corpus.models import Clause, Policy

STATUS = {
    "in_force": "现行有效",
    "not_begun": "尚未施行",
    "ended": "已经失效",
    "superseded": "已有新版本",
    "draft": "草稿",
}


def summary(held: HeldPolicy, today: date) -> PolicySummary:
    """The policy's entry in the list, with its status on that day."""
    return PolicySummary.model_validate(_fields(held, today))


def detail(held: HeldPolicy, policy: Policy, links: Links, today: date) -> PolicyDetail:
    """The policy with text and clause tree."""
    tree = [_view(policy, links, clause) for clause in policy.clauses if clause.parent is None]
    return PolicyDetail.model_validate({**_fields(held, today), "text": policy.text, "clauses": tree})


def clause_detail(held: HeldPolicy, policy: Policy, links: Links, path: str, today: date) -> ClauseDetail:
    """One clause with what it contains.

    Raises:
        NotFoundError: There is no such clause.
    """
    clause = policy.clause(path)
    siblings = [other.path for other in policy.clauses if other.parent == clause.parent]
    place = siblings.index(clause.path)
    return ClauseDetail(
        policy_id=policy.id,
        policy_title=policy.title,
        force=held.force_on(today),
        status=STATUS[held.force_on(today)],
        clause=_view(policy, links, clause),
        text=policy.text[clause.start : clause.end],
        previous=siblings[place - 1] if place > 0 else None,
        next=siblings[place + 1] if place + 1 < len(siblings) else None,
    )


def _fields(held: HeldPolicy, today: date) -> dict[str, object]:
    force = held.force_on(today)
    same = ("id", "title", "begins_on", "ends_on", "version", "supersedes", "superseded_by", "passage_count")
    more = ("source_name", "ingested_at", "metadata")
    return {"force": force, "status": STATUS[force], **{name: getattr(held, name) for name in (*same, *more)}}


def _view(policy: Policy, links: Links, clause: Clause) -> ClauseView:
    sentences = [
        SentenceView(
            id=item.id,
            n=item.n,
            text=item.text,
            start=item.start,
            end=item.end,
            references=[ReferenceView.model_validate(link) for link in links.get(item.id, ())],
        )
        for item in clause.sentences
    ]
    return ClauseView(
        path=clause.path,
        kind=clause.kind,
        label=clause.label,
        heading=clause.heading,
        parent=clause.parent,
        start=clause.start,
        end=clause.end,
        lead_in=clause.lead_in,
        sentences=sentences,
        children=[_view(policy, links, child) for child in policy.clauses if child.parent == clause.path],
    )
