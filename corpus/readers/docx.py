"""Word documents: paragraphs with the numbers that Word generates, tables, notes, text boxes."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from corpus.errors import DocumentError
from corpus.readers.docx_numbering import Numbering
from corpus.readers.models import Collected, ExtractedText
from corpus.readers.tables import add_table

_BROKEN = "Word 文件已损坏或不完整，请用 Word 打开、另存为 .docx 后再导入。"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset([*map(qn, ("w:del", "w:moveFrom", "w:txbxContent", "w:pPr")), _FALLBACK])
_WRAPPERS = frozenset(map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:smartTag")))
_NOTE_REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
_PAGE_BREAKS = {"page", "column"}


def read_docx(data: bytes) -> ExtractedText:
    """The document, one paragraph or table row a line; a note follows the paragraph that refers to it.

    Deleted, struck out and hidden text, generated tables of contents, headers and footers are left out.

    Raises:
        DocumentError: It is no complete Word document.
    """
    try:
        document = docx.Document(io.BytesIO(data))
    except etree.XMLSyntaxError as error:
        if not error.lineno:  # the parser ran out of memory: a fault of the text would have a place in it
            raise MemoryError from error
        raise DocumentError(_BROKEN) from error
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DocumentError(_BROKEN) from error
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: Document) -> None:
        self._body = document.element.body
        self._collected = Collected()
        self._numbering = Numbering(_numbering(document), document.styles.element)
        self._contents_styles = {
            style.style_id for style in document.styles if (style.name or "").lower().startswith(("toc ", "目录 "))
        }
        self._notes = {kind: _notes(document, kind) for kind in ("footnotes", "endnotes")}
        self._noted = 0

    def read(self) -> ExtractedText:
        """Everything in the body, in order."""
        self._add_blocks(self._body)
        return self._collected.result("docx")

    def _add_blocks(self, parent: Any) -> None:
        for node in _blocks(parent):
            if node.tag == qn("w:p"):
                self._add_paragraph(node)
            else:
                self._add_table(node)

    def _add_paragraph(self, paragraph: Any) -> None:
        if self._is_contents(paragraph):
            return
        number = self._numbering.number(paragraph)
        text = _text(paragraph)
        if text.strip():
            self._collected.lines.extend((number + text.lstrip() if number else text).split("\n"))
        for node in paragraph.iter(*_NOTE_REFERENCES):
            self._add_note(_NOTE_REFERENCES[node.tag], node.get(qn("w:id")))
        for box in _boxes(paragraph):
            self._add_blocks(box)

    def _is_contents(self, paragraph: Any) -> bool:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return style is not None and style.get(qn("w:val")) in self._contents_styles

    def _add_note(self, kind: str, identifier: str) -> None:
        text = self._notes[kind].get(identifier, "").strip()
        if text:
            self._noted += 1
            self._collected.lines.append(f"注{self._noted}：{text}")

    def _add_table(self, table: Any) -> None:
        grid = [self._row(row) for row in table.iter(qn("w:tr")) if _owner(row) is table]
        if max((len(row) for row in grid), default=0) == 1:
            for cell in table.iter(qn("w:tc")):
                if _owner(cell) is table:
                    self._add_blocks(cell)
            return
        _fill_merged(grid)
        add_table(self._collected, [[text or "" for text in row] for row in grid])

    def _row(self, row: Any) -> list[str | None]:
        """The cells of a row, repeated across the columns they span; None continues the cell above."""
        cells: list[str | None] = []
        for cell in row.findall(qn("w:tc")):
            span, is_continued = _cell_shape(cell)
            cells.extend([None if is_continued else _cell_text(cell, _owner(row))] * span)
        return cells


def _blocks(parent: Any) -> Iterator[Any]:
    for node in parent:
        if node.tag in {qn("w:p"), qn("w:tbl")}:
            yield node
        elif node.tag in _WRAPPERS:
            yield from _blocks(node)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in the paragraph, each once: an alternative for older programs repeats them."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
            yield box


def _text(node: Any) -> str:
    """The visible text of a paragraph; a line break inside it is a line break."""
    parts: list[str] = []
    waiting = [iter(node)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == qn("w:t"):
            parts.append(child.text or "")
        elif child.tag in {qn("w:tab"), qn("w:ptab")}:
            parts.append("\t")
        elif child.tag in {qn("w:br"), qn("w:cr")}:
            parts.append("" if child.get(qn("w:type")) in _PAGE_BREAKS else "\n")
        elif child.tag == qn("w:noBreakHyphen"):
            parts.append("-")
        elif child.tag not in _SKIPPED and not _is_hidden(child):
            waiting.append(iter(child))
    return "".join(parts)


def _is_hidden(run: Any) -> bool:
    """Whether the run is hidden or struck out: what is crossed out in an edited copy no longer holds."""
    if run.tag != qn("w:r"):
        return False
    marks = (run.find(f"{qn('w:rPr')}/{qn(name)}") for name in ("w:vanish", "w:strike", "w:dstrike"))
    return any(mark is not None and mark.get(qn("w:val")) not in {"0", "false", "off"} for mark in marks)


def _owner(node: Any) -> Any:
    return next((ancestor for ancestor in node.iterancestors() if ancestor.tag == qn("w:tbl")), None)


def _cell_text(cell: Any, table: Any) -> str:
    """The paragraphs of a cell, one a line; what a table inside it holds comes after them, set off by blanks."""
    own: list[str] = []
    inner: list[str] = []
    for paragraph in cell.iter(qn("w:p")):
        if text := _text(paragraph).strip():
            (own if _owner(paragraph) is table else inner).append(text)
    return "\u3000".join(["\n".join(own), *inner]).strip()


def _cell_shape(cell: Any) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it continues the cell above."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    value = span.get(qn("w:val"), "1") if span is not None else "1"
    columns = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 1
    return max(1, columns), merge is not None and merge.get(qn("w:val")) != "restart"


def _fill_merged(grid: list[list[str | None]]) -> None:
    for above, row in pairwise(grid):
        for index, text in enumerate(row):
            if text is None and index < len(above):
                row[index] = above[index]


def _numbering(document: Document) -> Any:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith("/numbering"):
            return relation.target_part.element
    return None


def _notes(document: Document, kind: str) -> dict[str, str]:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            root = parse_xml(relation.target_part.blob)
            return {
                note.get(qn("w:id")): "".join(_text(paragraph) for paragraph in note.iter(qn("w:p")))
                for note in root
                if note.get(qn("w:type")) in {None, "normal"}
            }
    return {}
