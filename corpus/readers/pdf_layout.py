"""Lines, columns and paragraphs of PDF pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_CHINESE = re.compile("[\u2014\u2018-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e]")
_PAGE_NUMBER = re.compile(r"[\s—\-–―─·.•~]*第?\s*\d{1,4}\s*页?\s*(?:[,，/共]\s*共?\s*\d{1,4}\s*页?)?[\s—\-–―─·.•~]*")
_DISPLAY_SIZE = 20.0  # points: titles and letterheads, whose lines stay apart
_END = "。！？；：!?;:"
_ORDINAL = re.compile(r"第[一二三四五六七八九十百零〇\d]{1,8}(?:编|章|节|条)")
_SEPARATE = re.compile(
    r"第[一二三四五六七八九十百零〇\d]{1,8}[编章节条]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
)


@dataclass(slots=True)
class PageLine:
    """A line of a page with its box in points; `table` is the number of the table that stands there instead."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    left: float = 0.0
    right: float = 0.0
    table: int | None = None


def ordered_lines(
    characters: Sequence[dict[str, Any]], width: float, page: int, placed: Sequence[PageLine]
) -> list[PageLine]:
    """The lines of a page in reading order: column after column where the page has two."""
    rows = _rows(characters)
    gutter = _gutter(rows, width)
    lines: list[PageLine] = []
    for row in rows:
        pieces = [row] if gutter is None else _split_at(row, gutter)
        lines.extend(_line(piece, page) for piece in pieces)
    lines = [line for line in lines if line.text] + list(placed)
    if gutter is None:
        lines.sort(key=lambda line: line.top)
        _set_margins(lines)
        return lines
    return _by_column(lines, gutter)


def drop_running_lines(pages: Sequence[list[PageLine]]) -> list[PageLine]:
    """All lines without page numbers and without heads and feet that come again on most pages.

    Only what is set apart from the text, by size or by distance, can be such a line.
    """
    upright = [sorted((line for line in page if line.table is None), key=lambda line: line.top) for page in pages]
    size = median([line.size for lines in upright for line in lines] or [0.0])
    gap = median([b.top - a.bottom for lines in upright for a, b in pairwise(lines)] or [0.0])
    apart = [_set_apart(lines, size, max(gap * 1.5, size)) for lines in upright]
    seen: Counter[str] = Counter()
    for lines in apart:
        seen.update({_running_key(line) for line in lines})
    usual = max(2.0, len(pages) * 0.5)
    running = {
        id(line)
        for lines in apart
        for line in lines
        if _PAGE_NUMBER.fullmatch(line.text) or seen[_running_key(line)] >= usual
    }
    return [line for page in pages for line in page if id(line) not in running]


def paragraphs(lines: Sequence[PageLine]) -> Iterator[str | int]:
    """The lines joined into paragraphs; a number stands for a table."""
    text = ""
    previous: PageLine | None = None
    for line in lines:
        if line.table is not None or (previous is not None and _begins(line, previous, text)):
            if text:
                yield text
            text = ""
        if line.table is not None:
            yield line.table
            previous = None
            continue
        text = _join(text, line.text)
        previous = line
    if text:
        yield text


def _rows(characters: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The characters by line: those whose middles lie on one height."""
    rows: list[list[dict[str, Any]]] = []
    middle = height = 0.0
    for char in sorted(characters, key=lambda c: (c["top"] + c["bottom"], c["x0"])):
        center = (char["top"] + char["bottom"]) / 2
        if rows and abs(center - middle) <= max(height, char["size"]) * 0.4:
            rows[-1].append(char)
        else:
            rows.append([char])
            middle, height = center, char["size"]
    return [sorted(row, key=lambda c: c["x0"]) for row in rows]


def _gutter(rows: Sequence[Sequence[dict[str, Any]]], width: float) -> float | None:
    """Where a blank strip in the middle of the page parts two columns of text; None for one column."""
    parted: list[tuple[float, float]] = []
    full = 0
    for row in rows:
        gaps = [
            (a["x1"], b["x0"])
            for a, b in pairwise(row)
            if b["x0"] - a["x1"] >= 10 and width * 0.35 < (a["x1"] + b["x0"]) / 2 < width * 0.65
        ]
        if gaps and min(len([c for c in row if c["x1"] <= gaps[0][0]]), len(row) / 2) >= 5:
            parted.append(gaps[0])
        elif row[0]["x0"] < width * 0.4 and row[-1]["x1"] > width * 0.6:
            full += 1
    if len(parted) < 6 or full > len(parted) * 0.35:
        return None
    left, right = median(gap[0] for gap in parted), median(gap[1] for gap in parted)
    middle = (max(gap[0] for gap in parted) + min(gap[1] for gap in parted)) / 2
    return middle if left < middle < right else (left + right) / 2


def _split_at(row: list[dict[str, Any]], gutter: float) -> list[list[dict[str, Any]]]:
    """The row in its two columns, or whole where text runs across the gutter."""
    if any(char["x0"] < gutter < char["x1"] and not char["text"].isspace() for char in row):
        return [row]
    left = [char for char in row if char["x1"] <= gutter + 1]
    right = [char for char in row if char["x1"] > gutter + 1]
    if left and right and right[0]["x0"] - left[-1]["x1"] < 8:
        return [row]
    return [piece for piece in (left, right) if piece]


def _by_column(lines: list[PageLine], gutter: float) -> list[PageLine]:
    """Bands of two columns between the lines that run across the page."""
    ordered: list[PageLine] = []
    band: list[PageLine] = []
    for line in [*sorted(lines, key=lambda line: line.top), None]:
        if line is not None and not line.x0 < gutter < line.x1:
            band.append(line)
            continue
        for column in ([x for x in band if x.x1 <= gutter], [x for x in band if x.x1 > gutter]):
            _set_margins(column)
            ordered.extend(column)
        band = []
        if line is not None:
            _set_margins([line])
            ordered.append(line)
    return ordered


def _line(row: Sequence[dict[str, Any]], page: int) -> PageLine:
    """The text of a row: a blank counts beside letters, or where it is as wide as a Chinese character."""
    inked = [char for char in row if not char["text"].isspace()]
    if not inked:
        return PageLine("", 0, 0, 0, 0, 0, page)
    text = ""
    for index, char in enumerate(row):
        if index and char["x0"] - row[index - 1]["x1"] > char["size"] * 0.25:
            text += "\u3000" if char["x0"] - row[index - 1]["x1"] > char["size"] * 0.8 else " "
        text += char["text"]
    box = (inked[0]["x0"], inked[-1]["x1"], min(c["top"] for c in inked), max(c["bottom"] for c in inked))
    return PageLine(_close_up(text).replace("\u00ad", "-"), *box, median(char["size"] for char in inked), page)


def _close_up(text: str) -> str:
    """The text without the thin blanks that typesetting puts between Chinese and Latin letters."""
    characters: list[str] = []
    pieces = re.split(r"( +)", text.strip())
    for index, piece in enumerate(pieces):
        if index % 2 and 0 < index < len(pieces) - 1:
            before, after = pieces[index - 1][-1:], pieces[index + 1][:1]
            is_number = index == 1 and _ORDINAL.fullmatch(pieces[0])
            if not is_number and (_CHINESE.match(before) or _CHINESE.match(after)):
                continue
            piece = " "  # noqa: PLW2901 - several blanks are one
        characters.append(piece)
    return "".join(characters)


def _set_margins(lines: Sequence[PageLine]) -> None:
    """Notes on each line where the column's text begins and ends."""
    texts = [line for line in lines if line.table is None]
    if not texts:
        return
    left = min(line.x0 for line in texts)
    right = max(line.x1 - line.size * _hanging(line.text) for line in texts)
    for line in texts:
        line.left, line.right = left, right


def _hanging(text: str) -> int:
    """Closing marks at the end of a line, which may stand beyond the margin."""
    return len(text) - len(text.rstrip("，。；：、）》”！？〉』」"))


def _set_apart(lines: Sequence[PageLine], size: float, usual_distance: float) -> list[PageLine]:
    """The outermost lines of a page, two at each end, that differ from the text in size or stand off from it."""
    found: list[PageLine] = []
    for outward in (list(lines), list(lines)[::-1]):
        for line, inner in zip(outward[:2], [*outward[1:3], None], strict=False):
            distance = max(inner.top - line.bottom, line.top - inner.bottom) if inner else 0.0
            if abs(line.size - size) <= 0.5 and distance <= usual_distance:
                break
            found.append(line)
    return found


def _running_key(line: PageLine) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))


def _begins(line: PageLine, previous: PageLine, text: str) -> bool:
    """Whether the line begins a paragraph: the one before ends short, or this one is indented or set otherwise."""
    em = max(previous.size, 1.0)
    if line.size >= _DISPLAY_SIZE:
        return True
    if abs(line.size - previous.size) > em * 0.15 and (line.size > em or len(previous.text) < 30):
        return True
    is_short = previous.x1 < previous.right - em * 1.9
    is_indented = line.x0 > line.left + em * 0.9
    if is_indented and not (is_short and text[-1:] not in _END and line.x0 < line.left + em * 0.5):
        return True
    if line.page == previous.page and line.top > previous.top and line.top - previous.bottom > em * 1.6:
        return True
    return is_short or (text[-1:] in "。；" and _SEPARATE.match(line.text) is not None)


def _join(text: str, following: str) -> str:
    """Two lines of a paragraph as one: a blank between words, nothing beside Chinese or after a hyphen."""
    if not text:
        return following
    if text[-1] == "-" and len(text) > 1 and text[-2].isascii() and text[-2].isalpha():
        return text[:-1] + following
    is_between_words = (text[-1].isalpha() or text[-1] in ",.;:)") and following[0].isalpha()
    has_chinese = _CHINESE.match(text[-1]) or _CHINESE.match(following[0])
    return f"{text} {following}" if is_between_words and not has_chinese else text + following
