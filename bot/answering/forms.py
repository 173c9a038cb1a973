"""Known ways of asking, and how near a question is to each: by meaning and by words."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answering.words import WordBook, bigrams
from bot.retrieval.quantised import QuantisedRows

Vector = NDArray[np.float32]
EmbedForms = Callable[[Sequence[str]], Vector | None]
_DENSE_FLOOR = 0.78
"""Below this cosine the embedding says nothing: unrelated questions of this language stand about there."""
DENSE_SHARE = 0.9
_NEAREST = 3
_MANY = 2_000
"""So many forms are compared in eight bits first, and the nearest `_EXACT` of them once more exactly."""
_EXACT = 64
_WORD_WEIGHT = 1.6
"""A shared word says more than a shared pair of characters."""


class FormIndex:
    """Forms of questions, each belonging to an owner (an approved answer, a subject outside)."""

    def __init__(
        self,
        forms: Sequence[str],
        owners: Sequence[int],
        vectors: NDArray[np.float32] | None,
        book: WordBook,
        dense_share: float = DENSE_SHARE,
    ) -> None:
        """Takes one owner number and one unit row per form; `vectors` None means matching by words alone.

        `dense_share` is how much of the nearness comes from meaning; the rest comes from words.
        """
        self._dense_share = dense_share
        self._book = book
        self._owners = np.asarray(owners, dtype=np.int64)
        self._vectors = vectors
        # Between two questions an embedding has put other things into the processor's caches: what has to be read
        # again decides how long the comparison takes.
        self._nearly = None if vectors is None or len(vectors) < _MANY else QuantisedRows(vectors)
        self.owner_count = int(self._owners.max()) + 1 if len(forms) else 0
        tokens = [Counter(self._tokens(form)) for form in forms]
        self._column = {token: i for i, token in enumerate(sorted({token for row in tokens for token in row}))}
        seen = Counter(token for row in tokens for token in row)
        self._weights = np.array([_weight(token, seen[token], len(forms)) for token in self._column], dtype=np.float32)
        self._squares = [weight * weight for weight in self._weights.tolist()]
        self._count = len(forms)
        counts = np.bincount(self._owners, minlength=self.owner_count)[:, None]
        first = np.arange(_NEAREST)
        self._holds = first < counts
        self._held = np.maximum(self._holds.sum(axis=1), 1)
        self._first_places = np.where(self._holds, np.cumsum(counts)[:, None] - counts + first, 0)
        self._postings = self._post(tokens)

    def _post(self, tokens: Sequence[Counter[str]]) -> list[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """For each known token the forms that hold it, with what it adds to the nearness of each.

        That is its weight times its share of the form, which has unit length.
        """
        rows: list[list[int]] = [[] for _ in self._column]
        shares: list[list[float]] = [[] for _ in self._column]
        for row, counts in enumerate(tokens):
            columns = [self._column[token] for token in counts]
            norm = float(np.linalg.norm(self._weights[columns])) or 1.0
            for column in columns:
                rows[column].append(row)
                shares[column].append(float(self._weights[column]) / norm)
        return [
            (np.array(held, dtype=np.int64), np.array(share, dtype=np.float32) * weight)
            for held, share, weight in zip(rows, shares, self._weights, strict=True)
        ]

    @property
    def vectors(self) -> NDArray[np.float32] | None:
        """(forms, dimensions) unit rows; None where forms are matched by words alone."""
        return self._vectors

    def scores(self, text: str, vector: NDArray[np.float32] | None) -> NDArray[np.float32]:
        """(owners,) float32 in [0, 1]: how near `text` is to the nearest form of each owner."""
        return self.nearness(text, vector)[0]

    def nearness(
        self, text: str, vector: NDArray[np.float32] | None, without: Sequence[int] = ()
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Two (owners,) float32 in [0, 1]: nearness to each owner's nearest form, and the mean of its three nearest.

        `without` leaves out the forms of these numbers, such as a known form that is asked itself.
        """
        if self.owner_count == 0:
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.float32)
        combined = self._words(text)
        if self._vectors is not None and vector is not None:
            combined = self._with_meaning(combined, self._vectors, vector)
        if without:
            combined[list(without)] = 0
        best = self._best_of_each(combined)
        means = best.sum(axis=1) / self._held
        return best[:, 0], means.astype(np.float32)

    def _with_meaning(
        self, words: NDArray[np.float32], vectors: NDArray[np.float32], vector: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """(forms,) float32: nearness by words and by meaning; the nearest forms exactly, the others nearly."""
        if self._nearly is None:
            return self._combined(vectors @ vector, words)
        combined = self._combined(self._nearly.products(vector), words)
        nearest = np.argpartition(combined, -_EXACT)[-_EXACT:]
        combined[nearest] = self._combined(vectors[nearest] @ vector, words[nearest])
        return combined

    def _combined(self, cosines: NDArray[np.float32], words: NDArray[np.float32]) -> NDArray[np.float32]:
        dense = np.clip((cosines - _DENSE_FLOOR) / (1 - _DENSE_FLOOR), 0, 1)
        nearness: NDArray[np.float32] = self._dense_share * dense + (1 - self._dense_share) * words
        return nearness

    def _best_of_each(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """(owners, 3): each owner's three highest scores, highest first; 0 where it has fewer forms.

        One sort does it for all: by owner, and below an owner, as scores lie in [0, 1], by score.
        """
        keys = np.sort(self._owners - scores / 2.0)
        owners = np.arange(self.owner_count)[:, None]
        best = 2 * (owners - keys[self._first_places])
        return np.where(self._holds, best, 0).astype(np.float32)

    def _words(self, text: str) -> NDArray[np.float32]:
        """(forms,) float32: the cosine of the weighted words and character pairs of `text` and of each form."""
        scores = np.zeros(self._count, dtype=np.float32)
        square = 0.0
        for token in dict.fromkeys(self._tokens(text)):
            column = self._column.get(token)
            if column is None:
                square += 1.0 if len(token) == 2 and not token.startswith("w:") else 4.0
                continue
            square += self._squares[column]
            rows, added = self._postings[column]
            scores[rows] += added
        return scores / np.float32(math.sqrt(square)) if square else scores

    def _tokens(self, text: str) -> list[str]:
        words = [f"w:{self._book.canonical(word)}" for word in self._book.content(text)]
        return [*words, *bigrams(text)]


def _weight(token: str, seen: int, total: int) -> float:
    rarity = math.log(1 + total / (0.5 + seen))
    return rarity * (_WORD_WEIGHT if token.startswith("w:") else 0.7)


def numbers(without: int | None) -> tuple[int, ...]:
    """The number of the form that is left out, if one is."""
    return () if without is None else (without,)
