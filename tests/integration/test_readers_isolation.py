"""Files from outside are read in a child process; nothing in them harms this one."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from corpus.readers import Limits, read_safely
from tests.integration.made_documents import docx_of, pdf_of

TEXT = "关于补贴的通知\n一、每人每年6000元。"


@pytest.mark.parametrize("kind", ["txt", "docx", "pdf", "html"])
def test_a_file_is_read_in_a_child_process(tmp_path: Path, kind: str) -> None:
    made = {
        "txt": TEXT.encode("gbk"),
        "docx": docx_of(TEXT.split("\n")),
        "pdf": pdf_of(TEXT.split("\n")),
        "html": f"<html><body><p>{'</p><p>'.join(TEXT.split(chr(10)))}</p></body></html>".encode(),
    }
    path = tmp_path / f"通知.{kind}"
    path.write_bytes(made[kind])
    assert read_safely(path).text == TEXT


def test_an_error_of_the_child_is_an_error_here(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(b"")
    with pytest.raises(DocumentError, match="空"):
        read_safely(path)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(pdf_of([TEXT] * 2000))
    started = time.monotonic()
    with pytest.raises(DocumentError, match="用时过长"):
        read_safely(path, Limits(timeout_s=0.3))
    assert time.monotonic() - started < 5


def test_a_file_that_needs_too_much_memory_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    body = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 1_500_000
    document = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}'
    with zipfile.ZipFile(io.BytesIO(docx_of([TEXT]))) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for member in source.infolist():
            if member.filename != "word/document.xml":
                made.writestr(member.filename, source.read(member.filename))
        made.writestr("word/document.xml", document + "</w:body></w:document>")
    with pytest.raises(DocumentError, match=r"内存|中止"):
        read_safely(path, Limits(memory_bytes=256 << 20, file_bytes=1 << 30, unpacked_bytes=1 << 30))


def test_entities_that_multiply_do_no_harm(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "lol">{entities}]><w>&e12;</w>'
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(io.BytesIO(docx_of([TEXT]))) as source, zipfile.ZipFile(path, "w") as made:
        for member in source.infolist():
            content = bomb.encode() if member.filename == "word/document.xml" else source.read(member.filename)
            made.writestr(member.filename, content)
    with pytest.raises(DocumentError):
        read_safely(path)


@pytest.mark.parametrize("name", ["a\x00b.txt", "n" * 300 + ".txt", "\ud800.txt"])
def test_a_name_that_no_file_may_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="文件名"):
        read_safely(tmp_path / name)


def test_a_batch_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    outcomes = []
    for name, data in {"1.pdf": b"%PDF-1.4 x", "2.txt": TEXT.encode(), "3.docx": b"PK\x03\x04"}.items():
        (tmp_path / name).write_bytes(data)
        try:
            outcomes.append(read_safely(tmp_path / name).text)
        except DocumentError:
            outcomes.append("refused")
    assert outcomes == ["refused", TEXT, "refused"]
