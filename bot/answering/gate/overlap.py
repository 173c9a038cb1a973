"""How much of a statement's wording stands in its sources."""

from functools import lru_cache

from bot.answering.gate.normal import normalise

# Characters of grammar and of plain speech, which say nothing of their own.
_GRAMMAR = frozenset(
    "的了和与及或在对为把被将按从到由等是有就也都还又而但其这那该此于以之所并且即可吗呢吧么着过给会"
    "能要得跟你您我他们它如果只每个位名项些种应须需时上下中里内外前后再很更最来去做让使用法规定文件"
    "政策根据依据第条款零一二两三四五六七八九十百千万亿半年月日天元块钱高低多少超过至限因"
)


@lru_cache(maxsize=8192)
def content_characters(plain: str) -> frozenset[str]:
    """The Han characters and Latin letters of a normalised text that carry content."""
    return frozenset(c for c in plain if c.isalpha() and c not in _GRAMMAR)


def overlap(statement: str, source: str) -> float:
    """The share of the statement's content characters that stand in the source, in [0, 1]; 1 where there is nothing to compare."""
    own = content_characters(normalise(statement))
    if len(own) < 2:
        return 1.0
    return len(own & content_characters(normalise(source))) / len(own)
