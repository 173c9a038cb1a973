"""Tables as lines: each row names its columns, so that a figure can be cited by itself."""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.readers.models import Collected, Table

CELL = "｜"
_BREAK = re.compile(r"(?P<parts>(?<=[0-9A-Za-z%元天年月人])\s*\n\s*(?=[0-9A-Za-z])|(?<=[。；;])\s*\n\s*)|\s*\n\s*")
"""A line break inside a cell: within Chinese words it is only set there, between numbers it keeps them apart."""


def add_table(collected: Collected, grid: Sequence[Sequence[str]]) -> None:
    """Adds a table as one line a row, `列：值｜列：值`; a table of one column is only its text."""
    rows = [[_tidy(cell) for cell in row] for row in grid]
    rows = [row for row in rows if any(row)]
    while rows and len(set(filter(None, rows[0]))) == 1 and len(rows) > 1 and len(rows[0]) > 1:
        collected.lines.append(next(cell for cell in rows.pop(0) if cell))
    if len(rows) < 2 or max(map(len, rows)) < 2:
        collected.lines.extend("　".join(dict.fromkeys(filter(None, row))) for row in rows)
        return
    width = max(map(len, rows))
    padded = [tuple(row + [""] * (width - len(row))) for row in rows]
    header, body = _header(padded)
    collected.tables.append(Table(header, tuple(body)))
    collected.lines.extend(line for row in body if (line := _line(header, row)))


def _header(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The names of the columns; two header rows become one where the first has cells merged across columns."""
    first, second = rows[0], rows[1]
    is_merged = any(a and a == b for a, b in pairwise(first))
    if is_merged and len(rows) > 2 and not any(re.search(r"\d", cell) for cell in second):
        names = tuple(a if a == b or not b else f"{a}{b}" if a else b for a, b in zip(first, second, strict=True))
        return names, rows[2:]
    return first, rows[1:]


def _line(header: tuple[str, ...], row: tuple[str, ...]) -> str:
    """A cell merged over several columns is said once, under the first of their names."""
    parts: list[str] = []
    for index, (name, cell) in enumerate(zip(header, row, strict=True)):
        if not cell or (index and cell == row[index - 1] and name == header[index - 1]):
            continue
        parts.append(f"{name}：{cell}" if name and name != cell else cell)
    return f"{CELL}".join(parts) if len(parts) > 1 else (parts[0] + CELL if parts else "")


def _tidy(cell: str) -> str:
    text = _BREAK.sub(lambda found: " " if found["parts"] else "", cell.strip())
    return re.sub(r"[ \t\u3000\xa0]+", " ", text).replace(CELL, "|")
