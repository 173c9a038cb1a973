"""What the policy says on a question: an approved answer, else its own words, else its silence."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.answering import messages
from bot.answering.asks import strict
from bot.answering.choosing import AnswerChooser, clause_of
from bot.answering.evidence import Evidence, EvidenceGatherer, Sources
from bot.answering.gate import Statement
from bot.answering.matching import Match
from bot.answering.models import ANSWERED
from bot.answering.parts import asking_part
from bot.answering.premise import contradicts, falls_short
from bot.answering.refusing import Refuser, Thresholds
from bot.answering.state import Inquiry, Reply
from bot.answering.telling import is_yes_no, located, most_telling, quoted, silence_of, statement_of, unspoken
from bot.answering.words import WordBook
from corpus.models import Citation, Policy
from corpus.vocabulary import Ask

PolicyOf = Callable[[str], Policy]
_RELATED = 2
_SUGGESTED = 3
_GOES_ON = 0.5
"""How sure a silence is that rests on nothing but what was told before."""


class ContentResponder:
    """Answers from approved answers and retrieved sentences."""

    def __init__(
        self, sources: Sources, policy_of: PolicyOf, book: WordBook, thresholds: Thresholds | None = None
    ) -> None:
        """Takes the parts chosen by the assembly."""
        self._policy_of = policy_of
        self._book = book
        self._limits = thresholds or Thresholds()
        self._gather = EvidenceGatherer(sources, book)
        self._refuse = Refuser(self._limits)
        self._choose = AnswerChooser(sources.matcher, book, self._limits)

    def __call__(self, inquiry: Inquiry) -> Reply:
        """The reply; never None: where nothing is held it says so."""
        evidence = self._gather(inquiry)
        own = self._choose.own(inquiry, evidence.best) if evidence.best else 1.0
        return replace(self._reply(inquiry, evidence), is_searched=True, own=own)

    def _reply(self, inquiry: Inquiry, evidence: Evidence) -> Reply:
        best = evidence.best
        if not self._refuse.is_held(evidence):
            says_nothing = not (evidence.has_matter or evidence.named or inquiry.is_follow_up)
            unusable = Reply("declined", "fixed", lead=messages.UNUSABLE, is_unusable=True)
            return unusable if says_nothing else self._silent_on_told(inquiry) or self._refuse(evidence)
        if best is not None and best.nearness >= self._limits.approved:
            return self._from_approved(inquiry, best, evidence)
        return self._silent_on_told(inquiry) or self._from_text(inquiry, evidence)

    def _from_approved(self, inquiry: Inquiry, best: Match, evidence: Evidence) -> Reply:
        best, silent = self._choose(inquiry, best, evidence)
        if silent or self._choose.lacks(inquiry, best):
            return self._partial(silent, best, evidence, asking_part(inquiry.text, inquiry.asks))
        is_wrong = best.answer.status == "answered" and contradicts(inquiry.text, best.answer.quotes)
        is_short = is_yes_no(inquiry.asks) and falls_short(inquiry.text, best.answer.quotes)
        lead = messages.NOT_SO if is_wrong else messages.TOO_SHORT if is_short else ""
        half = self._choose.other_half(best, evidence)
        answers = [best.answer, *([half.answer] if half else [])]
        statements = [statement_of(answer, inquiry.asks) for answer in answers]
        if any(ask.name == "where_written" for ask in inquiry.asks):
            statements[0] = located(best.answer)
        cited = {citation.id: citation for answer in answers for citation in answer.citations}
        if best.answer.status == "partial":
            cited |= self._spoken_of(inquiry, best)
        closing = self._decides(best.answer.citations) if best.answer.status == "partial" else ""
        return Reply(
            best.answer.status, "approved", lead=lead, statements=tuple(statements), closing=closing,
            citations=self._with_related(tuple(cited.values()), evidence), topic=best.answer.id, confidence=best.score,
            suggestions=self._suggestions(evidence),
        )  # fmt: skip

    def _spoken_of(self, inquiry: Inquiry, best: Match | None = None) -> dict[str, Citation]:
        """What a follow-up goes on with: `电话呢` is silent on the telephone for the matter told before.

        Where it names what that sentence does not speak of, it goes on with the clause of its answer alone.
        """
        last = inquiry.last_turn
        if not inquiry.is_follow_up or last is None or not last.cited:
            return {}
        told = self._policy_of(last.cited[0].split("/", 1)[0]).cite(last.cited[0])
        clauses = {clause_of(citation) for citation in best.answer.citations} if best else set()
        asked = _asked_with(inquiry.asks, inquiry.asking)
        other = [word for word in self._choose.named(inquiry) if word not in asked and not self._says(told, word)]
        return {} if best and other and clause_of(told) not in clauses else {told.id: told}

    def _silent_on_told(self, inquiry: Inquiry) -> Reply | None:
        """A follow-up that names nothing and asks what its matter is silent on: what was told of that, and no more."""
        last, asks = inquiry.last_turn, tuple(ask for ask in inquiry.asks if ask.strict or ask.expects)
        goes_on = inquiry.is_follow_up and last is not None and last.status in ANSWERED and bool(last.topic)
        if not (goes_on and asks and inquiry.asking) or set(inquiry.naming) - _asked_with(asks, inquiry.asking):
            return None
        cited = tuple(self._spoken_of(inquiry).values())
        told = tuple(Statement(f"{citation.label}：“{citation.quote}”", (citation.id,)) for citation in cited)
        return Reply(
            "partial", "extract", lead=silence_of(asks, ()) + messages.RELATED, statements=told,
            closing=self._decides(cited), citations=cited, topic=last.topic or "", confidence=_GOES_ON,
        ) if last and cited else None  # fmt: skip

    def _suggestions(self, evidence: Evidence) -> tuple[str, ...]:
        """What is asked nearby: the first form of the next best answers."""
        return tuple(match.answer.questions[0] for match in evidence.matches[1 : 1 + _SUGGESTED])

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
            return self._partial(unspoken(inquiry.asks, best), best, evidence)
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


def _asked_with(asks: Sequence[Ask], text: str) -> set[str]:
    found = [ask.regex.search(text) for ask in asks]
    return {match[0] for match in found if match}
