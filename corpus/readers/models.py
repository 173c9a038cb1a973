"""What reading a file gives, and how far reading may go."""

from dataclasses import dataclass, field
from typing import Literal

FileKind = Literal["docx", "pdf", "html", "text", "image"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stood in the document; every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """The text of a file, one paragraph or table row a line, and its tables."""

    text: str
    kind: FileKind
    tables: tuple[Table, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of the machine one file may take. The defaults are those of the product."""

    memory_bytes: int = 1 << 30
    timeout_s: float = 30.0
    file_bytes: int = 50 << 20
    unpacked_bytes: int = 200 << 20
    unpacked_ratio: int = 200
    members: int = 5000
    characters: int = 5_000_000


DEFAULT_LIMITS = Limits()


@dataclass(slots=True)
class Collected:
    """Lines and tables as a reader gathers them."""

    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def result(self, kind: FileKind) -> ExtractedText:
        """What has been gathered, as one text."""
        return ExtractedText("\n".join(self.lines), kind, tuple(self.tables), tuple(self.notices))
