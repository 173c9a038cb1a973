"""What the policy says on a question: an approved answer, else its own words, else its silence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot.answering import messages
from bot.answering.asks import strict
from bot.answering.contextualise import is_whom
from bot.answering.evidence import Evidence, EvidenceGatherer, Sources
from bot.answering.following import Both, FollowUpFit, FollowUpModel, meant
from bot.answering.gate import Statement
from bot.answering.matching import Match
from bot.answering.models import ANSWERED
from bot.answering.parts import asking_part
from bot.answering.premise import claims, contradicts, falls_short, is_for_others, names_private
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
        self._matcher = sources.matcher
        self._policy_of = policy_of
        self._book = book
        self._limits = thresholds or Thresholds()
        self._gather = EvidenceGatherer(sources, book)
        self._refuse = Refuser(self._limits)
        self._follow = FollowUpModel()

    def __call__(self, inquiry: Inquiry) -> Reply:
        """The reply; never None: where nothing is held it says so."""
        evidence = self._gather(inquiry)
        own = self._own(inquiry, evidence.best) if evidence.best else 1.0
        return replace(self._reply(inquiry, evidence), is_searched=True, own=own)

    def _own(self, inquiry: Inquiry, match: Match) -> float:
        """The share of what a follow-up itself names, beside whom it is for, that the answer speaks of."""
        naming = [word for word in self._named(inquiry) if not is_whom(word, self._book)]
        return self._matcher.coverage(match, naming) if naming else 1.0

    def _named(self, inquiry: Inquiry) -> list[str]:
        """What a follow-up itself names: `都这样吗`, `算在里面吗` say something of what was told and name nothing."""
        return [word for word in inquiry.naming if self._book.is_name(word)]

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
        best = self._most_apt(inquiry, best, evidence)
        other = self._meant(inquiry, best, evidence)
        silent = unspoken(inquiry.asks, other or best)
        if silent and other is None:
            best = self._more_apt(silent, best, evidence)
            silent = unspoken(inquiry.asks, best)
        best = other or best
        if silent or self._lacks(inquiry, best):
            return self._partial(silent, best, evidence, asking_part(inquiry.text, inquiry.asks))
        is_wrong = best.answer.status == "answered" and contradicts(inquiry.text, best.answer.quotes)
        is_short = is_yes_no(inquiry.asks) and falls_short(inquiry.text, best.answer.quotes)
        lead = messages.NOT_SO if is_wrong else messages.TOO_SHORT if is_short else ""
        half = self._other_half(best, evidence)
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
        clauses = {_clause_of(citation) for citation in best.answer.citations} if best else set()
        asked = _asked_with(inquiry.asks, inquiry.asking)
        other = [word for word in self._named(inquiry) if word not in asked and not self._says(told, word)]
        return {} if best and other and _clause_of(told) not in clauses else {told.id: told}

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

    def _meant(self, inquiry: Inquiry, best: Match, evidence: Evidence) -> Match | None:
        """Another answer than the best one, where a follow-up means that.

        It is not for others than those asked about, and on the matter told where the follow-up names none: `有补贴吗`
        after one matter is not answered with the sum that is paid for another.
        """
        told = next((turn.cited[0] for turn in reversed(inquiry.turns) if turn.cited), "")
        naming, asked = self._named(inquiry), strict(inquiry.asks)

        def score(one: Both) -> float:
            match = one.match
            own = self._matcher.coverage(match, naming) if naming else 1.0
            is_silent = bool(asked) and match.answer.status == "answered"
            is_silent = is_silent and bool(unspoken(inquiry.asks, match) or self._lacks(inquiry, match))
            return self._follow(FollowUpFit.of(one, told, own, is_silent=is_silent))

        least = 0.0 if naming else min(best.covered, self._limits.agreed)
        apt = [one for one in evidence.both if one.match.covered >= least and not _is_for_others(inquiry, one.match)]
        return meant(apt, best, score)

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


def _is_for_others(inquiry: Inquiry, match: Match) -> bool:
    return is_for_others(inquiry.text, _said(match), match.answer.questions)


def _asked_with(asks: Sequence[Ask], text: str) -> set[str]:
    found = [ask.regex.search(text) for ask in asks]
    return {match[0] for match in found if match}


def _said(match: Match) -> str:
    return "".join((match.answer.text, *match.answer.quotes))


def _clause_of(citation: Citation) -> str:
    return citation.id.rsplit("#", 1)[0]
