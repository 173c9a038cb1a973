"""References between policies, and look-ups by number."""

from corpus.references.links import Linker, Reference, find_references
from corpus.references.lookup import LookUp, Mention, look_up, mentions
from corpus.references.names import Names, is_marked_superseded, short_title
from corpus.references.places import Place, paragraphs, sentences_at

__all__ = [
    "Linker",
    "LookUp",
    "Mention",
    "Names",
    "Place",
    "Reference",
    "find_references",
    "is_marked_superseded",
    "look_up",
    "mentions",
    "paragraphs",
    "sentences_at",
    "short_title",
]
