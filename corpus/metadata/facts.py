"""The document as the metadata rules see it: its parts, and a statement with its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.models import Clause, Sentence, Stated

_KEY = re.compile(r"\s*([\u4e00-\u9fff\s]{2,8}?)\s*[:：]\s*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Document:
    """A parsed document before it has metadata."""

    text: str
    clauses: tuple[Clause, ...]

    def sentences(self, *paths: str) -> Iterator[Sentence]:
        """The sentences of the clauses named, or of all clauses."""
        for clause in self.clauses:
            if not paths or clause.path in paths:
                yield from clause.sentences

    def part(self, path: str) -> Sentence | None:
        """The first sentence of a part such as `title`, or None."""
        return next(self.sentences(path), None)

    def own_sentences(self) -> Iterator[Sentence]:
        """The sentences outside attachments."""
        for clause in self.clauses:
            if not clause.path.startswith("attachment"):
                yield from clause.sentences

    def field(self, *keys: str) -> Stated | None:
        """The value that the head of a web page gives under one of the keys, such as `发文字号：…`."""
        for sentence in self.sentences("header"):
            found = _KEY.fullmatch(sentence.text)
            if found and squeeze(found[1]) in keys and found[2].strip():
                return stated(found[2].strip(), sentence, confidence=0.95)
        return None


def stated(value: str, sentence: Sentence, confidence: float = 1.0) -> Stated:
    """The value with the sentence that states it."""
    return Stated(value=value, quote=sentence.text, sentence_id=sentence.id, confidence=confidence)


def squeeze(text: str) -> str:
    """The text without any blanks."""
    return re.sub(r"\s", "", text)
