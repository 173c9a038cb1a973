"""What of a passage is embedded."""

from corpus.models import Passage


def embedded_text(passage: Passage) -> str:
    """The passage with its context before it: a sentence alone often does not say what it is about."""
    return f"{passage.context} {passage.text}" if passage.context else passage.text
