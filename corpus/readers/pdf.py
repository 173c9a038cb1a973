"""PDF files with text: pages become paragraphs; page numbers, running heads and line breaks go."""

import io
from collections.abc import Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from corpus.errors import DocumentError
from corpus.readers.models import Collected, ExtractedText
from corpus.readers.pdf_characters import page_characters
from corpus.readers.pdf_layout import PageLine, drop_running_lines, ordered_lines, paragraphs
from corpus.readers.tables import add_table

_BROKEN = "PDF 文件已损坏或不完整，请重新下载，或另存为新的 PDF 后再导入。"
_ENCRYPTED = "PDF 文件有密码保护，请先取消密码再导入。"
_NO_PAGES = "PDF 文件里没有页面，请换一份文件。"
_FEWEST_CHARACTERS = 15
_MOST_PAGES = 2000
_TOO_MANY_PAGES = "PDF 文件超过 2000 页，请拆分后再导入。"


def read_pdf(data: bytes) -> ExtractedText | None:
    """The text of the file, one paragraph or table row a line; None where its pages are pictures.

    Raises:
        DocumentError: The file is encrypted, damaged or without pages.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return _read(document, data)
    except (PdfminerException, PDFException, PSException, MalformedPDFException) as error:
        is_locked = any(isinstance(part, PDFPasswordIncorrect) for part in (error, *error.args))
        raise DocumentError(_ENCRYPTED if is_locked else _BROKEN) from error


def _read(document: Any, data: bytes) -> ExtractedText | None:
    if not document.pages:
        raise DocumentError(_NO_PAGES)
    if len(document.pages) > _MOST_PAGES:
        raise DocumentError(_TOO_MANY_PAGES)
    pages: list[list[PageLine]] = []
    tables: list[list[list[str]]] = []
    for page in document.pages:
        characters = page.chars if _is_decoded(page.chars) else page_characters(data, page.page_number)
        pages.append(_page_lines(page, characters, tables))
        page.close()
    letters = sum(len(line.text) for page in pages for line in page)
    if letters < _FEWEST_CHARACTERS * len(pages) and any(page.images for page in document.pages):
        return None
    if not letters:
        return None
    collected = Collected()
    for paragraph in paragraphs(drop_running_lines(pages)):
        if isinstance(paragraph, int):
            add_table(collected, tables[paragraph])
        else:
            collected.lines.append(paragraph)
    return collected.result("pdf")


def _is_decoded(characters: Sequence[dict[str, Any]]) -> bool:
    """Whether nearly all characters could be read: fonts that are not in the file may have codes of their own."""
    undecoded = sum(char["text"].startswith("(cid:") for char in characters)
    return bool(undecoded * 10 <= len(characters))


def _page_lines(page: Any, drawn: Sequence[dict[str, Any]], tables: list[list[list[str]]]) -> list[PageLine]:
    """The lines of a page in reading order; a table stands as one line that names its place in `tables`."""
    found = page.find_tables() if len(page.lines) + len(page.rects) + len(page.curves) >= 4 else []
    placed: list[PageLine] = []
    boxes: list[tuple[float, float, float, float]] = []
    for table in found:
        grid = [[cell or "" for cell in row] for row in table.extract()]
        if len(grid) >= 2 and max(map(len, grid)) >= 2:
            x0, top, x1, bottom = table.bbox
            placed.append(PageLine("", x0, x1, top, bottom, 0.0, page.page_number, table=len(tables)))
            boxes.append(table.bbox)
            tables.append(grid)
    characters = [char for char in drawn if not any(_is_inside(char, box) for box in boxes)]
    return ordered_lines(characters, float(page.width), page.page_number, placed)


def _is_inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])
