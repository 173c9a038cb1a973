import codecs
import io
import sys
import zipfile
from pathlib import Path

import pytest

from corpus.errors import DocumentError
from corpus.readers import Limits, read_bytes, read_file, safe_name
from corpus.readers.scan import read_image

TEXT = "关于补贴的通知\n一、补贴标准\n每人每年6000元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert read_bytes(TEXT.encode(encoding)).text == TEXT


def test_a_damaged_byte_costs_its_character_alone() -> None:
    data = bytearray((TEXT * 50).encode())
    data[31] = 0xFF
    assert read_bytes(bytes(data)).text.endswith(TEXT)


def test_utf16_big_endian_with_a_mark() -> None:
    assert read_bytes(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be")).text == TEXT


@pytest.mark.parametrize("data", [b"", b" \n\t", b"\xef\xbb\xbf", b"\x00\x00\x00"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match="空"):
        read_bytes(data)


def test_the_content_counts_and_not_the_extension(tmp_path: Path) -> None:
    path = tmp_path / "notice.pdf"
    path.write_text(TEXT, encoding="utf-8")
    assert read_file(path).text == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "另存为 .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"%PDF-1.7 broken", "损坏"),
        (bytes(range(256)) * 50, "不是可以阅读的文字"),
        (b"\x7fELF" + b"\x00\x01\x02" * 500, "不是可以阅读的文字"),
        (b"<html><body><script>x</script></body></html>", "正文"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read_bytes(data)


def archive(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def test_a_document_that_unpacks_to_gigabytes_is_refused_unopened() -> None:
    bomb = archive({"word/document.xml": b"0" * (64 << 20)})
    with pytest.raises(DocumentError, match="解压后过大"):
        read_bytes(bomb, limits=Limits(unpacked_bytes=32 << 20))
    with pytest.raises(DocumentError, match="解压后过大"):
        read_bytes(bomb, limits=Limits(unpacked_ratio=20))


def test_an_archive_with_too_many_members_is_refused() -> None:
    with pytest.raises(DocumentError, match="解压后过大"):
        read_bytes(archive({f"{n}.xml": b"" for n in range(60)}), limits=Limits(members=50))


def test_an_archive_that_is_no_word_document_is_refused() -> None:
    with pytest.raises(DocumentError, match="不支持"):
        read_bytes(archive({"xl/workbook.xml": b"<x/>"}))
    with pytest.raises(DocumentError, match="损坏"):
        read_bytes(archive({"word/document.xml": b"<x/>"}))


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"0" * 2000)
    with pytest.raises(DocumentError, match="太大"):
        read_file(path, Limits(file_bytes=1000))


def test_a_long_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("甲" * 2000, encoding="utf-8")
    with pytest.raises(DocumentError, match="太大"):
        read_file(path, Limits(characters=1000))


@pytest.mark.parametrize("name", ["missing.txt", "n" * 300, "a\x00b"])
def test_a_path_that_cannot_be_opened_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DocumentError, match="打不开"):
        read_file(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\docs\\通知.docx", "通知.docx"),
        (" 通知.pdf ", "通知.pdf"),
        ("a.txt", "a.txt"),
    ],
)
def test_a_name_loses_its_folders(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["", "..", "a/..", "a\x00.txt", "甲" * 100, "a\n.txt", "\ud800.txt", "dir/"])
def test_a_name_that_no_file_may_have_is_refused(name: str) -> None:
    with pytest.raises(DocumentError, match="文件名"):
        safe_name(name)


def test_a_scan_without_recognition_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(DocumentError, match=r"扫描件.*policy-assistant\[ocr\]"):
        read_image(b"\x89PNG\r\n")


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    sentence = "为深入贯彻落实国家关于技能人才队伍建设的决策部署进一步激活各类企业技能人才培养主体作用促进职工增技"
    paragraph = "　　" + sentence * 4 + "，现提出如下意见。"
    wrapped = "\n".join(paragraph[at : at + 30] for at in range(0, len(paragraph), 30))
    joined = read_bytes(f"标题\n{wrapped}\n　　第二段。".encode()).text
    assert joined == f"标题\n{paragraph}\n　　第二段。"


def test_markdown_loses_its_marks_and_keeps_its_tables() -> None:
    source = "# 关于**补贴**的通知\n\n- 甲事\n\n| 等级 | 标准 |\n| --- | --- |\n| 高级工 | 6000元 |\n\n见[办法](https://a.cn/x)。"
    extracted = read_bytes(source.encode(), ".md")
    assert extracted.text == "关于补贴的通知\n\n甲事\n\n等级：高级工｜标准：6000元\n\n见办法。"
    assert extracted.tables[0].header == ("等级", "标准")
