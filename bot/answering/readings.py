"""Which of two readings of a follow-up is meant: as it was said, or completed by what was spoken of before.

Both are answered, and the answers tell. The weights were fitted on those turns of the development conversations where
one reading is right and the other is not.
"""

from dataclasses import replace

from bot.answering.models import ANSWERED, CONTENT_STATUSES, Turn
from bot.answering.state import Inquiry, Reply

_GOING_ON = 0.06
"""A follow-up is more likely to go on than to begin something new,"""
_BARE = 0.2
"""still more where it names nothing or points at what was said;"""
_SILENT = 0.38
"""and a silence on it as it was said is less likely what was asked for than something that the text does say."""
_SAME = 0.6
"""But what leads as it was said to the very sentence that was told goes on without any help,"""
_OUTSIDE = 1.3
"""what names a matter of other policies is a new one,"""
_UNSPOKEN = 0.2
"""and so may be what names something that the answer to it when completed does not speak of."""
_SUREST = 1.1
"""More than any reading is answered with."""


def meant(inquiry: Inquiry, last: Turn, alone: Reply, completed: Reply) -> Reply:
    """The reply to the reading that is meant by a follow-up to `last`.

    What names nothing and goes on keeps the matter that completed it, for the turns that follow.
    """
    begins = _begins(last, alone) + _UNSPOKEN * (1 - completed.own)
    if begins <= _sure(completed) + _GOING_ON + _BARE * inquiry.is_bare:
        return completed
    return replace(alone, asked=completed.asked) if inquiry.is_bare and _goes_on(last, alone) else alone


def speaks_for_itself(last: Turn, alone: Reply) -> bool:
    """Whether the reply to a question as it was said stands, whatever the other reading is answered with."""
    return alone.is_joined or alone.mode == "calculation" or _begins(last, alone) > _SUREST + _GOING_ON


def _begins(last: Turn, alone: Reply) -> float:
    """How surely the question is meant as it was said, by the reply to it alone."""
    begins = _sure(alone) + _SAME * _goes_on(last, alone) + _OUTSIDE * alone.is_elsewhere
    return begins - _SILENT * (alone.status == "partial")


def _goes_on(last: Turn, alone: Reply) -> bool:
    """Whether it is answered first with the sentence that was told first."""
    return alone.status in ANSWERED and alone.citations[:1] != () and alone.citations[0].id in last.cited[:1]


def _sure(reply: Reply) -> float:
    return reply.confidence if reply.status in CONTENT_STATUSES else 0.0
