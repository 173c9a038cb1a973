"""Lines of a document with their place in it, cleared of what a web page or an export left behind."""

import re
from dataclasses import dataclass

_BLANK = "".join(chr(code) for code in range(0x10000) if chr(code).isspace() or 0x200B <= code <= 0x200F) + (
    "\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_RESIDUE = re.compile(
    r"字体|字号|字体[:：]?\s*[【\[(（]?\s*[大中小\s|/]+[】\])）]?|[【\[]?\s*打印(本页|此页)?\s*[】\]]?"
    r"|[【\[]?\s*关闭(本页|窗口|此页)?\s*[】\]]?|[【\[]\s*大\s*中\s*小\s*[】\]]|分享(到|至)?[:：]?.{0,20}"
    r"|扫一扫.{0,20}|(上|下)一篇[:：].{0,60}|返回(顶部|首页|列表)|责任编辑[:：].{0,20}|(浏览|点击|阅读)(次数|量)[:：]?\s*\d*次?"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line without the blanks around it: `document[start:end] == text`."""

    start: int
    end: int
    text: str


def clean(text: str) -> str:
    """The text as it is stored: one kind of line end, nothing that a database refuses, no web residue at the ends."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    plain = _UNSTORABLE.sub(lambda match: "" if match[0] == "\x00" else "\ufffd", plain)
    return _without_residue(plain)


def split_lines(text: str) -> list[Line]:
    """The non-empty lines of the text, in order."""
    lines: list[Line] = []
    position = 0
    for raw in text.split("\n"):
        kept = raw.strip(_BLANK)
        if kept:
            start = position + len(raw) - len(raw.lstrip(_BLANK))
            lines.append(Line(start, start + len(kept), kept))
        position += len(raw) + 1
    return lines


def _without_residue(text: str) -> str:
    rows = text.split("\n")
    start, end = 0, len(rows)
    while end > start and _is_residue(rows[end - 1]):
        end -= 1
    while start < end and _is_residue(rows[start]):
        start += 1
    return "\n".join(rows[start:end])


def _is_residue(row: str) -> bool:
    bare = row.strip(_BLANK)
    return not bare or (len(bare) <= 80 and _RESIDUE.fullmatch(bare) is not None)
