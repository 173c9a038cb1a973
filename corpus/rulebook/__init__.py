"""Rules as data: dated parameters, wordings, measures and questions, each bound to the sentence it rests on."""

from corpus.rulebook.loading import load_rulebook
from corpus.rulebook.models import (
    Choice,
    Conflict,
    Measure,
    Parameter,
    Period,
    Provision,
    Question,
    Rulebook,
)

__all__ = [
    "Choice",
    "Conflict",
    "Measure",
    "Parameter",
    "Period",
    "Provision",
    "Question",
    "Rulebook",
    "load_rulebook",
]
