"""Reads files: Word, PDF, web pages, plain text, and scans where recognition is installed."""

from corpus.readers.files import SUFFIXES, read_bytes, read_file, safe_name
from corpus.readers.isolation import read_safely
from corpus.readers.models import DEFAULT_LIMITS, ExtractedText, Limits, Table

__all__ = [
    "DEFAULT_LIMITS",
    "SUFFIXES",
    "ExtractedText",
    "Limits",
    "Table",
    "read_bytes",
    "read_file",
    "read_safely",
    "safe_name",
]
