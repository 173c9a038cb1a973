"""Finds what a statement says the document does not say."""

import re

_SILENCE = re.compile(
    r"(?:没有?|未|并未|并没有)(?:明确|具体|直接|另外|专门)?"
    r"(?:写|说|规定|明确|列|提到|提及|给出|载明|注明|讲|涉及|约定|限定|区分)[^,。;:!?\n]*"
    r"|(?<=文件|文本|全文|原文|文中)(?:里|中|本身|后面)?(?:没有(?!强制)|未附|没附|不含|不包含|不附)[^,。;:!?\n]*"
)


def find_silence(plain: str) -> str | None:
    """The first such claim, or None: it cannot be read off one sentence, so only a person or the pipeline makes it."""
    match = _SILENCE.search(plain)
    return match[0] if match else None


def without_silence(plain: str) -> str:
    """The text without those claims: what a document leaves open is no denial and no bound."""
    return _SILENCE.sub("", plain)
