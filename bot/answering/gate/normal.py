"""One normal form for every text that is compared: same width, no invisible characters, segments between stops."""

import re
import unicodedata
from functools import lru_cache

_BLANK_NOT_BETWEEN_DIGITS = re.compile(r"(?<!\d)[^\S\n]+|[^\S\n]+(?!\d)")
_DASHES = re.compile(r"[‐‑‒–—―－─]+")
_STOPS = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[。;:!?\n…]")
_EITHER_WAY = re.compile(r"(.)[不没]\1")
_ENUMERATOR = re.compile(
    r"(?:(?<=^)|(?<=[。;:!?\n,]))"
    r"(?:\d{1,2}[.、](?!\d)|\(?[一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,2}(?:、|是(?!否))|第[一二三四五六七八九十][,、])"
)


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """The text in NFKC, without invisible characters and blanks, every dash as `—`."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(c for c in plain if c == "\n" or unicodedata.category(c) not in ("Cf", "Cc", "Cs", "Co"))
    return _DASHES.sub("—", _BLANK_NOT_BETWEEN_DIGITS.sub("", plain))


def without_enumerators(plain: str) -> str:
    """The text with `1.`, `(二)`, `一是` at the head of a segment taken out: they count the answer's own parts."""
    return _ENUMERATOR.sub("", plain)


def without_choices(plain: str) -> str:
    """The text with `做没做`, `是不是` made plain: they deny nothing."""
    return _EITHER_WAY.sub(r"\1", plain)


def segments(plain: str) -> list[str]:
    """The parts between stops, without empty ones."""
    return [part for part in _STOPS.split(plain) if part]


def mask(plain: str, phrases: tuple[str, ...]) -> str:
    """The text with each of the fixed phrases replaced by a blank mark that no reader takes for content.

    A phrase that begins or ends with a digit is only masked where no further digit joins it.
    """
    for phrase in phrases:
        whole = normalise(phrase)
        if whole:
            plain = re.sub(_edge(whole[0], "<!") + re.escape(whole) + _edge(whole[-1], "!"), "□", plain)
    return plain


def _edge(character: str, look: str) -> str:
    return rf"(?{look}\d)" if character.isdigit() else ""
