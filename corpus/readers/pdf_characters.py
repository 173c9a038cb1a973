"""The characters of a PDF page by a second reader, for fonts whose codes the first one cannot read."""

from typing import Any


def page_characters(data: bytes, number: int) -> list[dict[str, Any]]:
    """The characters of the page, counted from 1, with their boxes in points from the top left corner.

    Empty where this reader cannot read the page either.
    """
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - few files need it

    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        text, height = page.get_textpage(), page.get_height()
        found = []
        for index in range(text.count_chars()):
            letter = text.get_text_range(index, 1)
            if not letter or not letter.isprintable():
                continue
            x0, bottom, x1, top = text.get_charbox(index, loose=True)
            box = {"x0": x0, "x1": x1, "top": height - top, "bottom": height - bottom}
            found.append({"text": letter, "size": top - bottom, **box})
        return found
    finally:
        document.close()
