"""Finding files and reading their text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.errors import DocumentError

DOCUMENT_SUFFIXES = frozenset(
    {".txt", ".md", ".html", ".htm", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"}
)
_PLAIN_SUFFIXES = frozenset({".txt", ".md", ""})
MAX_BYTES = 50_000_000

ReadText = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to ingest. One that was only found in a folder may be skipped; one that was named may not."""

    path: Path
    is_named: bool

    @property
    def is_document(self) -> bool:
        """Whether its suffix is one of a document."""
        return self.path.suffix.lower() in DOCUMENT_SUFFIXES

    @property
    def size(self) -> int:
        """Its size in bytes; 0 where it cannot be told."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


def find_files(paths: Iterable[Path]) -> list[SourceFile]:
    """The files named and those inside the folders named, in a fixed order; hidden ones are left out."""
    found: dict[Path, SourceFile] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path, SourceFile(path, is_named=True))
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden:
                found.setdefault(inner, SourceFile(inner, is_named=False))
    return list(found.values())


def read_plain_text(path: Path) -> str:
    """The text of a plain text file in UTF-8, UTF-16 or GBK.

    Raises:
        DocumentError: It is missing, empty, too large, or not text.
    """
    if path.suffix.lower() not in _PLAIN_SUFFIXES:
        raise DocumentError("不支持这种文件格式。")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError:
        raise DocumentError("文件打不开：请检查路径和权限。") from None
    if size > MAX_BYTES:
        raise DocumentError("文件超过 50 MB，请拆分后再导入。")
    text = _decode(data).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise DocumentError("文件是空的。")
    return text


def _decode(data: bytes) -> str:
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    best = from_bytes(data, cp_isolation=["gb18030", "big5", "utf_16_le", "utf_16_be"]).best()
    if best is None or "\0" in str(best):
        raise DocumentError("文件不是文本，或编码无法识别：请另存为 UTF-8 文本后再导入。")
    return str(best)
