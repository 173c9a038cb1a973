"""Tells the parts of an official document apart: head, title, addressees, body, signature, attachments."""

import re
from collections.abc import Sequence

from corpus.marks import DOCUMENT_NUMBER
from corpus.reading.attachments import first_own_attachment, mark_attachments
from corpus.reading.lines import Line
from corpus.reading.numbering import CONTAINERS, Marker, read_marker
from corpus.reading.roles import TITLE_END, Layout, Role, squeeze
from corpus.reading.signature import find_signature

_HEADER_KEY = re.compile(
    r"(?:索\s*引\s*号|主题分类|主\s*题\s*词|发文机关|发布机构|发文单位|成文日期|标\s*题|名\s*称|发文字号|文\s*号|发布日期"
    r"|公开日期|生成日期|有\s*效\s*性|信息分类|信息来源|来\s*源|施行日期|废止日期|实施日期)\s*[:：]"
)
_RED_HEAD = re.compile(r"[\u4e00-\u9fff\s]{2,60}(?:文件|公报)|.{0,4}令")
_NOTE = re.compile(r"[（(][^（）()]{2,40}[）)]|(?:抄\s*送|主\s*送|联系人|联系电话|咨询电话|印发日期)\s?[:：].{0,200}")
_ADDRESSEE_WORD = re.compile(
    r"各|局|厅|部|委|院|政府|单位|企业|公司|办|会|所|处|组织|学校|主席|总理|代表|同志|旗|县|市|区|人"
)
_CONTENTS = re.compile(r"目\s*[录次]")
_LEADER = re.compile(r"[\s.．…·•\-—]*\d{0,4}$")


def lay_out(lines: Sequence[Line]) -> Layout:
    """The role of every line. Never fails: what is nothing else is body."""
    markers = [read_marker(line.text) for line in lines]
    roles: list[Role] = ["body"] * len(lines)
    has_decimals = any(marker and marker.style == "decimal" and len(marker.numbers) > 1 for marker in markers)
    markers = [None if _is_stray_decimal(marker, has_decimals) else marker for marker in markers]
    layout = Layout(lines, roles, markers, {}, has_decimals)
    after_title = _mark_head(layout)
    _mark_contents(layout, after_title)
    signature_end = _mark_signature(layout, after_title)
    mark_attachments(layout, after_title, signature_end)
    _mark_notes(layout, signature_end)
    _mark_preamble(layout, _mark_addressees(layout, after_title))
    return layout


def _is_stray_decimal(marker: Marker | None, has_decimals: bool) -> bool:
    return marker is not None and marker.style == "decimal" and len(marker.numbers) == 1 and not has_decimals


def _mark_head(layout: Layout) -> int:
    """Marks what stands above and in the title; returns the index after it."""
    index = _red_head_end(layout)
    while index < min(len(layout.lines), 30) and _is_header(layout, index):
        index += 1
    layout.roles[:index] = ["header"] * index
    if index >= len(layout.lines):
        if layout.lines:
            layout.roles[0] = "title"
        return len(layout.lines)
    if layout.markers[index] or len(layout.lines[index].text) > 120 or layout.lines[index].text[-1] in "。；":
        return index
    end = _title_end(layout, index)
    for position in range(index, end):
        layout.roles[position] = "title"
    while end < len(layout.lines) and DOCUMENT_NUMBER.fullmatch(squeeze(layout.lines[end].text)):
        layout.roles[end] = "header"
        end += 1
    return end


def _red_head_end(layout: Layout) -> int:
    """The index after a document number that stands above the title, with the names of the bodies above it."""
    for index, line in enumerate(layout.lines[:12]):
        bare = squeeze(line.text)
        if DOCUMENT_NUMBER.fullmatch(bare):
            return index + 1
        is_title = TITLE_END.search(bare) and not _RED_HEAD.fullmatch(bare)
        if layout.markers[index] or len(bare) > 60 or bare[-1] in "。：:" or (is_title and not _HEADER_KEY.match(bare)):
            break
    return 0


def _is_header(layout: Layout, index: int) -> bool:
    text = layout.lines[index].text
    bare = squeeze(text)
    return bool(
        _HEADER_KEY.match(text) or DOCUMENT_NUMBER.fullmatch(bare) or (len(bare) <= 60 and _RED_HEAD.fullmatch(bare))
    )


def _title_end(layout: Layout, start: int) -> int:
    """One line, or as many (four at most) as it takes until a line ends like a title."""
    for end in range(start, min(start + 5, len(layout.lines))):
        text = layout.lines[end].text
        if len(text) > 60 or (end > start and (layout.markers[end] or text[-1] in "。：:；，")):
            break
        if TITLE_END.search(squeeze(text)):
            return end + 1
    return start + 1


def _mark_contents(layout: Layout, start: int) -> None:
    """Marks a table of contents: a run of entries whose first one comes again as a heading of the body."""
    for index in range(start, len(layout.lines)):
        if _CONTENTS.fullmatch(layout.lines[index].text):
            layout.roles[index] = "toc"
            _mark_entries(layout, index + 1)
            return
        marker = layout.markers[index]
        if marker:
            if marker.style in CONTAINERS:
                _mark_entries(layout, index)
            return


def _mark_entries(layout: Layout, start: int) -> None:
    if start >= len(layout.lines):
        return
    first = _entry(layout.lines[start].text)
    for end in range(start + 1, min(len(layout.lines), start + 400)):
        text = layout.lines[end].text
        if _entry(text) == first:
            layout.roles[start:end] = ["toc"] * (end - start)
            return
        if len(text) > 80 or text[-1] in "。；：":
            return


def _entry(text: str) -> str:
    return _LEADER.sub("", squeeze(text))[:80]


def _mark_signature(layout: Layout, start: int) -> int:
    """Marks issuers and date; returns the index after them, or the number of lines where there is none."""
    limit = first_own_attachment(layout, start)
    found = find_signature([line.text for line in layout.lines], layout.markers, start, limit)
    if found is None:
        return len(layout.lines)
    first, date_index, end = found
    for index in range(first, end):
        layout.roles[index] = "date" if index == date_index else "issuers"
    return end


def _mark_notes(layout: Layout, signature_end: int) -> None:
    for index in range(signature_end, len(layout.lines)):
        if layout.roles[index] != "body" or not _NOTE.fullmatch(layout.lines[index].text):
            break
        layout.roles[index] = "notes"
    for index in range(len(layout.lines) - 1, signature_end - 1, -1):
        if layout.roles[index] != "body" or not _NOTE.fullmatch(layout.lines[index].text):
            break
        layout.roles[index] = "notes"


def _mark_addressees(layout: Layout, start: int) -> int:
    for index in range(start, min(start + 6, len(layout.lines))):
        text = layout.lines[index].text
        if layout.roles[index] != "body" or layout.markers[index]:
            break
        if text[-1] in "：:" and "。" not in text and not re.search(r"如下|现[就将]|以下|通知|意见", text):
            if _ADDRESSEE_WORD.search(text):
                layout.roles[index] = "addressees"
                return index + 1
            break
        if len(text) > 80:
            break
    return start


def _mark_preamble(layout: Layout, start: int) -> None:
    """Marks what precedes the first number of the main text; where no number follows, paragraphs stay body."""
    first = next(
        (i for i, marker in enumerate(layout.markers) if i >= start and marker and layout.roles[i] == "body"), None
    )
    boundary = min(layout.attachments, default=len(layout.lines))
    if first is None or first > boundary:
        return
    for index in range(first):
        if layout.roles[index] == "body":
            layout.roles[index] = "preamble"
