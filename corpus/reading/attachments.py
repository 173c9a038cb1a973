"""Attachments: where they open, what they are called, and the lists that only announce them."""

import re

from corpus.marks import is_date_line, ordinal_value
from corpus.reading.numbering import read_marker
from corpus.reading.roles import TITLE_END, Layout, squeeze

_ATTACHMENT = re.compile(
    r"(附\s?件|附\s?录|附\s?表)\s?([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})?\s?([:：.．、])?\s*"
)
_SOON = 25
_LONGEST_LIST = 11


def first_own_attachment(layout: Layout, start: int) -> int:
    """The first line that opens an attachment; a mere list of attachments comes shortly before a signature."""
    for index in range(start, len(layout.lines)):
        if _attachment_head(layout.lines[index].text) and not _dated_soon(layout, index):
            return index
    return len(layout.lines)


def _dated_soon(layout: Layout, index: int) -> bool:
    for following in layout.lines[index + 1 : index + _SOON]:
        if is_date_line(following.text):
            return True
        if len(following.text) > 100 or re.fullmatch(_ATTACHMENT, following.text):
            return False
    return False


def _attachment_head(text: str) -> re.Match[str] | None:
    found = _ATTACHMENT.match(text)
    if found is None or len(text) > 100 or text[-1] in "。；":
        return None
    is_set_off = found[2] or found[3] or found.end() == len(text) or text[found.end() - 1].isspace()
    return found if is_set_off else None


def mark_attachments(layout: Layout, start: int, signature_end: int) -> None:
    """Marks the lines that open attachments, their titles, and the lists that announce them."""
    lists_end = next((i for i in range(start, signature_end) if layout.roles[i] in {"issuers", "date"}), start)
    in_list = False
    for index in range(start, len(layout.lines)):
        found = _attachment_head(layout.lines[index].text) if layout.roles[index] == "body" else None
        if index < lists_end or (found and _is_closing_list(layout, index, found)):
            in_list = (in_list and layout.roles[index] == "body") or found is not None
            if in_list:
                layout.roles[index] = "list"
        elif found and layout.roles[index] == "body":
            layout.roles[index] = "attachment"
            number = ordinal_value(found[2]) if found[2] else None
            number = number if number is not None else len(layout.attachments) + 1
            layout.attachments[index] = (number, squeeze(found[1]) + (found[2] or ""))
            if found.end() == len(layout.lines[index].text):
                _mark_attachment_title(layout, index + 1)


def _mark_attachment_title(layout: Layout, start: int) -> None:
    """Marks the lines below `附件1` that are its title: up to three, or four where one ends like a title."""
    end = start
    while end < min(start + 4, len(layout.lines)) and _may_be_title(layout, end):
        end += 1
        if TITLE_END.search(squeeze(layout.lines[end - 1].text)):
            layout.roles[start:end] = ["attachment"] * (end - start)
            return
    if start < end < min(start + 4, len(layout.lines)):
        layout.roles[start:end] = ["attachment"] * (end - start)


def _may_be_title(layout: Layout, index: int) -> bool:
    text = layout.lines[index].text
    is_plain = layout.markers[index] is None and not _attachment_head(text)
    return is_plain and len(text) <= 40 and not re.search("[。；;：:，,｜]", text)


def _is_closing_list(layout: Layout, index: int, found: re.Match[str]) -> bool:
    """`附件：1.申请表` as the last lines of a text names attachments that are not there."""
    rest = layout.lines[index].text[found.end() :]
    if not rest or len(layout.lines) - index > _LONGEST_LIST:
        return False
    return all(len(line.text) <= 60 and read_marker(line.text) for line in layout.lines[index + 1 :])
