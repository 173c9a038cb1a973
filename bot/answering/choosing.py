"""Which of the approved answers near to a question it means, and whether that answer speaks of what is asked."""

from collections.abc import Iterator, Sequence

from bot.answering.asks import strict
from bot.answering.contextualise import is_whom
from bot.answering.evidence import Evidence
from bot.answering.following import Both, FollowUpFit, FollowUpModel, meant
from bot.answering.matching import AnswerMatcher, Match
from bot.answering.parts import asking_part
from bot.answering.premise import claims, is_for_others, names_private
from bot.answering.refusing import Thresholds
from bot.answering.state import Inquiry
from bot.answering.telling import is_yes_no, unspoken
from bot.answering.words import WordBook
from corpus.models import Citation
from corpus.vocabulary import Ask


class AnswerChooser:
    """Chooses among the answers that come near; the nearest is not always the one that is meant."""

    def __init__(self, matcher: AnswerMatcher, book: WordBook, limits: Thresholds) -> None:
        """Takes what tells how far an answer speaks of words, and where agreement ends."""
        self._matcher = matcher
        self._book = book
        self._limits = limits
        self._follow = FollowUpModel()

    def __call__(self, inquiry: Inquiry, best: Match, evidence: Evidence) -> tuple[Match, tuple[Ask, ...]]:
        """The answer meant, given the one that fits best, and what is asked that it is silent on."""
        best = self._most_apt(inquiry, best, evidence)
        other = self._meant(inquiry, best, evidence)
        silent = unspoken(inquiry.asks, other or best)
        if silent and other is None:
            best = self._more_apt(silent, best, evidence)
            silent = unspoken(inquiry.asks, best)
        return other or best, silent

    def own(self, inquiry: Inquiry, match: Match) -> float:
        """The share of what a follow-up itself names, beside whom it is for, that the answer speaks of."""
        naming = [word for word in self.named(inquiry) if not is_whom(word, self._book)]
        return self._matcher.coverage(match, naming) if naming else 1.0

    def named(self, inquiry: Inquiry) -> list[str]:
        """What a follow-up itself names: `都这样吗`, `算在里面吗` say something of what was told and name nothing."""
        return [word for word in inquiry.naming if self._book.is_name(word)]

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
        naming, asked = self.named(inquiry), strict(inquiry.asks)

        def score(one: Both) -> float:
            match = one.match
            own = self._matcher.coverage(match, naming) if naming else 1.0
            is_silent = bool(asked) and match.answer.status == "answered"
            is_silent = is_silent and bool(unspoken(inquiry.asks, match) or self.lacks(inquiry, match))
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
        clauses = {clause_of(citation) for citation in best.answer.citations}
        for match in evidence.matches[1:]:
            same = clauses & {clause_of(citation) for citation in match.answer.citations}
            if same and match.score >= self._limits.approved:
                yield match

    def lacks(self, inquiry: Inquiry, best: Match) -> bool:
        """Whether the question speaks of too much that the answer does not; a claim to be put right may do so."""
        if _is_for_others(inquiry, best):
            return True
        if best.nearness >= self._limits.same or claims(inquiry.text) or best.answer.status == "partial":
            return False
        names_no_term = inquiry.asking and not any(map(self._book.is_technical, inquiry.naming))
        if names_no_term and is_yes_no(inquiry.asks) and self.own(inquiry, best) < self._limits.agreed:
            return True
        asked = self._book.content(asking_part(inquiry.text, inquiry.asks))
        covered = max(best.covered, self._matcher.coverage(best, asked))
        return covered < (self._limits.agreed if is_yes_no(inquiry.asks) else self._limits.covered)

    def other_half(self, best: Match, evidence: Evidence) -> Match | None:
        """The answer to what the best one leaves out, where the question names two matters of the field."""
        left = [word for word in best.missing if self._book.is_technical(self._book.canonical(word))]
        if not left or best.answer.status == "partial":
            return None
        others = (match for match in evidence.matches[1:] if match.answer.status == "answered")
        return next((m for m in others if not set(left) & set(m.missing) and m.nearness >= self._limits.approved), None)


def clause_of(citation: Citation) -> str:
    """The clause that a cited sentence stands in."""
    return citation.id.rsplit("#", 1)[0]


def _is_for_others(inquiry: Inquiry, match: Match) -> bool:
    return is_for_others(inquiry.text, _said(match), match.answer.questions)


def _said(match: Match) -> str:
    return "".join((match.answer.text, *match.answer.quotes))
