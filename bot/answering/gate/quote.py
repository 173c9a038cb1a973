"""Checks a citation's quote against the policy text."""

from corpus.models import Citation


def check_quote(citation: Citation, policy_text: str) -> bool:
    """Whether the quote is, character for character, a substring of the stored policy text, and not empty."""
    return bool(citation.quote) and citation.quote in policy_text
