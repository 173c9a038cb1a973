"""Bytes to text in the encodings that Chinese offices use."""

import codecs
import re

from charset_normalizer import from_bytes

from corpus.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\ufffd\ue000-\uf8ff]")
_DAMAGED = 0.005  # the share of characters that may be lost before a text is no text
NOT_TEXT = "文件内容不是可以阅读的文字，可能已损坏或不是文档，请换一份文件。"


def decode(data: bytes, *, is_html: bool = False) -> str:
    """The text of the bytes: by byte order mark, by what the page declares, else by what fits.

    A few damaged bytes become replacement characters.

    Raises:
        DocumentError: The bytes are no text in any encoding known here.
    """
    for encoding in _candidates(data, is_html):
        text = _strict(data, encoding)
        if text is not None and is_readable(text):
            return text
    guess = from_bytes(data[:200_000]).best()
    named = [guess.encoding] if guess is not None else []
    mended = [data.decode(encoding, errors="replace") for encoding in ["utf-8", *named, "gb18030"]]
    least = min(mended, key=lambda text: text.count("\ufffd"))
    if least.count("\ufffd") <= len(least) * _DAMAGED and is_readable(least):
        return least
    raise DocumentError(NOT_TEXT)


def is_readable(text: str) -> bool:
    """Whether hardly anything in the text is a control, replacement or private-use character."""
    return len(_CONTROL.findall(text)) <= len(text) * 0.02


def _candidates(data: bytes, is_html: bool) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    declared = _META.search(data[:4096]) if is_html else None
    named = [declared[1].decode("ascii")] if declared else []
    return [*named, "utf-8", *_wide(data), "gb18030"]


def _wide(data: bytes) -> list[str]:
    """UTF-16 without a mark: half of the bytes of ASCII text are zero, on one side."""
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return []
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) * 0.02 and odd > even * 3:
        return ["utf-16-le"]
    return ["utf-16-be"] if even > len(sample) * 0.02 and even > odd * 3 else []


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode("gb18030" if name in {"gb2312", "gbk"} else name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return text.removeprefix("\ufeff") if isinstance(text, str) else None
