"""Spelling: homophones, look-alikes and pinyin brought to the corpus's own terms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.romanised import Romanised
from bot.answering.words import WordBook
from corpus.pinyin import syllable

_CHINESE = re.compile(r"[一-鿿]+")
_LONGEST_TERM = 8
_COMMON = 30
"""A word that general Chinese uses this often is taken as meant, whatever it sounds like."""
_GRAMMATICAL = 20_000
"""A known character used this often (给, 不, 能) stands before any verb: the two together are no misspelt term."""
_EVERYWHERE = 100_000
"""One used this often (有, 的) stands after any word as well."""
_NUMERALS = frozenset("一二三四五六七八九十两几")
_COUNTED = frozenset("个级等年月天人次条项种名位家所")
"""A numeral before one of these, or beside another, is a number: it is never taken for a term that sounds like it."""
_SAME_SOUND = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_ASKING = (
    "多少钱",
    "多长时间",
    "多久",
    "啥时候",
    "什么时候",
    "为什么",
    "是不是",
    "能不能",
    "有没有",
    "怎么办",
    "哪里",
    "多少",
    "怎么",
    "申请",
    "补贴",
    "什么",
    "哪些",
    "可以",
    "政策",
    "企业",
    "一年",
    "标准",
    "材料",
    "条件",
    "给谁",
    "能拿",
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of Chinese characters with what each sounds and looks like."""

    text: str
    sound: tuple[str, ...]
    shape: tuple[str | int, ...]


class Speller:
    """Maps what was typed onto the terms that the corpus uses; leaves every known word alone."""

    def __init__(self, terms: Iterable[str], lookalikes: Sequence[str], book: WordBook) -> None:
        """Indexes `terms` (two characters and more) by sound and by shape."""
        self._book = book
        self._terms = {term for term in terms if 2 <= len(term) <= _LONGEST_TERM and _CHINESE.fullmatch(term)}
        self._class = {character: index for index, group in enumerate(lookalikes) for character in group}
        self._by_sound: dict[tuple[str, ...], str] = {}
        self._by_shape: dict[tuple[str | int, ...], str] = {}
        for term in sorted(self._terms, key=lambda term: (len(term), term)):
            self._by_sound.setdefault(_sound(term), term)
            self._by_shape.setdefault(self._shape(term), term)
        self._lengths_from = _lengths_by_first([*self._by_sound, *self._by_shape])
        self._romanised = Romanised((*self._terms, *_ASKING), book)

    def correct(self, text: str) -> str:
        """`text` with misspelt terms replaced; unchanged where nothing sounds or looks like a term."""
        return _CHINESE.sub(lambda run: self._correct_run(run[0]), self._romanised.read(text))

    def _correct_run(self, run: str) -> str:
        result: list[str] = []
        start = 0
        words = self._known_spans(run)
        spelled = _Run(run, _sound(run), self._shape(run))
        while start < len(run):
            replaced = self._term_at(spelled, start, words)
            result.append(replaced or run[start])
            start += len(replaced) if replaced else 1
        return "".join(result)

    def _known_spans(self, run: str) -> set[int]:
        """Positions inside words of two characters and more that are in use: nothing to correct there."""
        inside: set[int] = set()
        position = 0
        for word in self._book.segment(run):
            if len(word) > 1 and (self._book.knows(word) or self._book.frequency(word) >= _COMMON):
                inside.update(range(position, position + len(word)))
            position += len(word)
        return inside

    def _term_at(self, run: _Run, start: int, known: set[int]) -> str | None:
        for length in self._lengths_at(run, start):
            end = start + length
            piece = run.text[start:end]
            if piece in self._terms:
                return piece
            term = self._by_shape.get(run.shape[start:end]) or self._by_sound.get(run.sound[start:end])
            if term is not None and self._may_replace(run.text, (piece, term), start, known):
                return term
        return None

    def _lengths_at(self, run: _Run, start: int) -> Sequence[int]:
        """How long the terms are that begin with this sound or shape and fit into the run, the longest first."""
        sounding = self._lengths_from.get(run.sound[start], ())
        looking = self._lengths_from.get(run.shape[start], ())
        left = len(run.text) - start
        return sorted((n for n in {*sounding, *looking} if n <= left), reverse=True)

    def _may_replace(self, run: str, pair: tuple[str, str], start: int, known: set[int]) -> bool:
        piece, term = pair
        numerals = sum(character in _NUMERALS for character in piece)
        if numerals == len(piece) or (numerals and run[start + len(piece) : start + len(piece) + 1] in _COUNTED):
            return False
        wrong = [start + i for i, (typed, meant) in enumerate(zip(piece, term, strict=True)) if typed != meant]
        if len(piece) == 2 and self._are_two_words(piece):
            return False
        return len(wrong) < len(piece) + (len(piece) > 2) and not any(position in known for position in wrong)

    def _are_two_words(self, piece: str) -> bool:
        """Whether two words stand side by side (条讲, 给签) and only sound like a term."""
        first, second = piece[0], piece[1]
        if self._book.knows(first) and self._book.knows(second):
            return True
        pairs = ((first, second, _GRAMMATICAL), (second, first, _EVERYWHERE))
        return any(
            self._book.knows(one) and self._book.frequency(one) >= least and self._book.frequency(other) >= _COMMON
            for one, other, least in pairs
        )

    def _shape(self, text: str) -> tuple[str | int, ...]:
        return tuple(self._class.get(character, character) for character in text)


@lru_cache(maxsize=8192)
def _vague_syllable(character: str) -> str:
    return _blur(syllable(character))


def _sound(text: str) -> tuple[str, ...]:
    return tuple(_vague_syllable(character) for character in text)


def _lengths_by_first(spellings: Iterable[tuple[str | int, ...]]) -> dict[str | int, frozenset[int]]:
    """For each first sound or shape, the lengths of the spellings that begin with it."""
    lengths: dict[str | int, set[int]] = {}
    for spelling in spellings:
        lengths.setdefault(spelling[0], set()).add(len(spelling))
    return {first: frozenset(found) for first, found in lengths.items()}


def _blur(sound: str) -> str:
    for precise, vague in _SAME_SOUND:
        if sound.startswith(precise):
            sound = vague + sound[len(precise) :]
        elif sound.endswith(precise):
            sound = sound[: -len(precise)] + vague
    return sound
