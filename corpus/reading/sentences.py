"""Cuts a paragraph into sentences without breaking quotations, brackets or enumerations."""

_OPENING = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "〔": "〕",
    "[": "]",
    "【": "】",
}
_CLOSING = {close: opening for opening, close in _OPENING.items()} | {"）": "（", ")": "("}
_FINAL = "。！？!?"
_SEMICOLONS = "；;"
_COLONS = "：:"
_TAIL = "”’」』》）)〕]】。！？!?；;"


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """The sentences of one paragraph as (start, end) offsets, terminators included, blanks between them excluded.

    Cuts after 。；！？ outside quotation marks and brackets. A mark without its partner in the paragraph counts
    for nothing. A semicolon after a colon separates the items of an enumeration and does not cut. Linear.
    """
    partner = _pairs(paragraph)
    spans: list[tuple[int, int]] = []
    start, position, in_enumeration = 0, 0, False
    while position < len(paragraph):
        if position in partner:
            position = partner[position] + 1
            continue
        character = paragraph[position]
        if character in _COLONS and _is_beside_chinese(paragraph, position):
            in_enumeration = True
        if _ends_sentence(paragraph, position, in_enumeration):
            end = _after_tail(paragraph, position + 1, partner)
            spans.append((start, end))
            start, position, in_enumeration = end, end, False
            continue
        position += 1
    spans.append((start, len(paragraph)))
    return [trimmed for span in spans if (trimmed := _trim(paragraph, *span))]


def _ends_sentence(paragraph: str, position: int, in_enumeration: bool) -> bool:
    character = paragraph[position]
    if character in _SEMICOLONS:
        return not in_enumeration and _is_beside_chinese(paragraph, position)
    return character in _FINAL and (character in "。！？" or _is_beside_chinese(paragraph, position))


def _is_beside_chinese(paragraph: str, position: int) -> bool:
    """Half-width punctuation counts only in Chinese text: `a?b;c` in an address is no sentence."""
    if paragraph[position] > "\x7f":
        return True
    before = paragraph[position - 1] if position else ""
    return before > "\u2e7f" or before in ')]%"'


def _after_tail(paragraph: str, end: int, partner: dict[int, int]) -> int:
    """Repeated terminators and stray closing marks belong to the sentence that they follow."""
    while end < len(paragraph) and paragraph[end] in _TAIL and end not in partner:
        end += 1
    return end


def _trim(paragraph: str, start: int, end: int) -> tuple[int, int] | None:
    piece = paragraph[start:end]
    bare = piece.strip()
    if not bare or all(character in _TAIL for character in bare):
        return None
    offset = start + len(piece) - len(piece.lstrip())
    return offset, offset + len(bare)


def _pairs(paragraph: str) -> dict[int, int]:
    """For each opening mark that has a partner, the offset of the partner; outermost pairs only matter."""
    waiting: list[tuple[str, int]] = []
    open_count: dict[str, int] = {}
    partner: dict[int, int] = {}
    for position, character in enumerate(paragraph):
        if character in _OPENING:
            kind = "(" if character == "（" else character
            waiting.append((kind, position))
            open_count[kind] = open_count.get(kind, 0) + 1
        elif character in _CLOSING:
            opening = _CLOSING[character]
            kind = "(" if opening == "（" else opening
            while open_count.get(kind):
                found, start = waiting.pop()
                open_count[found] -= 1
                if found == kind:
                    partner[start] = position
                    break
    return partner
