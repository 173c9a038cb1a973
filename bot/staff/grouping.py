"""Questions of one meaning brought together."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailableError

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
ALIKE = 0.945
"""The least cosine at which two questions are put together. On the approved answers' ways of asking, half of the pairs
above it belong to the very same answer and nearly all others to a neighbouring one."""
_AT_ONCE = 256
_KEPT = 5000


class Grouper:
    """Groups questions by the vectors of their wordings; each wording is embedded once."""

    def __init__(self, embed: Embed) -> None:
        self._embed = embed
        self._known: dict[str, NDArray[np.float32]] = {}

    def groups(self, texts: Sequence[str]) -> list[list[int]]:
        """The places of `texts` that belong together, in order of their first; the first of a group leads it."""
        vectors = self._vectors(texts)
        leaders: list[int] = []
        groups: list[list[int]] = []
        for place, vector in enumerate(vectors):
            if vector is not None and leaders:
                rows = np.stack([vectors[leader] for leader in leaders])  # type: ignore[misc]  # leaders have vectors
                cosines = rows @ vector
                best = int(np.argmax(cosines))
                if cosines[best] >= ALIKE:
                    groups[self._group_of(groups, leaders[best])].append(place)
                    continue
            groups.append([place])
            if vector is not None:
                leaders.append(place)
        return groups

    def _group_of(self, groups: list[list[int]], leader: int) -> int:
        return next(number for number, group in enumerate(groups) if group[0] == leader)

    def _vectors(self, texts: Sequence[str]) -> list[NDArray[np.float32] | None]:
        """A unit vector for each text; None where there is no model, or too much is new at once."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))[:_AT_ONCE]
        if len(self._known) > _KEPT:
            self._known.clear()
        try:
            if new:
                self._known.update(zip(new, self._embed(new), strict=True))
        except ModelUnavailableError:
            pass
        return [self._known.get(text) for text in texts]
