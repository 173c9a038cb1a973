"""Answers across many texts: the main policy first, then what the others say, each under its own name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.answering import messages
from bot.answering.days import without_day
from bot.answering.finding import Found, TextFinder, article_sentences
from bot.answering.gate import Statement
from bot.answering.regions import Gazetteer, Place
from bot.answering.shelf import Shelf
from bot.answering.state import Inquiry, Reply
from bot.answering.telling import most_telling
from bot.answering.words import WordBook
from bot.retrieval.models import Scope
from corpus.models import Citation, Clause, Policy, Sentence

Responder = Callable[[Inquiry], Reply]
_SIDE_BY_SIDE = 3
_NEAR = 0.08
"""Texts whose best articles score within this of the best of all answer the question too."""
_BESIDE = 0.6
"""From this strength, and where it speaks of nearly all that is asked, another text's rule is no less an answer than
the main policy's: it is shown beside it, or instead of an answer as weak as `_WEAK`."""
_SPEAKS = 0.85
_WEAK = 0.7
_DOUBTFUL = 0.4
"""An answer of the main policy as doubtful as this gives way to any text that answers."""
_BARE = 3
_BARE_SHARE = 0.5
_MOST_ITEMS = 8
_RELATED = 2
_LEADS_IN = ("：", ":")
_JOINS = ("；", ";")
_WANTS_ALL = frozenset({"list", "eligible", "materials", "criterion", "names", "penalty", "procedure", "manner"})
"""Asks that want all items of an enumeration and not the one that fits best."""


class AcrossResponder:
    """Asks the main policy, and the other texts where it does not answer or they speak of the same matter."""

    def __init__(self, home: Responder, finder: TextFinder, shelf: Shelf, book: WordBook, gazetteer: Gazetteer) -> None:
        """`home` answers from the main policy; it always replies."""
        self._home = home
        self._finder = finder
        self._shelf = shelf
        self._book = book
        self._gazetteer = gazetteer

    def __call__(self, inquiry: Inquiry) -> Reply:
        """The reply; never None."""
        scope = inquiry.scope or Scope(on=self._shelf.today())
        main = self._shelf.main
        named = scope.policy_ids
        if named and main not in named:
            return self._from_named(inquiry, scope)
        home = self._home(replace(inquiry, scope=replace(scope, policy_ids=(main,)) if main else scope))
        if (named and named == (main,)) or home.status in ("declined", "notice"):
            return home
        others = self._answering(inquiry, scope)
        if home.status == "not_covered":
            return self._told(others, inquiry) if others else self._out_of_force(inquiry, scope) or home
        if home.status == "partial" and (equal := self._no_less_specific(others)):
            return self._told(equal, inquiry)
        strong = [one for one in others if one.strength >= _BESIDE and one.spoken >= _SPEAKS]
        if home.confidence < _DOUBTFUL:
            strong = others
        if not strong:
            return home
        return self._told(strong, inquiry) if home.confidence < _WEAK else self._beside(home, strong, inquiry)

    def _no_less_specific(self, others: Sequence[Found]) -> list[Found]:
        """Those of texts made for no larger a place than the main one: what it leaves open, they may settle."""
        main = self._shelf.main
        return [one for one in others if main and self._shelf.rank(one.policy.id) <= self._shelf.rank(main)]

    def _answering(self, inquiry: Inquiry, scope: Scope) -> list[Found]:
        on = scope.on or self._shelf.today()
        ids = scope.policy_ids or self._shelf.others(on, self._places(inquiry))
        return self._answers_of(ids, inquiry, scope)

    def _answers_of(self, ids: Iterable[str], inquiry: Inquiry, scope: Scope) -> list[Found]:
        wanted = tuple(name for name in ids if name != self._shelf.main)
        if not wanted or not self._book.content(inquiry.text):
            return []
        text = inquiry.text if scope.on == self._shelf.today() else without_day(inquiry.text)
        found = self._finder.find(text, inquiry.asks, replace(scope, policy_ids=wanted))
        return [one for one in found if self._finder.answers(one, is_named=False)]

    def _places(self, inquiry: Inquiry) -> list[Place]:
        return self._gazetteer.find(f"{inquiry.typed} {inquiry.text}")

    def _out_of_force(self, inquiry: Inquiry, scope: Scope) -> Reply | None:
        """What a text says that had not begun or had ended on the day asked, where no text in force says anything."""
        if scope.policy_ids or scope.on is None:
            return None
        ids = self._shelf.out_of_force(scope.on, self._places(inquiry))
        found = self._answers_of(ids, inquiry, replace(scope, on=None))
        held = self._shelf.entry(found[0].policy.id) if found else None
        if held is None:
            return None
        day = messages.TODAY if scope.on == self._shelf.today() else messages.ON_THAT_DAY
        told = self._told(found[:1], inquiry)
        # The notice on force, which every reply gets, says why this one is out of force.
        lead = messages.NOTHING_IN_FORCE.format(day=day) + messages.SAID_OUT_OF_FORCE.format(title=held.title, day=day)
        return replace(told, status="partial", lead=lead)

    def _from_named(self, inquiry: Inquiry, scope: Scope) -> Reply:
        """From the texts that the question names, and from no other."""
        found = self._finder.find(inquiry.text, inquiry.asks, scope)
        answers = [one for one in found if self._finder.answers(one, is_named=True)]
        if answers:
            return self._told(answers, inquiry)
        titles = [held.title for name in scope.policy_ids or () if (held := self._shelf.entry(name))]
        lead = messages.NOT_IN_NAMED.format(title="》《".join(titles)) if titles else messages.NOT_HELD
        return Reply("not_covered", "fixed", lead=lead)

    def _told(self, found: Sequence[Found], inquiry: Inquiry) -> Reply:
        """What each text says, the one for the smallest place first; one text alone is named once."""
        chosen = self._chosen(found)
        sections = [self._section(one, inquiry, is_alone=len(chosen) == 1) for one in chosen]
        lead = f"《{chosen[0].policy.title}》规定：" if len(chosen) == 1 else messages.SEVERAL
        firsts = [citations[0] for _, citations in sections]
        others = [citation for _, citations in sections for citation in citations]
        related = [one.policy.cite(one.sentence.id) for one in found if one not in chosen][:_RELATED]
        return Reply(
            "answered", "extract", lead=lead,
            statements=tuple(statement for statements, _ in sections for statement in statements),
            citations=_unique([*firsts, *others, *related]),
            topic=chosen[0].sentence.id, confidence=_sureness(chosen[0], inquiry),
        )  # fmt: skip

    def _chosen(self, found: Sequence[Found]) -> list[Found]:
        best: dict[str, Found] = {}
        for one in found:
            if one.score >= found[0].score - _NEAR:
                best.setdefault(one.policy.id, one)
        chosen = list(best.values())[:_SIDE_BY_SIDE]
        return sorted(chosen, key=lambda one: self._shelf.rank(one.policy.id))

    def _beside(self, home: Reply, found: Sequence[Found], inquiry: Inquiry) -> Reply:
        """The main policy's answer under its own name, and the others' under theirs; nothing is merged."""
        if not home.citations:
            return home
        chosen = self._chosen(found)
        sections = [self._section(one, inquiry, is_alone=False) for one in chosen]
        own = self._under_its_name(home)
        statements = (*own, *(statement for section, _ in sections for statement in section))
        cited = _unique([*home.citations, *(c for _, citations in sections for c in citations)])
        return replace(home, statements=statements, citations=cited).with_notice(messages.SIDE_BY_SIDE)

    def _under_its_name(self, home: Reply) -> tuple[Statement, ...]:
        if not home.statements:
            return ()
        first, *rest = home.statements
        title = home.citations[0].policy_title
        cited = tuple(first.citation_ids)
        return (replace(first, opening=f"【{title}】{first.opening}", citation_ids=cited), *rest)

    def _section(self, one: Found, inquiry: Inquiry, *, is_alone: bool) -> tuple[list[Statement], list[Citation]]:
        """An article's own words, each sentence quoted for itself."""
        quoted = _quoted_of(one, inquiry)
        label = one.policy.clause(quoted[0].path).label
        opening = label if is_alone else f"【{one.policy.title}】{label}"
        lines = [most_telling(sentence.text, inquiry.text, self._book) for sentence in quoted]
        statements = [
            Statement(f"“{line}”", (sentence.id,), one.policy.number_before(sentence))
            for line, sentence in zip(lines, quoted, strict=True)
        ]
        statements[0] = replace(statements[0], opening=f"{opening}：")
        citations = [one.policy.cite(sentence.id) for sentence in quoted]
        return statements, sorted(citations, key=lambda citation: citation.id != one.sentence.id)


def _sureness(found: Found, inquiry: Inquiry) -> float:
    """How sure the answer is: a bare word in a conversation (`补贴`) more likely goes on with what was spoken of."""
    is_bare = bool(inquiry.turns) and len(inquiry.text) <= _BARE
    return min(1.0, found.score) * (_BARE_SHARE if is_bare else 1.0)


def _quoted_of(one: Found, inquiry: Inquiry) -> list[Sentence]:
    """The sentence found; an item with its opening; the opening with its items where all of them are asked for."""
    sentence = one.sentence
    opening = _opening_of(one.policy, sentence, one.clause.lead_in) if one.clause.lead_in else None
    if sentence.text.endswith(_LEADS_IN):
        opening = sentence
    if opening is None:
        return _run_of(sentence, one.clause)
    items = _items_after(one.policy, opening)
    asks = {ask.name for ask in inquiry.asks}
    wants_all = opening is sentence or (bool(asks & _WANTS_ALL) and "yes_no" not in asks)
    return [opening, *items] if wants_all and items else [opening, sentence]


def _run_of(sentence: Sentence, clause: Clause) -> list[Sentence]:
    """The sentence with those beside it that a semicolon joins to it: `满1年的……；满10年的……。` is one rule."""
    own = list(clause.sentences)
    start = end = own.index(sentence)
    while start > 0 and own[start - 1].text.endswith(_JOINS):
        start -= 1
    while end + 1 < len(own) and own[end].text.endswith(_JOINS):
        end += 1
    run = own[start : end + 1]
    return run if len(run) <= _MOST_ITEMS else [sentence]


def _items_after(policy: Policy, sentence: Sentence) -> list[Sentence]:
    below = article_sentences(policy, policy.clause(sentence.path))
    led = [other for other in below if policy.clause(other.path).lead_in == sentence.text]
    return led[:_MOST_ITEMS]


def _opening_of(policy: Policy, sentence: Sentence, lead_in: str) -> Sentence | None:
    above = article_sentences(policy, policy.clause(sentence.path))
    return next((other for other in above if other.text == lead_in), None)


def _unique(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    return tuple({citation.id: citation for citation in citations}.values())
