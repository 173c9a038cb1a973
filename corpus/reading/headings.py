"""Decides how much of what follows a number is its heading."""

import re

from corpus.reading.numbering import CONTAINERS, Style

_TERMINATOR = re.compile(r"[。；;！!？?：:]")
_BRACKETED = re.compile(r"\s*(?:【([^】\n]{1,30})】|\[([^\]\n]{1,30})\]|[（(]([^（）()\n]{1,15})[）)])[\s:：]*(?=\S)")
_RULE = re.compile(
    r"应当|应予|不得|必须|是指|包括|施行|废止|负责解释|给予|享受|申领|同意|现将|以下|如下"
    r"|[\d一二三四五六七八九十]\s*(?:元|%|％|天|日|个月|年|倍|周岁|人)"
)
_SOFT_RULE = re.compile(r"可|应|须|按照|按规定|补贴|标准|负责|符合|的，")
_LONGEST = 30
_LONGEST_WITH_COMMA = 24
_LONGEST_ALONE = 40


def heading_end(text: str, style: Style, stands_alone: bool, in_article: bool) -> tuple[int, int]:
    """The heading in `text`, which follows a number: where it ends, and where the content begins.

    `(0, 0)` where there is no heading: everything is content. `stands_alone` tells that the next line continues
    this clause, so that a line of its own can be a heading.
    """
    if style in CONTAINERS:
        return (len(text), len(text)) if len(text) <= 60 and not text.endswith("。") else (0, 0)
    if style == "article":
        return _article_heading(text, stands_alone)
    if in_article or style in {"paren_arabic", "circled"}:
        return 0, 0
    return _list_heading(text, style, stands_alone)


def bracketed(text: str) -> str:
    """The heading without the brackets that some statutes put it in."""
    found = re.fullmatch(r"\s*[【\[（(](.*)[】\]）)][\s:：]*", text)
    return (found[1] if found else text).strip()


def _article_heading(text: str, stands_alone: bool) -> tuple[int, int]:
    found = _BRACKETED.match(text)
    if found:
        return found.end(), found.end()
    is_bare = 0 < len(text) <= 15 and not re.search(r"[。；：，;:,]", text)
    return (len(text), len(text)) if stands_alone and is_bare else (0, 0)


def _list_heading(text: str, style: Style, stands_alone: bool) -> tuple[int, int]:
    found = _TERMINATOR.search(text)
    if found is None:
        limit = 60 if style in {"cn", "paren_cn", "decimal"} else 30
        is_heading = stands_alone and 0 < len(text) <= limit and not _RULE.search(text)
        return (len(text), len(text)) if is_heading else (0, 0)
    head = text[: found.start()]
    if found[0] != "。" or not head or _RULE.search(head):
        return 0, 0
    if found.end() == len(text):
        return (found.start(), found.end()) if stands_alone and len(head) <= _LONGEST_ALONE else (0, 0)
    return (found.start(), found.end()) if _reads_like_heading(head) else (0, 0)


def _reads_like_heading(head: str) -> bool:
    if re.search("[，,]", head):
        return len(head) <= _LONGEST_WITH_COMMA and not _SOFT_RULE.search(head)
    return len(head) <= _LONGEST
