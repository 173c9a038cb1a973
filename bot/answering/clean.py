"""The first step: a question as text that the rest can rely on."""

import re
import unicodedata

from corpus.errors import InputError
from corpus.text import is_invisible

MAX_CHARACTERS = 500
_MEANING = re.compile(r"[一-鿿㐀-䶿A-Za-z0-9]")
_BLANKS = re.compile(r"\s+")
_REPEATED = re.compile(r"(.)\1{7,}")


def clean(text: str) -> str:
    """The question in NFKC, without invisible, control, bidirectional and surrogate characters, blanks folded.

    Raises:
        InputError: It is empty, or longer than 500 characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"问题太长了，请控制在{MAX_CHARACTERS}字以内。", "question")
    visible = "".join(" " if character.isspace() else character for character in text if not _is_dropped(character))
    folded = _BLANKS.sub(" ", unicodedata.normalize("NFKC", visible)).strip()
    if not folded:
        raise InputError("请输入要问的问题。", "question")
    return folded[:MAX_CHARACTERS]


def is_readable(text: str) -> bool:
    """Whether the text holds letters, digits or Chinese characters at all, and not one of them again and again."""
    squeezed = _REPEATED.sub(r"\1", text)
    return len(_MEANING.findall(squeezed)) >= 2 or bool(re.search(r"[一-鿿]", squeezed) and len(squeezed) > 1)


def _is_dropped(character: str) -> bool:
    return is_invisible(character) and not character.isspace()
