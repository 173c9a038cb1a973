"""What the policy says on a question: an approved answer, else its own words, else its silence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answering import messages
from bot.answering.asks import strict
from bot.answering.contextualise import is_whom
from bot.answering.gate import Statement
from bot.answering.gate.quantities import read
from bot.answering.matching import AnswerMatcher, Match, OutsideMatch, OutsideMatcher
from bot.answering.models import ANSWERED
from bot.answering.parts import asking_part
from bot.answering.premise import claims, contradicts, falls_short, is_for_others, names_private
from bot.answering.relevance import Nearest, RelevanceModel, SignalReader, Signals
from bot.answering.state import Choice, Inquiry, Reply
from bot.answering.telling import is_yes_no, located, most_telling, quoted, silence_of, statement_of
from bot.answering.words import WordBook
from bot.retrieval.models import Hit, Searcher
from corpus.models import Citation, Policy
from corpus.vocabulary import Ask

Embed = Callable[[str], NDArray[np.float32] | None]
PolicyOf = Callable[[str], Policy]
_SEARCHED = 6
_RANKED = 60
_RELATED = 2
_SUGGESTED = 3
_NEAR_CHAT = 0.4
_NEAR_SUBJECT = 0.6
"""From these nearnesses on a refusal names the subject that the question is near to."""
_CHOICES = 6
_FORMS = 2
_GOES_ON = 0.5
"""How sure a silence is that rests on nothing but what was told before."""
_SPOKEN_OF = 0.3
"""The least share of the question's words that a choice speaks of: what shares nothing with it is not offered."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where answers end and silence begins; calibrated on the development questions.

    `held`: the least probability that what is asked about is held; from `undecided` on it may be. `approved`: the
    least nearness of an approved answer's forms. `found`, `spoken`: without approved answers, the least search score,
    and the least share of the question's own words in the sentence found first. `covered`: the least share of the
    question's content words that the answer speaks of; `agreed` the same for a question that wants a yes or no, where
    one word unspoken of changes the answer. `same`: the nearness from which a known form is taken as the very
    question; `bare` the nearness that a question without any word of matter must reach.
    """

    held: float = 0.3
    undecided: float = 0.05
    approved: float = 0.45
    found: float = 0.62
    spoken: float = 0.75
    covered: float = 0.2
    agreed: float = 0.5
    same: float = 0.85
    bare: float = 0.5


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything found on one question."""

    matches: list[Match]
    hits: list[Hit]
    outside: OutsideMatch
    signals: Signals
    spoken: float
    """The share of the question's words, by weight, that stand in the sentence found first."""
    has_matter: bool
    """Whether the question holds any word that carries a matter."""

    @property
    def best(self) -> Match | None:
        """The approved answer that fits best."""
        return self.matches[0] if self.matches else None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where answers come from."""

    matcher: AnswerMatcher
    outside: OutsideMatcher
    searcher: Searcher
    embed: Embed


class ContentResponder:
    """Answers from approved answers and retrieved sentences."""

    def __init__(
        self, sources: Sources, policy_of: PolicyOf, book: WordBook, thresholds: Thresholds | None = None
    ) -> None:
        """Takes the parts chosen by the assembly."""
        self._matcher = sources.matcher
        self._outside = sources.outside
        self._searcher = sources.searcher
        self._embed = sources.embed
        self._policy_of = policy_of
        self._book = book
        self._limits = thresholds or Thresholds()
        self._signals = SignalReader(self._matcher, self._outside, book)
        self._relevance = RelevanceModel()

    def __call__(self, inquiry: Inquiry) -> Reply:
        """The reply; never None: where nothing is held it says so."""
        evidence = self.gather(inquiry)
        own = self._own(inquiry, evidence.best) if evidence.best else 1.0
        return replace(self._reply(inquiry, evidence), signals=evidence.signals, own=own)

    def _own(self, inquiry: Inquiry, match: Match) -> float:
        """The share of what a follow-up itself names, beside whom it is for, that the answer speaks of."""
        naming = [word for word in inquiry.naming if not is_whom(word, self._book)]
        return self._matcher.coverage(match, naming) if naming else 1.0

    def _reply(self, inquiry: Inquiry, evidence: Evidence) -> Reply:
        best = evidence.best
        if not self._is_held(evidence):
            says_nothing = not (evidence.has_matter or evidence.outside.is_named or inquiry.is_follow_up)
            unusable = Reply("declined", "fixed", lead=messages.UNUSABLE, is_unusable=True)
            return unusable if says_nothing else self._silent_on_told(inquiry) or self._not_covered(evidence)
        if best is not None and best.nearness >= self._limits.approved:
            return self._from_approved(inquiry, best, evidence)
        return self._silent_on_told(inquiry) or self._from_text(inquiry, evidence)

    def gather(self, inquiry: Inquiry) -> Evidence:
        """What the question is near to."""
        found = self._searcher.search(inquiry.text, _RANKED, inquiry.scope)
        hits = found[:_SEARCHED]
        vector = self._embed(inquiry.text)
        matched = self._matcher.match(inquiry.text, inquiry.asks, vector, found)
        matches = self._within(inquiry, matched)
        outside = self._outside.match(inquiry.text, vector, aside=self._signals.aside(inquiry.text))
        content = self._book.content(inquiry.text)
        spoken = self._spoken(hits[0], content) if hits else 0.0
        best = matches[0] if matches else None
        signals = self._signals(inquiry.text, inquiry.asks, Nearest(best, outside, hits[0].score if hits else 0.0))
        return Evidence(matches, hits, outside, signals, spoken, bool(content) or _names_a_figure(inquiry.text))

    def _spoken(self, hit: Hit, content: Sequence[str]) -> float:
        text = hit.passage.text
        return self._book.covered({word: float(word in text) for word in content}) if content else 0.0

    def _within(self, inquiry: Inquiry, matches: list[Match]) -> list[Match]:
        """Those on the policies that the question is limited to."""
        wanted = inquiry.scope.policy_ids if inquiry.scope else None
        return matches if wanted is None else [match for match in matches if match.answer.policy_id in wanted]

    def _is_held(self, evidence: Evidence) -> bool:
        if evidence.best is not None:
            told = evidence.has_matter or evidence.best.nearness >= self._limits.bare
            return told and self._relevance(evidence.signals) >= self._limits.held
        found = bool(evidence.hits) and evidence.hits[0].score >= self._limits.found
        return not evidence.outside.is_named and (found or evidence.spoken >= self._limits.spoken)

    def _from_approved(self, inquiry: Inquiry, best: Match, evidence: Evidence) -> Reply:
        best = self._most_apt(inquiry, best, evidence)
        silent = self._silences(inquiry.asks, best)
        if silent:
            best = self._more_apt(silent, best, evidence)
            silent = self._silences(inquiry.asks, best)
        if silent or self._lacks(inquiry, best):
            return self._partial(silent, best, evidence, asking_part(inquiry.text, inquiry.asks))
        is_wrong = best.answer.status == "answered" and contradicts(inquiry.text, best.answer.quotes)
        is_short = is_yes_no(inquiry.asks) and falls_short(inquiry.text, best.answer.quotes)
        lead = messages.NOT_SO if is_wrong else messages.TOO_SHORT if is_short else ""
        other = self._other_half(best, evidence)
        answers = [best.answer, *([other.answer] if other else [])]
        statements = [statement_of(answer, inquiry.asks) for answer in answers]
        if any(ask.name == "where_written" for ask in inquiry.asks):
            statements[0] = located(best.answer)
        cited = {citation.id: citation for answer in answers for citation in answer.citations}
        if best.answer.status == "partial":
            cited |= self._spoken_of(inquiry)
        closing = self._decides(best.answer.citations) if best.answer.status == "partial" else ""
        return Reply(
            best.answer.status, "approved", lead=lead, statements=tuple(statements), closing=closing,
            citations=self._with_related(tuple(cited.values()), evidence), topic=best.answer.id, confidence=best.score,
            suggestions=self._suggestions(evidence),
        )  # fmt: skip

    def _spoken_of(self, inquiry: Inquiry) -> dict[str, Citation]:
        """What a follow-up goes on with: `电话呢` is silent on the telephone for the matter told before."""
        last = inquiry.last_turn
        if not inquiry.is_follow_up or last is None or not last.cited:
            return {}
        name = last.cited[0]
        return {name: self._policy_of(name.split("/", 1)[0]).cite(name)}

    def _silent_on_told(self, inquiry: Inquiry) -> Reply | None:
        """A follow-up that names nothing and asks what its matter is silent on: what was told of that, and no more."""
        last, asks = inquiry.last_turn, strict(inquiry.asks)
        goes_on = inquiry.is_follow_up and last is not None and last.status in ANSWERED and bool(last.topic)
        if not (goes_on and asks and inquiry.asking) or inquiry.naming:
            return None
        cited = tuple(self._spoken_of(inquiry).values())
        told = tuple(Statement(f"{citation.label}：“{citation.quote}”", (citation.id,)) for citation in cited)
        return Reply(
            "partial", "extract", lead=silence_of(asks, ()) + messages.RELATED, statements=told,
            closing=self._decides(cited), citations=cited, topic=last.topic or "", confidence=_GOES_ON,
        ) if last and cited else None  # fmt: skip

    def _most_apt(self, inquiry: Inquiry, best: Match, evidence: Evidence) -> Match:
        """What a clause says to those asked about, and its known silence where a follow-up is nothing but an ask.

        The matter carried into `招多少人` makes it like what was told before: that is no answer to it.
        """
        if _is_for_others(inquiry, best):
            best = next((match for match in self._beside(best, evidence) if names_private(_said(match))), best)
        asked = {ask.name for ask in strict(inquiry.asks)}
        is_bare = bool(asked and inquiry.asking and not inquiry.naming)
        if not is_bare or best.answer.status != "answered":
            return best
        silences = (match for match in self._beside(best, evidence) if match.answer.status == "partial")
        return next((match for match in silences if asked <= match.asks), best)

    def _more_apt(self, silent: Sequence[Ask], best: Match, evidence: Evidence) -> Match:
        """Another answer on the same clause that does speak of what is asked; else the best one."""
        asked = {ask.name for ask in silent}
        return next((match for match in self._beside(best, evidence) if asked <= match.asks), best)

    def _beside(self, best: Match, evidence: Evidence) -> Iterator[Match]:
        """The other answers on the same clause that come near."""
        clauses = {_clause_of(citation) for citation in best.answer.citations}
        for match in evidence.matches[1:]:
            same = clauses & {_clause_of(citation) for citation in match.answer.citations}
            if same and match.score >= self._limits.approved:
                yield match

    def _suggestions(self, evidence: Evidence) -> tuple[str, ...]:
        """What is asked nearby: the first form of the next best answers."""
        return tuple(match.answer.questions[0] for match in evidence.matches[1 : 1 + _SUGGESTED])

    def _lacks(self, inquiry: Inquiry, best: Match) -> bool:
        """Whether the question speaks of too much that the answer does not; a claim to be put right may do so."""
        if _is_for_others(inquiry, best):
            return True
        if best.nearness >= self._limits.same or claims(inquiry.text) or best.answer.status == "partial":
            return False
        names_no_term = inquiry.asking and not any(map(self._book.is_technical, inquiry.naming))
        if names_no_term and is_yes_no(inquiry.asks) and self._own(inquiry, best) < self._limits.agreed:
            return True
        asked = self._book.content(asking_part(inquiry.text, inquiry.asks))
        covered = max(best.covered, self._matcher.coverage(best, asked))
        return covered < (self._limits.agreed if is_yes_no(inquiry.asks) else self._limits.covered)

    def _other_half(self, best: Match, evidence: Evidence) -> Match | None:
        """The answer to what the best one leaves out, where the question names two matters of the field."""
        left = [word for word in best.missing if self._book.is_technical(self._book.canonical(word))]
        if not left or best.answer.status == "partial":
            return None
        others = (match for match in evidence.matches[1:] if match.answer.status == "answered")
        return next((m for m in others if not set(left) & set(m.missing) and m.nearness >= self._limits.approved), None)

    def _silences(self, asks: Sequence[Ask], best: Match) -> tuple[Ask, ...]:
        """What is asked and the answer does not speak of."""
        if best.answer.status == "partial":
            return ()
        unanswered = [ask for ask in strict(tuple(asks)) if ask.name not in best.asks]
        held = {quantity.kind for quote in best.answer.quotes for quantity in read(quote)}
        lacking = [ask for ask in asks if ask.expects and ask.name not in best.asks and not held & set(ask.expects)]
        return tuple(dict.fromkeys((*unanswered, *lacking)))

    def _partial(self, silent: Sequence[Ask], best: Match, evidence: Evidence, asked: str = "") -> Reply:
        lead = silence_of(silent, self._telling(word for word in best.missing if word in asked)) + messages.RELATED
        return Reply(
            "partial", "extract", lead=lead, statements=quoted(best.answer),
            closing=self._decides(best.answer.citations), topic=best.answer.id, confidence=best.score,
            citations=self._with_related(best.answer.citations, evidence), suggestions=self._suggestions(evidence),
        )  # fmt: skip

    def _from_text(self, inquiry: Inquiry, evidence: Evidence) -> Reply:
        hit = evidence.hits[0] if evidence.hits else None
        best = evidence.best
        if hit is None:
            assert best is not None  # noqa: S101 - one of the two is there, or this is not called
            return self._partial(self._silences(inquiry.asks, best), best, evidence)
        citation = self._policy_of(hit.passage.policy_id).cite(hit.passage.id)
        missing = [w for w in self._book.content(inquiry.text) if not self._says(citation, w)]
        asks = strict(inquiry.asks)
        line = Statement(
            f"{citation.label}：“{most_telling(citation.quote, inquiry.text, self._book)}”", (citation.id,)
        )
        others = tuple(self._policy_of(h.passage.policy_id).cite(h.passage.id) for h in evidence.hits[1 : 1 + _RELATED])
        covered = self._book.share(self._book.content(inquiry.text), missing)
        if asks or covered < self._limits.covered:
            lead = silence_of(asks, self._telling(missing)) + messages.RELATED
            return Reply(
                "partial", "extract", lead=lead, statements=(line,), closing=self._decides((citation,)),
                citations=(citation, *others), topic=citation.id, confidence=hit.score,
            )  # fmt: skip
        return Reply(
            "answered", "extract", lead="文件的原话是：", statements=(line,), citations=(citation, *others),
            topic=citation.id, confidence=hit.score,
        )  # fmt: skip

    def _telling(self, words: Iterable[str]) -> list[str]:
        """Those of the words that name something: what is everyday speech is not what the text lacks."""
        return [word for word in words if len(word) > 1 and self._book.is_name(word)]

    def _says(self, citation: Citation, word: str) -> bool:
        context = f"{citation.policy_title}{citation.heading}{citation.quote}"
        return word in context or self._book.canonical(word) in context

    def _with_related(self, cited: Sequence[Citation], evidence: Evidence) -> tuple[Citation, ...]:
        """The answer's own citations, then those of the next best finds: a reader may want the neighbour."""
        held = {citation.id for citation in cited}
        related: list[Citation] = []
        for match in evidence.matches[1:3]:
            close = evidence.matches[0].score - match.score < 0.08
            related += [citation for citation in match.answer.citations if close and citation.id not in held]
        unique = {citation.id: citation for citation in related}
        return (*cited, *list(unique.values())[:_RELATED])

    def _decides(self, cited: Sequence[Citation]) -> str:
        issuers = self._policy_of(cited[0].policy_id).metadata.issuers if cited else ()
        return messages.DECIDES.format(office=issuers[0]) if issuers else messages.DECIDES_UNNAMED

    def _not_covered(self, evidence: Evidence) -> Reply:
        refusal = self._refusal(evidence)
        return replace(refusal, choices=self._choices(evidence)) if refusal.status == "not_covered" else refusal

    def _choices(self, evidence: Evidence) -> tuple[Choice, ...]:
        """The nearest answers, where they may be meant after all; each by what it is mostly asked with."""
        if evidence.outside.is_named or self._relevance(evidence.signals) < self._limits.undecided:
            return ()
        near = [match for match in evidence.matches[:_CHOICES] if match.covered >= _SPOKEN_OF]
        answers = [match.answer for match in near if evidence.has_matter]
        return tuple(Choice(one.id, one.questions[0], "；".join(one.questions[:_FORMS])) for one in answers)

    def _refusal(self, evidence: Evidence) -> Reply:
        outside = evidence.outside
        if outside.subject.kind == "chat" and (outside.is_named or outside.nearness > _NEAR_CHAT):
            return Reply("declined", "fixed", lead=messages.OFF_TOPIC, is_elsewhere=outside.is_named)
        if outside.is_named or outside.nearness > _NEAR_SUBJECT:
            lead = messages.NOT_COVERED_SUBJECT.format(subject=outside.subject.label)
            return Reply("not_covered", "fixed", lead=lead, is_elsewhere=outside.is_named)
        return Reply("not_covered", "fixed", lead=messages.NOT_COVERED)


def _is_for_others(inquiry: Inquiry, match: Match) -> bool:
    return is_for_others(inquiry.text, _said(match), match.answer.questions)


def _said(match: Match) -> str:
    return "".join((match.answer.text, *match.answer.quotes))


def _names_a_figure(text: str) -> bool:
    """Whether a sum or a share stands in the text: `60%是什么意思` is about something, `88个人三年` is not."""
    return any(quantity.kind in ("money", "percent") for quantity in read(text))


def _clause_of(citation: Citation) -> str:
    return citation.id.rsplit("#", 1)[0]
