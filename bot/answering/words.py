"""Words of a question: segmented with the field's own terms, plain words set aside, synonyms brought to one term."""

import hashlib
import json
import logging
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Timer

import numpy as np
from numpy.typing import NDArray

from corpus.vocabulary import Vocabulary

_WORD = re.compile(r"[一-鿿]+|[A-Za-z]+")
_COUNT = re.compile(
    r"[零一二三四五六七八九十百千万两几多半第]+[年个人名元块天月岁次级条款号点份张篇寸趟遍门周辆间页位]?"
)
_REMEMBERED = 8192
"""More than there are known ways of asking: they are gone through several times when a pipeline is built."""
_AFTER_START_S = 3.0
_LATIN = re.compile(r"[A-Za-z]+")
_EVERYDAY = 1500
"""A word counted this often in general Chinese carries half of what a rare one does."""


class WordBook:
    """Segments questions. Building it loads the segmenter's dictionary (about half a second), so build it once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Teaches the segmenter the terms and plain words of `vocabulary`."""
        import jieba  # type: ignore[import-untyped]  # noqa: PLC0415 - its dictionary is read only where it is used

        jieba.setLogLevel(logging.WARNING)
        self._segmenter = jieba.Tokenizer()
        self._segmenter.tmp_dir = _cache_folder()
        self._segmenter.initialize()
        # Half a second that a question would otherwise wait for, spent once the start is over.
        later = Timer(_AFTER_START_S, _nouns)
        later.daemon = True
        later.start()
        self._vocabulary = vocabulary
        self._plain = vocabulary.plain_words
        # Remembered by the book itself, so that a new one leaves nothing of the old behind.
        self._recalled: Mapping[str, tuple[str, ...]] = {}
        self._segments = lru_cache(maxsize=_REMEMBERED)(self._segment)
        self._contents = lru_cache(maxsize=_REMEMBERED)(self._content)
        self._cuts = lru_cache(maxsize=_REMEMBERED)(self._cut)
        self._weights = lru_cache(maxsize=_REMEMBERED)(self._weight)
        self._pairs = vocabulary.synonyms
        self._terms = {plain: pair.term for pair in vocabulary.synonyms for plain in pair.plain}
        known = vocabulary.technical_words | {pair.term for pair in vocabulary.synonyms} | set(self._terms)
        outside = {word for subject in vocabulary.outside for word in subject.words}
        self._known = known | outside
        self._own = vocabulary.technical_words
        self._own_terms = re.compile("|".join(sorted(map(re.escape, self._own), key=len, reverse=True)) or "(?!)")
        self._outside = frozenset(outside)
        self._things = vocabulary.things
        self._thing_words = lru_cache(maxsize=_REMEMBERED)(self._holds_thing)
        for word in self._known | self._things:
            self._segmenter.add_word(word)
        self._technical = vocabulary.technical_words | {pair.term for pair in vocabulary.synonyms}

    @cached_property
    def fingerprint(self) -> str:
        """Names the vocabulary, the same in every process: readings of two fingerprints may differ."""
        held = self._vocabulary
        sets = [sorted(words) for words in (held.plain_words, held.technical_words, self._outside, held.things)]
        told = [part.model_dump(mode="json") for part in (*held.synonyms, *held.asks)]
        return hashlib.sha256(json.dumps([sets, told], sort_keys=True).encode()).hexdigest()

    @property
    def technical(self) -> frozenset[str]:
        """The field's own terms."""
        return self._technical

    @property
    def known(self) -> frozenset[str]:
        """The field's terms, what is said for them, and the words of subjects that lie outside."""
        return frozenset(self._known)

    def frequency(self, text: str) -> int:
        """How often general Chinese uses `text` as a word, in the dictionary's own counts."""
        return int(self._segmenter.FREQ.get(text, 0) or 0)

    def common(self, least: int) -> list[str]:
        """The words that general Chinese uses at least so often."""
        return [word for word, count in self._segmenter.FREQ.items() if count >= least]

    def weight(self, word: str) -> float:
        """How much of a question's matter a word carries, in (0, 1]: everyday words little, terms all."""
        return self._weights(word)

    def _weight(self, word: str) -> float:
        if word in self._technical or word in self._terms:
            return 1.0
        return 1 / (1 + self.frequency(word) / _EVERYDAY)

    def with_synonyms(self, text: str) -> str:
        """`text` followed by every word that means the same as a term or plain word in it."""
        kin = [{pair.term, *pair.plain} for pair in self._pairs if any(w in text for w in (pair.term, *pair.plain))]
        return f"{text} {' '.join(word for words in kin for word in words)}"

    def covered(self, spoken: Mapping[str, float]) -> float:
        """The share of the words, by weight, that is spoken of; 1 where there are none."""
        whole = sum(self.weight(word) for word in spoken)
        return sum(self.weight(word) * share for word, share in spoken.items()) / whole if whole else 1.0

    def knows(self, word: str) -> bool:
        """Whether the vocabulary holds the word."""
        return word in self._known or word in self._plain

    def is_outside(self, word: str) -> bool:
        """Whether the word names, or holds the name of, a subject that lies outside."""
        return word in self._outside or any(len(name) > 1 and name in word for name in self._outside)

    def is_thing(self, word: str) -> bool:
        """Whether the word names, or holds the name of, what goes along with any matter: a paper, a cost, an event."""
        return self._thing_words(word)

    def is_name(self, word: str) -> bool:
        """Whether the word is a term, or names an outside subject, or is a noun of the general dictionary."""
        return word in self._technical or word in self._terms or word in self._outside or self._is_noun(word)

    def holds_term(self, text: str) -> bool:
        """Whether one of the field's own words stands in `text`, however the words around it are divided."""
        return self._own_terms.search(text) is not None

    def is_technical(self, word: str) -> bool:
        """Whether the word is one of the field's own."""
        return word in self._own

    def share(self, content: Sequence[str], missing: Sequence[str]) -> float:
        """The share of the content words, by weight, that is not missing; 1 where there are none."""
        whole = sum(self.weight(word) for word in content)
        return 1 - sum(self.weight(word) for word in missing) / whole if whole else 1.0

    def segment(self, text: str) -> list[str]:
        """The words of `text` in order, without punctuation and digits."""
        return list(self._segments(text))

    def content(self, text: str) -> list[str]:
        """The words of `text` that carry its matter, each once, in order."""
        return list(self._recalled.get(text) or self._contents(text))

    def recall(self, contents: Mapping[str, tuple[str, ...]]) -> None:
        """Take over what the same words made of these texts before."""
        self._recalled = contents

    def recalls(self, texts: Iterable[str]) -> bool:
        """Whether all of these were taken over."""
        return all(text in self._recalled for text in texts)

    def canonical(self, word: str) -> str:
        """The policy's term for a plain word; any other word as it is."""
        return self._terms.get(word, word)

    def _holds_thing(self, word: str) -> bool:
        return word in self._things or (len(word) > 2 and any(thing in word for thing in self._things))

    def _is_noun(self, word: str) -> bool:
        nouns = _nouns()
        place = int(np.searchsorted(nouns, hash(word)))
        return place < len(nouns) and int(nouns[place]) == hash(word)

    def _segment(self, text: str) -> tuple[str, ...]:
        return tuple(word for run in _WORD.findall(text) for word in self._cuts(run))

    def _content(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for word in self.segment(text) if not self._is_plain(word)))

    def _cut(self, run: str) -> list[str]:
        if _LATIN.fullmatch(run):
            return [run.lower()]
        return list(self._segmenter.cut(run, HMM=False))

    def _is_plain(self, word: str) -> bool:
        is_short = len(word) == 1 and word not in self._terms
        is_doubled = len(word) == 2 and word[0] == word[1]
        return word in self._plain or is_short or is_doubled or bool(_COUNT.fullmatch(word))


@lru_cache(maxsize=1)
def _nouns() -> NDArray[np.int64]:
    """(n,) int64, sorted: hashes of the dictionary's nouns; the words themselves would weigh twenty megabytes."""
    import jieba  # noqa: PLC0415 - as above

    with jieba.dt.get_dict_file() as file:
        lines = (line.decode("utf-8").split(" ") for line in file)
        return np.sort(np.fromiter((hash(word) for word, _, tag in lines if tag[0] == "n"), dtype=np.int64))


def _cache_folder() -> str:
    """Where the segmenter keeps its parsed dictionary: not in a folder that others may write to."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "policy-assistant"
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        return tempfile.mkdtemp(prefix="policy-assistant-")
    return str(base)


@lru_cache(maxsize=_REMEMBERED)
def bigrams(text: str) -> tuple[str, ...]:
    """The character pairs of `text` without blanks and punctuation, in order."""
    plain = "".join(_WORD.findall(text)) + "".join(re.findall(r"\d+", text))
    return tuple(plain[i : i + 2] for i in range(len(plain) - 1)) or ((plain,) if plain else ())


def known_words(texts: Sequence[str], forms: Sequence[str], book: WordBook) -> frozenset[str]:
    """The content words of the texts, and those that more than one form uses."""
    counts = Counter(word for form in forms for word in book.content(form))
    own = {word for text in texts for word in book.segment(text)}
    return frozenset(own | {word for word, count in counts.items() if count > 1})


def joined(parts: Iterable[str]) -> str:
    """The parts as a Chinese enumeration."""
    return "、".join(parts)
