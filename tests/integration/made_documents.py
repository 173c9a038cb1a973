"""Documents that the tests make: the same text as Word and PDF, as an office would type it."""

import io
from collections.abc import Iterable

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = 14.0
LEFT, RIGHT, TOP, BOTTOM = 80.0, 80.0, 90.0, 90.0
_NOT_AT_START = "，。；：、）》”！？〉』」"


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def docx_of(lines: Iterable[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def add_list(document: Document, levels: Iterable[tuple[str, str]]) -> None:
    """Defines list 1 with the (format, text) of each level."""
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    defined = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (number_format, text) in enumerate(levels)
    )
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0">{defined}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1"><w:abstractNumId w:val="0"/></w:num>'))


def add_numbered(document: Document, text: str, level: int) -> None:
    """A paragraph whose number Word generates."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')
    )  # fmt: skip


def pdf_of(lines: Iterable[str], *, head: str = "", is_numbered: bool = True) -> bytes:
    """The paragraphs set in lines of full width with an indent, on pages with a running head and page numbers."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4)
    page, y = 1, A4[1] - TOP
    _dress(canvas, head, page if is_numbered else 0)
    for paragraph in lines:
        for indent, line in _set(paragraph.strip()):
            if y < BOTTOM:
                canvas.showPage()
                page, y = page + 1, A4[1] - TOP
                _dress(canvas, head, page if is_numbered else 0)
            canvas.setFont(FONT, SIZE)
            canvas.drawString(LEFT + indent, y, line)
            y -= SIZE * 1.6
    canvas.save()
    return buffer.getvalue()


def _dress(canvas: Canvas, head: str, page: int) -> None:
    canvas.setFont(FONT, 10)
    if head:
        canvas.drawString(LEFT, A4[1] - 50, head)
    if page:
        canvas.drawCentredString(A4[0] / 2, 50, f"— {page} —")


def _set(paragraph: str) -> list[tuple[float, str]]:
    """The lines of a paragraph with their indents; no line begins with a closing mark."""
    lines: list[tuple[float, str]] = []
    rest, indent = paragraph, 2 * SIZE
    while rest:
        room = A4[0] - LEFT - RIGHT - indent
        end = 1
        while end < len(rest) and pdfmetrics.stringWidth(rest[: end + 1], FONT, SIZE) <= room:
            end += 1
        while end < len(rest) and rest[end] in _NOT_AT_START:
            end += 1
        lines.append((indent, rest[:end]))
        rest, indent = rest[end:], 0.0
    return lines
