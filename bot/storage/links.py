"""The references inside the policies held, as places to open; worked out once a policy and corpus version."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from urllib.parse import quote

from bot.storage.policies import HeldPolicy, PolicyStore
from corpus.errors import NotFoundError
from corpus.models import Policy
from corpus.references import Linker, Reference

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Link:
    """A reference at `text[start:end]` of a sentence, and the page that shows what it names."""

    start: int
    end: int
    url: str


Links = Mapping[str, tuple[Link, ...]]


class PolicyLinks:
    """The links of each policy by sentence. Safe for many threads."""

    def __init__(self, store: PolicyStore) -> None:
        self._store = store
        self._lock = Lock()
        self._known: dict[str, tuple[int, Links]] = {}

    def of(self, policy_id: str) -> Links:
        """The links of the policy's sentences by sentence id; sentences without any are left out.

        Raises:
            NotFoundError: It is not held.
        """
        version = self._store.version()
        known = self._known.get(policy_id)
        if known is None or known[0] != version:
            known = (version, self._find(self._store.get(policy_id)))
            with self._lock:
                kept = dict(list(self._known.items())[-_KEPT:])
                self._known = {**kept, policy_id: known}
        return known[1]

    def _find(self, policy: Policy) -> Links:
        """Only the texts that the policy names are read: of the others the titles are enough."""
        outlines = {held.id: _outline(held) for held in self._store.held()}
        linker = Linker([*(one for one in outlines.values() if one.id != policy.id), policy])
        named = {
            reference.policy_id
            for sentence in policy.sentences()
            for reference in linker.references(sentence, policy)
            if reference.policy_id
        }
        texts = {name: self._text(name, outlines[name]) for name in named if name in outlines}
        whole = Linker(list({**outlines, **texts, policy.id: policy}.values()))
        found = {sentence.id: _links(whole.references(sentence, policy)) for sentence in policy.sentences()}
        return {name: links for name, links in found.items() if links}

    def _text(self, policy_id: str, outline: Policy) -> Policy:
        try:
            return self._store.get(policy_id)
        except NotFoundError:  # removed since the list was read
            return outline


def _outline(held: HeldPolicy) -> Policy:
    return Policy(held.id, "", (), held.metadata, source_name=held.source_name)


def _links(references: list[Reference]) -> tuple[Link, ...]:
    links: list[Link] = []
    for reference in references:
        follows = not links or reference.start >= links[-1].end
        if reference.policy_id and follows and reference.start < reference.end:
            links.append(Link(reference.start, reference.end, _url(reference.policy_id, reference.path)))
    return tuple(links)


def _url(policy_id: str, path: str | None) -> str:
    return f"/clause/{quote(policy_id)}" + (f"/{quote(path)}" if path else "")
