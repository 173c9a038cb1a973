"""Plain text and Markdown."""

import re

from corpus.readers.decoding import decode
from corpus.readers.models import Collected, ExtractedText
from corpus.readers.tables import add_table

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]\n]{1,200})\]\((?:https?://|/|\./|mailto:)[^)\s]{0,500}\)")
_END = "。；！？：:;!?”）)》】"
_INDENT = (" ", "\t", "\u3000")


def read_text(data: bytes, *, is_markdown: bool = False) -> ExtractedText:
    """The text in UTF-8, UTF-16 or GBK; Markdown loses its marks, and lines broken at a fixed width are joined.

    Raises:
        DocumentError: The bytes are no text.
    """
    lines = decode(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not is_markdown:
        return ExtractedText("\n".join(_joined(lines)), "text")
    collected = Collected()
    _read_markdown(lines, collected)
    return collected.result("text")


def _read_markdown(lines: list[str], collected: Collected) -> None:
    index = 0
    while index < len(lines):
        if index + 1 < len(lines) and "|" in lines[index] and _RULE.fullmatch(lines[index + 1].strip()):
            end = index + 2
            while end < len(lines) and "|" in lines[end] and lines[end].strip():
                end += 1
            add_table(collected, [_cells(line) for line in [lines[index], *lines[index + 2 : end]]])
            index = end
            continue
        collected.lines.append(_unmarked(lines[index]))
        index += 1


def _cells(line: str) -> list[str]:
    return [_unmarked(cell.strip()) for cell in line.strip().strip("|").split("|")]


def _unmarked(line: str) -> str:
    heading = _HEADING.fullmatch(line.strip())
    bare = heading[1] if heading else re.sub(r"^\s*(?:[-*+]\s+|>\s*)", "", line)
    return _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", bare))


def _joined(lines: list[str]) -> list[str]:
    """Lines that a mail program or an export broke at a fixed width, put together again.

    Only where nearly all long lines have the same length and most of them end in the middle of a sentence.
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    full = [line.rstrip() for line in lines if len(line.rstrip()) >= width - 2]
    long = [line for line in lines if len(line.rstrip()) > width * 0.6]
    broken = [line for line in full if line and line[-1] not in _END]
    if not 20 <= width <= 90 or len(full) < 5 or len(full) < len(long) * 0.7 or len(broken) < len(full) * 0.7:
        return lines
    joined: list[str] = []
    was_full = False
    for line in lines:
        if was_full and line and not line.startswith(_INDENT):
            joined[-1] += line.rstrip()
        else:
            joined.append(line.rstrip())
        was_full = len(line.rstrip()) >= width - 2
    return joined
