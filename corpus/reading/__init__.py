"""Reads official documents: from text to clauses, sentences and passages."""

from corpus.reading.passages import passages
from corpus.reading.policy import parse_policy

__all__ = ["parse_policy", "passages"]
