"""A clause in the making, and how its label is worded."""

import re
from dataclasses import dataclass, field

from corpus.models import ClauseKind
from corpus.reading.numbering import Marker, Style


@dataclass(slots=True)
class Node:
    """A clause in the making; `spans` are the (start, end) offsets of its sentences."""

    path: str
    kind: ClauseKind
    label: str
    start: int
    end: int
    style: Style | None = None
    number: int = 0
    parent: "Node | None" = None
    heading: str = ""
    lead_in: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)
    paragraphs: int = 0
    lists: int = 0
    last_item: "Node | None" = None
    list_prefix: str = ""
    list_label: str = ""
    has_headings: bool = False
    is_in_article: bool = False
    is_enumerated: bool = False
    numbers: tuple[int, ...] = ()


def interrupted(parent: Node | None, marker: Marker) -> Node | None:
    """The last item of a list that goes on after an unnumbered paragraph between its items."""
    last = parent.last_item if parent else None
    is_next = last is not None and last.style == marker.style and marker.number == last.number + 1
    return last if is_next else None


def lead_in_of(text: str, parent: Node) -> str:
    """The sentence that opens a list of items: the parent's last one so far, if a colon ends it."""
    last = text[slice(*parent.spans[-1])] if parent.spans else ""
    return last if last.endswith(("：", ":")) else ""


def tidy_heading(heading: str) -> str:
    """The heading on one line, without the blanks that spread `总　则` and without a final mark."""
    spread = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", heading.strip())
    return re.sub(r"\s+", " ", spread).rstrip("。：:；;")


def own_label(marker: Marker, node: Node) -> str:
    """`第四条` for a first-level `四、`, `第（二）项` below it, `第3目` below that."""
    if (
        marker.style == "decimal"
        or node.parent is None
        or node.parent.kind in {"attachment", "chapter", "part", "section"}
    ):
        if marker.style == "cn":
            return f"第{marker.token.rstrip('、.．')}条"
        return f"第{_bare_token(marker)}项"
    if marker.style == "cn":
        return f"第{marker.token.rstrip('、.．')}项"
    if marker.style == "paren_cn":
        return f"第（{marker.token.strip('（()） ')}）项"
    return f"第{_bare_token(marker)}目"


def _bare_token(marker: Marker) -> str:
    if marker.style == "decimal":
        return ".".join(map(str, marker.numbers))
    if marker.style == "paren_cn":
        return f"（{marker.token.strip('（()） ')}）"
    return str(marker.number)
