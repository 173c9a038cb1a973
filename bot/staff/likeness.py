"""How alike two questions are to an editor: the same matter, and the same thing asked about it."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.asks import AskReader
from bot.answering.words import WordBook, bigrams

Array = NDArray[np.float32]
FEATURES = ("meaning", "words", "same_ask", "kindred_ask", "other_ask")
WEIGHTS = np.array([15.0, 1.3, 0.8, -1.3, -3.3], dtype=np.float32)
"""Fitted on half of the labelled matters by `python -m eval.benchmarks.grouping`, which also sweeps `LEAST`."""
LEAST = 10.4
"""The sum of the weighted features from which questions are taken as alike."""
_FLOOR = 0.78
"""Below this cosine the embedding says nothing: unrelated questions of this language stand about there."""
_WIDTH = 512
"""Columns that words are hashed to: rows of one length, whatever words there are."""
_LONG = 3
_BLOCK = 128
FAMILIES = {
    "how": ("place", "apply_to", "decider", "online", "receiver", "procedure"),
    "when": ("deadline", "payment", "frequency", "duration", "start", "counting_start", "validity"),
    "how_much": ("amount", "ratio", "count", "fee"),
    "who": ("eligible", "criterion", "age", "experience", "names"),
    "bad_end": ("penalty", "contingency"),
}
"""Kinds of asking that people use for each other: an editor's answer to one often settles the other."""
VAGUE = frozenset({"yes_no", "manner", "definition", "list", "future", "teacher", "responsible"})
"""Kinds that say nothing of what is asked."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about, its words by weight, and what it asks, by the names of the kinds."""

    words: Mapping[str, float]
    asks: frozenset[str]


def read_matter(text: str, book: WordBook, reader: AskReader) -> Matter:
    """The matter of a question; synonyms count as one word."""
    words = {book.canonical(word): book.weight(word) for word in book.content(text)}
    return Matter(words, frozenset(ask.name for ask in reader.read(text)) - VAGUE)


class Likeness:
    """Questions in a row, each compared with all; in blocks of matrices, for there may be thousands."""

    def __init__(self, vectors: Array, matters: Sequence[Matter]) -> None:
        """Takes one unit row of `vectors` and one matter a question."""
        self._count = len(matters)
        self._vectors = vectors
        self._words = np.array([_hashed(matter.words) for matter in matters], dtype=np.float32)
        self._asks = _flags([matter.asks for matter in matters])
        self._kinds = _flags([_families(matter.asks) for matter in matters])
        self._has_ask = np.array([bool(matter.asks) for matter in matters], dtype=bool)

    def features(self, rows: slice) -> Array:
        """(5, rows, questions) float32: `FEATURES` of the questions in `rows` with each of all."""
        meaning = np.clip((self._vectors[rows] @ self._vectors.T - _FLOOR) / (1 - _FLOOR), 0, 1)
        words = self._words[rows] @ self._words.T
        same = self._asks[rows] @ self._asks.T > 0
        kindred = ~same & (self._kinds[rows] @ self._kinds.T > 0)
        other = ~same & ~kindred & self._has_ask[rows, None] & self._has_ask[None, :]
        return np.stack([meaning, words, same, kindred, other], dtype=np.float32, casting="unsafe")

    def groups(self, known: Sequence[int], least: float = LEAST) -> list[int]:
        """A group number for each question. The first have theirs in `known` and keep it; the others follow in turn.

        Each goes to the group whose members it is most like on average, if that is enough, or begins a new one.
        """
        codes = np.zeros(self._count, dtype=np.int64)
        codes[: len(known)] = known
        count = max(known, default=-1) + 1
        for begin in range(len(known), self._count, _BLOCK):
            block = slice(begin, min(begin + _BLOCK, self._count))
            scores = np.tensordot(WEIGHTS, self.features(block), 1)
            for place in range(block.start, block.stop):
                best = _best(scores[place - begin, :place], codes[:place], least)
                codes[place] = count if best is None else best
                count += best is None
        return [int(code) for code in codes]


def _best(scores: Array, codes: NDArray[np.int64], least: float) -> int | None:
    """The group with the highest mean of scores, if that is enough."""
    if not len(codes):
        return None
    sizes = np.bincount(codes)
    means = np.where(sizes > 0, np.bincount(codes, weights=scores) / np.maximum(sizes, 1), -np.inf)
    best = int(np.argmax(means))
    return best if means[best] >= least else None


def _hashed(words: Mapping[str, float]) -> Array:
    """A unit row: each word by its weight, and long ones by their pairs of characters too (学徒制 is near 学徒)."""
    row = np.zeros(_WIDTH, dtype=np.float32)
    for word, weight in words.items():
        for token in (word, *(f"{pair} " for pair in bigrams(word) if len(word) >= _LONG)):
            row[zlib.crc32(token.encode()) % _WIDTH] += weight
    norm = float(np.linalg.norm(row))
    return row / np.float32(norm) if norm else row


def _families(asks: frozenset[str]) -> frozenset[str]:
    return frozenset(family for family, members in FAMILIES.items() if asks & set(members))


def _flags(sets: Sequence[frozenset[str]]) -> Array:
    """(questions, names) float32: 1 where a question has the name."""
    columns = {name: column for column, name in enumerate(sorted(frozenset().union(*sets)))}
    flags = np.zeros((len(sets), len(columns)), dtype=np.float32)
    for row, names in enumerate(sets):
        for name in names:
            flags[row, columns[name]] = 1
    return flags
