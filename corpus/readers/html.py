"""Web pages as government sites publish them: the article and its head, not the menu."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus.errors import DocumentError
from corpus.readers.decoding import decode
from corpus.readers.models import Collected, ExtractedText
from corpus.readers.tables import add_table

_NOISE = (
    "script,style,noscript,template,iframe,object,embed,svg,canvas,form,button,select,nav,footer,header nav,aside,"
    "[hidden],[aria-hidden=true],.nav,.menu,.footer,.breadcrumb,.share,.pagination,.sidebar"
)
_KNOWN = ("#UCAP-CONTENT", ".TRS_Editor", "#zoom", "#Zoom", ".trs_editor_view", ".article-content", ".zwnr", "article")
_KEYS = (
    "索引号", "主题分类", "发文机关", "发布机构", "发文单位", "成文日期", "标题", "名称", "发文字号", "文号",
    "发布日期", "公开日期", "有效性", "施行日期", "废止日期",
)  # fmt: skip
_INFO = re.compile(
    r"(?P<key>发布时间|发布日期|发布机构|发布单位|信息来源|文章来源|来源|作者|责任编辑|编辑|日期|时间|浏览次数|浏览量|阅读次数|阅读量|点击数|点击量"
    r"|访问量|访问次数|字体大小|字号|字体|视力保护色|打印本页|打印|关闭窗口|关闭|收藏|分享到|分享)[:：\s]*"
)
_PUBLISHED = ("发布时间", "发布日期", "日期", "时间")
_YEAR = re.compile(r"\d{4}")
_INFO_LINES = 8
_LONGEST_INFO = 40
_BLANKS = r"[\s\u3000\xa0]*"
_SPACED_KEYS = "|".join(_BLANKS.join(key) for key in _KEYS)
_KEY = re.compile(rf"({_SPACED_KEYS}){_BLANKS}[:：]?(.*)", re.DOTALL)
_META_NAMES = {"articletitle": "标题", "pubdate": "发布日期"}
_BLOCKS = frozenset(
    [
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6",
        "tr", "td", "th", "table", "tbody", "thead", "section", "article", "header", "main",
        "center", "blockquote", "pre", "figure", "figcaption", "address", "fieldset", "body",
    ]
)  # fmt: skip
_CHINESE = "\u2014-\u201d\u2026\u3001-\u303f\u3400-\u9fff\uff01-\uff5e"
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t\r\n]*")
_NO_BREAK = re.compile(rf"(?<=[{_CHINESE}])\x01|\x01(?=[{_CHINESE}])")
_NOTHING_FOUND = "网页里没有找到正文，请打开网页确认后，复制正文存为 TXT 再导入。"
_DEEPEST = 200


def read_html(data: bytes) -> ExtractedText:
    """The article of the page, one paragraph or table row a line; what its head states comes first as `项：值`.

    Raises:
        DocumentError: The page has no article.
    """
    tree = LexborHTMLParser(decode(data, is_html=True))
    meta = _meta(tree)
    for node in tree.css(_NOISE):
        node.decompose()
    body = tree.body
    if body is None:
        raise DocumentError(_NOTHING_FOUND)
    main = _main(body)
    collected = Collected()
    _walk(main, collected, 0)
    collected.lines = [line for line in _tidied(collected.lines) if line]
    if not collected.lines:
        raise DocumentError(_NOTHING_FOUND)
    head = {**meta, **_info(collected), **_head(body, main)}
    collected.lines[:0] = [f"{key}：{head[key]}" for key in _KEYS if head.get(key)]
    return collected.result("html")


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """What the meta elements that government sites have to carry say of the article."""
    found: dict[str, str] = {}
    for node in tree.css("meta[name][content]"):
        key = _META_NAMES.get((node.attributes.get("name") or "").lower())
        content = (node.attributes.get("content") or "").strip()
        if key and content:
            found[key] = content
    return found


def _info(collected: Collected) -> dict[str, str]:
    """The date in the line that sites set below a title (`发布时间：… 来源：… 浏览次数：…`); the line is taken out."""
    for index, line in enumerate(collected.lines[:_INFO_LINES]):
        values = _info_values(line)
        if values:
            del collected.lines[index]
            dated = (values.get(key, "") for key in _PUBLISHED)
            return next(({"发布日期": value} for value in dated if _YEAR.search(value)), {})
    return {}


def _info_values(line: str) -> dict[str, str]:
    """The fields of a line that holds nothing else; empty for any other line."""
    found = list(_INFO.finditer(line))
    if not found or found[0].start() or line[-1] in "。；":
        return {}
    ends = [*(match.start() for match in found[1:]), len(line)]
    values = [line[match.end() : end].strip() for match, end in zip(found, ends, strict=True)]
    is_info = (len(found) > 1 or _YEAR.search(values[0])) and all(len(value) <= _LONGEST_INFO for value in values)
    return {match["key"]: value for match, value in zip(found, values, strict=True)} if is_info else {}


def _main(body: LexborNode) -> LexborNode:
    """The element that holds the article: a known container, else the deepest one with most of the running text."""
    for selector in _KNOWN:
        for node in body.css(selector):
            if len(node.text(strip=True)) >= 50:
                return node
    total = _weight(body)
    current = body
    for _ in range(_DEEPEST):
        heavier = max(
            (child for child in current.iter() if child.tag in _BLOCKS), key=_weight, default=None
        )  # fmt: skip
        if heavier is None or heavier.tag in {"p", "h1", "tr"} or _weight(heavier) < max(total * 0.6, 1):
            return current
        current = heavier
    return current


def _weight(node: LexborNode) -> int:
    """Characters outside links: menus are links, articles are not."""
    return len(node.text(strip=True)) - 2 * sum(len(link.text(strip=True)) for link in node.css("a"))


def _head(body: LexborNode, main: LexborNode) -> dict[str, str]:
    """The fields of the information table that stands above the article."""
    found: dict[str, str] = {}
    inside = {node.mem_id for node in main.css("*")} | {main.mem_id}
    for node in body.css("td,th,dt,li,span,b,strong,p,label"):
        if node.mem_id in inside or node.css_first("td,th,p,div") is not None:
            continue
        text = node.text(strip=True)
        match = _KEY.fullmatch(text) if len(text) <= 200 else None
        if match is None:
            continue
        key = re.sub(r"\s", "", match[1])
        value = re.sub(r"\s+", " ", match[2].strip()) or _beside(node)
        if value and key not in found and not _KEY.fullmatch(value):
            found[key] = value
    return found


def _beside(node: LexborNode) -> str:
    """The text of the cell to the right of a cell that holds only a field's name."""
    cell: LexborNode | None = node
    while cell is not None and cell.tag not in {"td", "th", "dt", "span"} and cell.parent is not None:
        cell = cell.parent
    after = cell.next if cell is not None else None
    while after is not None and after.tag in {"-text", "-comment"} and not after.text(strip=True):
        after = after.next
    return re.sub(r"\s+", " ", after.text(strip=True)) if after is not None else ""


def _walk(node: LexborNode, collected: Collected, depth: int) -> None:
    """Adds the blocks below the node as lines. What lies deeper than any real page is taken as flat text."""
    parts: list[str] = []
    for child in node.iter(include_text=True):
        tag = child.tag
        if tag == "table" and _is_data_table(child):
            _flush(parts, collected)
            add_table(collected, _grid(child))
        elif tag == "br":
            _flush(parts, collected)
        elif depth < _DEEPEST and _is_block(child):
            _flush(parts, collected)
            _walk(child, collected, depth + 1)
        elif tag != "-comment":
            parts.append(child.text())
    _flush(parts, collected)


def _is_block(node: LexborNode) -> bool:
    return node.tag in _BLOCKS or (node.tag != "-text" and node.css_first("br,p,div,table,li") is not None)


def _flush(parts: list[str], collected: Collected) -> None:
    text = _flat("".join(parts))
    parts.clear()
    if text.strip():
        collected.lines.append(text.strip())


def _flat(text: str) -> str:
    """The text on one line: a line break in the source is a blank between words and nothing between Chinese."""
    return _NO_BREAK.sub("", _BREAK.sub("\x01", text)).replace("\x01", " ")


def _tidied(lines: list[str]) -> list[str]:
    """Joins a line that begins with a mark which no line can begin with to the one before it."""
    joined: list[str] = []
    for line in lines:
        if joined and line[0] in "，。；：、）》”,;":
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _is_data_table(table: LexborNode) -> bool:
    """Whether the table holds data and not the layout of the page."""
    rows = table.css("tr")
    if any(inner.mem_id != table.mem_id for inner in table.css("table")) or len(rows) < 2:
        return False
    cells = [len(row.css("td,th")) for row in rows]
    longest = max((len(cell.text(strip=True)) for cell in table.css("td,th")), default=0)
    return max(cells) >= 2 and sum(count >= 2 for count in cells) * 2 >= len(cells) and longest <= 1000


def _grid(table: LexborNode) -> list[list[str]]:
    """The cells of the table with merged cells repeated."""
    grid: dict[tuple[int, int], str] = {}
    rows = table.css("tr")
    for y, row in enumerate(rows[:5000]):
        x = 0
        for cell in row.css("td,th"):
            while (y, x) in grid:
                x += 1
            text = _flat(cell.text(separator=""))
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            for down in range(min(height, len(rows) - y)):
                for right in range(width):
                    grid[(y + down, x + right)] = text
            x += width
    columns = max((x for _, x in grid), default=-1) + 1
    return [[grid.get((y, x), "") for x in range(columns)] for y in range(len(rows))]


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), 100)) if value.isascii() and value.isdigit() and len(value) < 5 else 1
