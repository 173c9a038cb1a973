"""How much of a statement's wording stands in its sources."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from bot.answering.gate.normal import normalise

# Characters of grammar, which say nothing of their own, and those of numerals and plain measures.
PARTICLES = frozenset(
    "的了和与及或在对为把被将按从到由等是有就也都还又而但其这那该此于以之所并且即可吗呢吧么着过给会"
    "能要得跟你您我他们它如果每个位名项些种应须再很更最来去让使里时"
)
GRAMMAR = PARTICLES | frozenset(
    "只需上下中内外前后做用法规定文件政策根据依据第条款零一二两三四五六七八九十百千万亿半年月日天元块钱高低多少超过至限因"
)
_STOPS = GRAMMAR | frozenset(",。、;:!?()“”\n□—0123456789%.")


@lru_cache(maxsize=8192)
def content_characters(plain: str) -> frozenset[str]:
    """The Han characters and Latin letters of a normalised text that carry content."""
    return frozenset(c for c in plain if c.isalpha() and c not in GRAMMAR)


def overlap(statement: str, source: str) -> float:
    """The share of the statement's content characters that stand in the source, 1 for nothing to compare."""
    own = content_characters(normalise(statement))
    if len(own) < 3:
        return 1.0
    return len(own & content_characters(normalise(source))) / len(own)


MARGIN = 0.06
"""How much nearer another sentence must be before a citation counts as wrong; calibrated, see the decision record."""


@lru_cache(maxsize=8192)
def content_pairs(plain: str) -> frozenset[str]:
    """The pairs of neighbouring content characters of a normalised text."""
    kept = [c for c in plain if c not in _STOPS]
    return frozenset(a + b for a, b in pairwise(kept))


def find_nearer(plain: str, cited: str, ids: tuple[str, ...], sources: Mapping[str, str]) -> str | None:
    """The id of a retrieved sentence that holds clearly more of the statement than the cited ones, or None."""
    own = content_pairs(plain)
    if len(own) < 4:
        return None
    held = len(own & content_pairs(cited)) / len(own)
    for key, text in sources.items():
        if key not in ids and len(own & content_pairs(normalise(text))) / len(own) > held + MARGIN:
            return key
    return None
