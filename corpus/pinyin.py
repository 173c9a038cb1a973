"""The sound of Chinese characters, one by one: no phrases are looked up, so the same text always sounds the same."""

import os
from functools import lru_cache


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """The most usual reading of a character without its tone (`师` → `shi`); any other character as it is."""
    return readings(character)[0]


def readings(character: str) -> list[str]:
    """Every reading of a character without its tone, the most usual first; any other character as it is."""
    # The phrase tables would cost 50 MB, and are read at the import if this is not said before it.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # noqa: PLC0415 - see above

    return [str(reading) for reading in pinyin(character, style=Style.NORMAL, heteronym=True)[0]]


def syllables(text: str) -> list[str]:
    """The syllable of each character of `text`."""
    return [syllable(character) for character in text]
