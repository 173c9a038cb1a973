"""Whether a question is about what is held, and the refusal where it is not."""

from dataclasses import dataclass, replace

from bot.answering import messages
from bot.answering.evidence import Evidence
from bot.answering.relevance import RelevanceModel
from bot.answering.state import Choice, Reply

_NEAR_CHAT = 0.4
_NEAR_SUBJECT = 0.6
"""From these nearnesses on a refusal names the subject that the question is near to."""
_CHOICES = 6
_FORMS = 2
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

    held: float = 0.35
    undecided: float = 0.05
    approved: float = 0.45
    found: float = 0.62
    spoken: float = 0.75
    covered: float = 0.2
    agreed: float = 0.5
    same: float = 0.85
    bare: float = 0.5


class Refuser:
    """Draws the line between what is held and what is not."""

    def __init__(self, limits: Thresholds) -> None:
        """Takes where the line is."""
        self._limits = limits
        self._relevance = RelevanceModel()

    def is_held(self, evidence: Evidence) -> bool:
        """Whether what is asked about is held at all."""
        if evidence.best is not None:
            told = evidence.has_matter or evidence.best.nearness >= self._limits.bare
            return told and self._is_near(evidence)
        found = bool(evidence.hits) and evidence.hits[0].score >= self._limits.found
        return evidence.named is None and (found or evidence.spoken >= self._limits.spoken)

    def _is_near(self, evidence: Evidence) -> bool:
        """What lies outside is compared with only where it could change the decision."""
        held = self._limits.held
        return self._relevance(evidence.least) >= held or self._relevance(evidence.signals) >= held

    def __call__(self, evidence: Evidence) -> Reply:
        """The words of the refusal, and what may have been meant."""
        refusal = self._refusal(evidence)
        return replace(refusal, choices=self._choices(evidence)) if refusal.status == "not_covered" else refusal

    def _choices(self, evidence: Evidence) -> tuple[Choice, ...]:
        """The nearest answers, where they may be meant after all; each by what it is mostly asked with."""
        if evidence.named or self._relevance(evidence.signals) < self._limits.undecided:
            return ()
        near = [match for match in evidence.matches[:_CHOICES] if match.covered >= _SPOKEN_OF]
        answers = [match.answer for match in near if evidence.has_matter]
        return tuple(Choice(one.id, one.questions[0], "；".join(one.questions[:_FORMS])) for one in answers)

    def _refusal(self, evidence: Evidence) -> Reply:
        is_named, nearness = evidence.named is not None, evidence.outside.nearness
        subject = evidence.named or evidence.outside.subject
        if subject.kind == "chat" and (is_named or nearness > _NEAR_CHAT):
            return Reply("declined", "fixed", lead=messages.OFF_TOPIC, is_elsewhere=is_named)
        if is_named or nearness > _NEAR_SUBJECT:
            lead = messages.NOT_COVERED_SUBJECT.format(subject=subject.label)
            return Reply("not_covered", "fixed", lead=lead, is_elsewhere=is_named)
        return Reply("not_covered", "fixed", lead=messages.NOT_COVERED)
