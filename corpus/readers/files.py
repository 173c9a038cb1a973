"""Reads a file of any kind that is supported, by what it holds and not by what it is called."""

import io
import re
import zipfile
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.models import DEFAULT_LIMITS, ExtractedText, Limits

SUFFIXES = (".docx", ".pdf", ".html", ".htm", ".txt", ".md", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|p\b|table)",
    re.I | re.S,
)
_LONGEST_NAME = 255
_UNSUPPORTED = "不支持这种文件，请提供 Word（.docx）、PDF、网页（.html）、TXT 或 Markdown 文件。"
_TOO_LARGE = "文件太大，请拆分或压缩图片后再导入。"
_UNPACKS_TOO_LARGE = "文件解压后过大，可能是异常文件，已停止读取。"


def safe_name(name: str) -> str:
    """The last part of a file name from outside, fit to be shown and stored.

    Raises:
        DocumentError: The name is empty, too long, or has characters that no file name may have.
    """
    last = re.split(r"[/\\]", name)[-1].strip()
    if last in {"", ".", ".."} or len(last.encode("utf-8", "surrogatepass")) > _LONGEST_NAME:
        raise DocumentError("文件名为空或太长，请改名后再导入。")
    if re.search("[\x00-\x1f\x7f\ud800-\udfff]", name):
        raise DocumentError("文件名里有不能使用的字符，请改名后再导入。")
    return last


def read_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> ExtractedText:
    """The text of the file, read in this process. Files from outside go through `read_safely`.

    Raises:
        DocumentError: The file cannot be read; the message says why.
    """
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise DocumentError(_TOO_LARGE)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise DocumentError("文件打不开，请确认它存在并且可以读取。") from error
    extracted = read_bytes(data, path.suffix.lower(), limits)
    if not extracted.text.strip():
        raise DocumentError("文件里没有文字，请换一份文件。")
    if len(extracted.text) > limits.characters:
        raise DocumentError(_TOO_LARGE)
    return extracted


def read_bytes(data: bytes, suffix: str = "", limits: Limits = DEFAULT_LIMITS) -> ExtractedText:
    """The text of a file's bytes; the suffix only tells Markdown from plain text.

    Raises:
        DocumentError: As `read_file`.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise DocumentError("文件是空的，请换一份文件。")
    if b"%PDF-" in data[:1024]:
        return _read_pdf(data)
    if data.startswith(b"PK"):
        return _read_zip(data, limits)
    if data.startswith(_OLD_OFFICE):
        return _refuse_old_office(data)
    if data.startswith(_PICTURES):
        from corpus.readers.scan import read_image  # noqa: PLC0415 - each reader loads what it needs

        return read_image(data)
    if data.startswith(b"{\\rtf"):
        raise DocumentError("不支持 RTF 文件，请用 Word 打开、另存为 .docx 后再导入。")
    return _read_text(data, suffix)


def _read_pdf(data: bytes) -> ExtractedText:
    from corpus.readers.pdf import read_pdf  # noqa: PLC0415
    from corpus.readers.scan import read_scanned_pdf  # noqa: PLC0415

    return read_pdf(data) or read_scanned_pdf(data)


def _read_zip(data: bytes, limits: Limits) -> ExtractedText:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DocumentError("文件已损坏或不完整，请重新下载或另存后再导入。") from error
    unpacked = sum(member.file_size for member in members)
    is_bomb = unpacked > limits.unpacked_ratio * max(len(data), 1 << 20)
    if len(members) > limits.members or unpacked > limits.unpacked_bytes or is_bomb:
        raise DocumentError(_UNPACKS_TOO_LARGE)
    if any(member.flag_bits & 1 for member in members):
        raise DocumentError("文件有密码保护，请先取消密码再导入。")
    if not any(member.filename == "word/document.xml" for member in members):
        raise DocumentError(_UNSUPPORTED)
    from corpus.readers.docx import read_docx  # noqa: PLC0415

    return read_docx(data)


def _refuse_old_office(data: bytes) -> ExtractedText:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise DocumentError("文件有密码保护，请先取消密码再导入。")
    raise DocumentError("不支持旧版 Office 文件（.doc、.xls、.ppt），请另存为 .docx 后再导入。")


def _read_text(data: bytes, suffix: str) -> ExtractedText:
    if _HTML.match(data.lstrip(b"\xef\xbb\xbf")[:4096]) or suffix in {".html", ".htm"}:
        from corpus.readers.html import read_html  # noqa: PLC0415

        return read_html(data)
    from corpus.readers.plain import read_text  # noqa: PLC0415

    return read_text(data, is_markdown=suffix in {".md", ".markdown"})
