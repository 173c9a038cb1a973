"""What a document says about itself: title, number, issuers, dates, what it rests on and what it repeals."""

from corpus.metadata.extraction import extract_metadata

__all__ = ["extract_metadata"]
