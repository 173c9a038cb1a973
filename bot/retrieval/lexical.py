"""BM25 over characters and character pairs, in memory, built and queried with numpy alone.

Pairs beat words on the colloquial Chinese of citizens' questions, need no dictionary, and build at some 100,000
passages a second, so the index is made anew from the database at every start and at every change of the corpus.
"""

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K1 = 1.2
B = 0.75
_SEPARATOR = "\n"


def fold(text: str) -> str:
    """The text as it is matched: compatibility forms and letter case folded."""
    return unicodedata.normalize("NFKC", text).lower()


class LexicalIndex:
    """An immutable BM25 index of texts, numbered from 0 in the order given."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        codes = _code_points(_SEPARATOR.join(fold(text).replace(_SEPARATOR, " ") for text in texts))
        documents = np.cumsum(codes == ord(_SEPARATOR), dtype=np.int32)
        self._letters = _letters_of(codes)
        symbols = self._symbols(codes)
        self._base = np.int64(len(self._letters) + 1)
        singles = _Postings(*_occurrences(symbols, documents, self.size), self.size)
        pairs = _Postings(*_occurrences(self._pairs(symbols), documents, self.size), self.size)
        lengths = singles.lengths + pairs.lengths
        mean = float(lengths.mean()) if self.size else 0.0
        norms = (K1 * (1 - B + B * lengths / max(mean, 1.0))).astype(np.float32)
        self._parts = (singles.weighted(norms), pairs.weighted(norms))

    def scores(self, query: str) -> tuple[NDArray[np.float32], float]:
        """The BM25 score of every text, `(size,)`, and the score that no text can exceed for this query."""
        scores = np.zeros(self.size, dtype=np.float32)
        ceiling = 0.0
        symbols = self._symbols(_code_points(fold(query)))
        for part, terms in zip(self._parts, (symbols, self._pairs(symbols)), strict=True):
            ceiling += part.add_scores(terms, scores)
        return scores, ceiling

    def _symbols(self, codes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """Each code point as its number among the letters of the texts, from 1; 0 for what is no letter."""
        if not len(self._letters):
            return np.zeros(len(codes), dtype=np.int64)
        at = np.minimum(np.searchsorted(self._letters, codes), len(self._letters) - 1)
        return np.where(self._letters[at] == codes, at + 1, 0).astype(np.int64)

    def _pairs(self, symbols: NDArray[np.int64]) -> NDArray[np.int64]:
        """The pair that starts at each position, 0 where one of the two is no letter."""
        first, second = symbols[:-1], symbols[1:]
        pairs = np.where((first > 0) & (second > 0), first * self._base + second, 0)
        return np.append(pairs, 0) if len(symbols) else symbols


class _Postings:
    """For each term the texts that hold it. Terms are positive integers."""

    def __init__(self, terms: NDArray[np.int64], documents: NDArray[np.int32], counts: NDArray[np.int32], size: int):
        self._terms, starts = np.unique(terms, return_index=True)
        self._bounds = np.append(starts, len(terms))
        self._documents = documents
        self._counts: NDArray[np.int32] | None = counts
        self._impacts = np.zeros(0, dtype=np.float32)
        self.lengths = np.bincount(documents, weights=counts, minlength=size)
        frequencies = np.diff(self._bounds)
        self._idf = np.log1p((size - frequencies + 0.5) / (frequencies + 0.5)).astype(np.float32)

    def weighted(self, norms: NDArray[np.float32]) -> "_Postings":
        """These postings with the BM25 impact of each computed once; `norms` is K1 times each text's length factor."""
        counts = self._counts
        if counts is not None:
            impacts = counts.astype(np.float32)
            impacts *= (K1 + 1) / (impacts + norms[self._documents])
            impacts *= np.repeat(self._idf, np.diff(self._bounds))
            self._impacts = impacts
            self._counts = None
        return self

    def add_scores(self, terms: NDArray[np.int64], scores: NDArray[np.float32]) -> float:
        """Add the impacts of these terms to `scores`; returns the most that they could add to one text."""
        wanted, repeats = np.unique(terms[terms > 0], return_counts=True)
        places = np.searchsorted(self._terms, wanted)
        ceiling = 0.0
        for place, term, repeat in zip(places.tolist(), wanted.tolist(), repeats.tolist(), strict=True):
            if place == len(self._terms) or self._terms[place] != term:
                continue
            held = slice(self._bounds[place], self._bounds[place + 1])
            scores[self._documents[held]] += self._impacts[held] * np.float32(repeat)
            ceiling += float(self._idf[place]) * (K1 + 1) * repeat
        return ceiling


def _occurrences(
    terms: NDArray[np.int64], documents: NDArray[np.int32], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]:
    """Terms, texts and counts, sorted by term and then by text. Zero is no term."""
    is_term = terms > 0
    keys = terms[is_term] * np.int64(max(size, 1)) + documents[is_term]
    keys, counts = np.unique(keys, return_counts=True)
    return keys // max(size, 1), (keys % max(size, 1)).astype(np.int32), counts.astype(np.int32)


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _letters_of(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The letters and digits among the code points, sorted."""
    present = np.flatnonzero(np.bincount(codes, minlength=1)) if len(codes) else np.zeros(0, dtype=np.int64)
    return np.array([code for code in present.tolist() if chr(code).isalnum()], dtype=np.uint32)
