"""Pinyin typed in letters, read as the likeliest words: the field's own, and the common ones of general Chinese."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from bot.answering.words import WordBook
from corpus.pinyin import readings, syllables

_RUN = re.compile(r"[A-Za-z][A-Za-z ']*[A-Za-z]|[A-Za-z]+")
_COMMON = 100
"""Words that general Chinese uses this often are read from letters; rarer ones would outvote the field's own."""
_RARE = 20
"""Characters by themselves are read where they are used this often: terms are also made of them (评优)."""
_OWN = 50_000
"""The field's own terms count as used this often: as often as the commonest words."""
_ALL = 60_000_000
_SENTENCE = 5
_WHOLE = 0.6
"""So many syllables that are so far words of two and more are no accident of another language."""
_COUNTED = re.compile(r"\d\s*\Z")


@dataclass(slots=True)
class _Reading:
    """The best reading of the first letters: its score, and the words."""

    score: float = -math.inf
    words: tuple[str, ...] = field(default_factory=tuple)


class Romanised:
    """Reads the runs of letters in a text; a run that is no pinyin, or names nothing of the field, is left alone."""

    def __init__(self, terms: Iterable[str], book: WordBook) -> None:
        """`terms` are the field's own words beside those of `book`."""
        self._terms = frozenset(terms) | book.known
        self._book = book

    def read(self, text: str) -> str:
        """`text` with pinyin as characters; what is counted (2 nian) only where another run is certain."""
        read = {run[0]: words for run in _RUN.finditer(text) if (words := self._words(run[0]))}
        if not any(self._is_told(words) for words in read.values()):
            return text

        def spoken(run: re.Match[str]) -> str:
            words = read.get(run[0])
            is_meant = words and (
                self._is_told(words) or len("".join(words)) > 1 or _COUNTED.search(text[: run.start()])
            )
            return "".join(words) if words and is_meant else run[0]

        return _RUN.sub(spoken, text)

    def _is_told(self, words: Sequence[str]) -> bool:
        """Whether letters are certainly pinyin: they name something of the field, or are a sentence of whole words."""
        whole = [word for word in words if len(word) > 1]
        syllables_read, syllables_whole = len("".join(words)), len("".join(whole))
        is_sentence = syllables_read >= _SENTENCE and syllables_whole >= _WHOLE * syllables_read
        return is_sentence or any(word in self._terms for word in whole)

    @cached_property
    def _lexicon(self) -> dict[str, list[tuple[str, int, float]]]:
        """For the letters of each word: the word, a bit for each place where a syllable ends, and its likelihood."""
        common = (word for word in self._book.common(_RARE) if len(word) == 1 or self._book.frequency(word) >= _COMMON)
        counts = {word: self._book.frequency(word) for word in common}
        counts |= {term: max(_OWN, counts.get(term, 0)) for term in self._terms if len(term) > 1}
        found: dict[str, list[tuple[str, int, float]]] = {}
        for word, count in counts.items():
            # A character alone may be typed as it is said in any sense (谁 shui, shei).
            for sounds in [[sound] for sound in readings(word)] if len(word) == 1 else [syllables(word)]:
                ends = sum(1 << place for place in accumulate(map(len, sounds)))
                found.setdefault("".join(sounds), []).append((word, ends, math.log(count / _ALL)))
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._lexicon), default=0)

    def _words(self, run: str) -> tuple[str, ...]:
        """The likeliest words that are spelled by all letters of the run; none where there are no such words."""
        letters, breaks = _letters(run)
        best = [_Reading() for _ in range(len(letters) + 1)]
        best[0].score = 0.0
        for start, reading in enumerate(best):
            if reading.score == -math.inf:
                continue
            for end in range(start + 1, min(len(letters), start + self._longest) + 1):
                inside = sum(1 << place - start for place in breaks if start < place < end)
                for word, ends, likelihood in self._lexicon.get(letters[start:end], ()):
                    if not inside & ~ends and reading.score + likelihood > best[end].score:
                        best[end] = _Reading(reading.score + likelihood, (*reading.words, word))
        return best[-1].words


def _letters(run: str) -> tuple[str, list[int]]:
    """The letters of a run, and after how many of them a syllable ends because a blank or `'` stands there."""
    parts = [part for part in re.split(r"[^a-z]+", run.lower()) if part]
    ends, at = [], 0
    for part in parts:
        at += len(part)
        ends.append(at)
    return "".join(parts), ends
