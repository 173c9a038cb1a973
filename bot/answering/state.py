"""What passes between the steps of an answer."""

from dataclasses import dataclass, field, replace

from bot.answering.gate import Statement
from bot.answering.models import Audience, Mode, Need, Status, Turn
from bot.calculators.models import Calculation
from bot.retrieval.models import Scope
from corpus.models import Citation
from corpus.vocabulary import Ask


@dataclass(frozen=True, slots=True)
class Inquiry:
    """One thing asked: masked, spelt right and complete without the conversation.

    `typed` is what the user wrote (masked), `text` what is understood by it. `turns` are the earlier exchanges,
    oldest first. `alone` is what a follow-up says by itself, for it might be a new matter after all, and `is_bare`
    tells that it names nothing or points at what was said; `leaning` is any question with what the conversation was
    about before it, empty where there was nothing. `asking` is the part of `text` that is new, where the rest is
    carried over from what was said before; `naming` are its words that name what it is about.
    """

    typed: str
    text: str
    asks: tuple[Ask, ...] = ()
    audience: Audience | None = None
    scope: Scope | None = None
    turns: tuple[Turn, ...] = ()
    is_follow_up: bool = False
    alone: str = ""
    is_bare: bool = False
    leaning: str = ""
    asking: str = ""
    naming: tuple[str, ...] = ()

    @property
    def last_turn(self) -> Turn | None:
        """The exchange before this one."""
        return self.turns[-1] if self.turns else None


@dataclass(frozen=True, slots=True)
class Choice:
    """What an undecided question may be about: an answer's or a calculator's key, its name, and what it answers."""

    key: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer before the gate.

    `lead` are fixed words of ours that state nothing of the policy but its silence; `statements` say what the policy
    holds, each with the sentences that it rests on; `confidence` is in [0, 1].
    """

    status: Status
    mode: Mode
    lead: str = ""
    statements: tuple[Statement, ...] = ()
    closing: str = ""
    citations: tuple[Citation, ...] = ()
    calculation: Calculation | None = None
    needs: tuple[Need, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    understood: str = ""
    topic: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    confidence: float = 1.0
    asked: str = ""
    """The question as this reply understood it, in full; empty where it answers several."""
    own: float = 1.0
    """The share of a follow-up's own words, by weight, that the answer speaks of."""
    is_searched: bool = False
    """Whether it was asked what is held on the question."""
    is_unusable: bool = False
    """Whether it refuses because the question says nothing."""
    is_elsewhere: bool = False
    """Whether it refuses because the question names a matter of other policies."""
    is_joined: bool = False
    """Whether it answers several questions, one after another."""
    is_verbatim: bool = False
    """Whether the text itself was asked for: no other words may take its place."""
    choices: tuple[Choice, ...] = ()
    """Where it refuses with little to tell by: what is nearest, for someone else to choose from."""

    @property
    def text(self) -> str:
        """The whole text as it is shown."""
        parts = (self.lead, *(statement.shown for statement in self.statements), self.closing)
        return "\n".join(part for part in parts if part)

    def with_notice(self, notice: str) -> "Reply":
        """The same reply with one more notice."""
        return replace(self, notices=(*self.notices, notice))
