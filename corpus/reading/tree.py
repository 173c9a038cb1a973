"""Builds the tree of clauses from numbered and unnumbered lines, whatever order the numbering styles nest in."""

import re

from corpus.models import ClauseKind
from corpus.reading.headings import bracketed, heading_end
from corpus.reading.lines import Line
from corpus.reading.nodes import Node, interrupted, lead_in_of, own_label, tidy_heading
from corpus.reading.numbering import CONTAINERS, Marker, Style, read_marker
from corpus.reading.sentences import split_sentences

_KINDS: dict[Style, ClauseKind] = {
    "part": "part", "subpart": "part", "chapter": "chapter", "section": "section", "article": "article"
}  # fmt: skip
_RANKS = {style: rank for rank, style in enumerate(CONTAINERS)}
_ITEM_END = ("；", ";", "，", ",", "、")
_CELL = "｜"


class TreeBuilder:
    """Takes the lines of a body in order and keeps the clauses they make in `nodes`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.nodes: list[Node] = []
        self._stack: list[Node] = []
        self._taken: dict[str, int] = {}
        self._root: Node | None = None
        self._paragraphs = 0
        self._last_article = 0
        self._tables = 0

    def open_attachment(self, number: int, label: str, line: Line, heading: str) -> None:
        """Starts an attachment: numbering inside begins anew, below its path."""
        node = Node(self._unique(f"attachment{number}"), "attachment", label, line.start, line.end, heading=heading)
        self.nodes.append(node)
        self._root, self._stack, self._last_article = node, [node], 0

    def add(self, line: Line, marker: Marker | None, following: Marker | bool | None) -> None:
        """Adds a line. `following` is the next line's marker, True for a plain line, None at the end of the part."""
        if marker is None or not self._is_plausible(marker):
            self._add_plain(line)
            return
        node = self._open(marker, line)
        content = line.start + marker.end
        rest = self.text[content : line.end]
        content += len(rest) - len(rest.lstrip())
        inner = read_marker(self.text[content : line.end][:40]) if marker.style in {"article", "cn"} else None
        if inner and inner.number == 1 and inner.style in {"paren_cn", "cn"} - {marker.style}:
            self.add(Line(content, line.end, self.text[content : line.end]), inner, following)
            return
        self._fill(node, content, line, following)

    def _is_plausible(self, marker: Marker) -> bool:
        """An ordinal run into its text counts only in sequence; a list of digits has to begin at 1."""
        if marker.style == "article":
            return marker.is_spaced or marker.numbers[0] == self._last_article + 1 or len(marker.numbers) > 1
        if marker.style in CONTAINERS:
            return True
        if marker.style == "decimal":
            return self._decimal_parent(marker) is not None or len(marker.numbers) == 1
        if self._sibling(marker.style) or marker.style in {"cn", "paren_cn"}:
            return True
        return marker.number == 1

    def _fill(self, node: Node, content: int, line: Line, following: Marker | bool | None) -> None:
        rest = self.text[content : line.end]
        may_have_heading = node.has_headings or node.kind != "item"
        end, begin = heading_end(rest, node.style or "cn", self._continues(node, following), node.is_in_article)
        if end and may_have_heading:
            node.heading = tidy_heading(bracketed(rest[:end]))
            node.has_headings = True
        else:
            node.has_headings, begin = False, 0
        self._add_sentences(node, content + begin, line.end)

    def _continues(self, node: Node, following: Marker | bool | None) -> bool:
        """Whether the next line belongs to this clause: a plain line, or a deeper number."""
        if not isinstance(following, Marker):
            return bool(following)
        if node.style == "decimal" and following.style == "decimal":
            return len(following.numbers) > 1 and following.number == 1
        return following.style not in {*CONTAINERS, "article"} and not self._sibling(following.style)

    def _add_plain(self, line: Line) -> None:
        if _CELL in line.text and ("：" in line.text or line.text.endswith(_CELL)):
            self._add_row(line)
            return
        node = self._continued()
        if node is None:
            self._paragraphs += 1
            path = self._unique(f"p{self._paragraphs}")
            node = Node(path, "paragraph", f"第{self._paragraphs}段", line.start, line.end)
            self.nodes.append(node)
        self._add_sentences(node, line.start, line.end)

    def _add_row(self, line: Line) -> None:
        """A row of a table is one sentence, whatever its cells hold; rows that follow each other are one table."""
        last = self.nodes[-1] if self.nodes else None
        if last is None or last.kind != "table" or self.text[last.end : line.start].strip():
            self._tables += 1
            parent = self._stack[-1] if self._stack else None
            path = self._unique(f"table{self._tables}")
            last = Node(path, "table", f"表{self._tables}", line.start, line.end, parent=parent)
            self.nodes.append(last)
        last.spans.append((line.start, line.end))
        self._stretch(last, line.end)

    def _continued(self) -> Node | None:
        """The clause that an unnumbered line goes on with: after the items of an article that is the article."""
        while self._stack:
            top = self._stack[-1]
            if not (top.is_in_article or (top.is_enumerated and not top.heading)):
                return top
            self._stack.pop()
        return None

    def _add_sentences(self, node: Node, start: int, end: int) -> None:
        spans = [(start + a, start + b) for a, b in split_sentences(self.text[start:end])]
        node.spans.extend(spans)
        node.paragraphs += bool(spans)
        if node.style and node.kind == "item" and spans and self.text[spans[-1][1] - 1] in _ITEM_END:
            node.is_enumerated = True
        self._stretch(node, end)

    def _stretch(self, node: Node, end: int) -> None:
        current: Node | None = node
        while current is not None and current.end < end:
            current.end = end
            current = current.parent

    def _open(self, marker: Marker, line: Line) -> Node:
        node = self._place(marker, line)
        self.nodes.append(node)
        self._stack.append(node)
        self._stretch(node, line.start + marker.end)
        return node

    def _place(self, marker: Marker, line: Line) -> Node:
        if marker.style in CONTAINERS:
            self._pop_containers(_RANKS[marker.style])
            return self._container(marker, line)
        if marker.style == "article":
            self._stack = [node for node in self._stack if node.style in CONTAINERS or node is self._root]
            self._last_article = marker.numbers[0]
            return self._article(marker, line)
        return self._item(marker, line)

    def _pop_containers(self, rank: int) -> None:
        self._stack = [
            node
            for node in self._stack
            if node is self._root or (node.style in CONTAINERS and _RANKS[node.style] < rank)
        ]

    def _container(self, marker: Marker, line: Line) -> Node:
        parent = self._stack[-1] if self._stack else None
        name = f"{marker.style}{marker.numbers[0]}"
        path = self._unique(f"{parent.path}.{name}" if parent else name)
        label = re.sub(r"\s", "", marker.token)
        return Node(path, _KINDS[marker.style], label, line.start, line.start, marker.style, marker.number, parent)

    def _article(self, marker: Marker, line: Line) -> Node:
        parent = self._stack[-1] if self._stack else None
        name = "-".join(map(str, marker.numbers))
        path = self._unique(f"{self._root.path}.{name}" if self._root else name)
        label = self._prefix() + re.sub(r"\s", "", marker.token)
        return Node(path, "article", label, line.start, line.start, "article", marker.number, parent)

    def _item(self, marker: Marker, line: Line) -> Node:
        sibling = self._decimal_sibling(marker) if marker.style == "decimal" else self._sibling(marker.style)
        if sibling:
            while self._stack.pop() is not sibling:
                pass
            parent = sibling.parent
        else:
            parent = self._list_parent(marker)
            sibling = interrupted(parent, marker)
        node = Node("", "item", "", line.start, line.start, marker.style, marker.number, parent)
        node.numbers = marker.numbers
        self._name(node, sibling, marker)
        node.is_in_article = bool(parent and (parent.style == "article" or parent.is_in_article))
        node.has_headings = sibling.has_headings if sibling else True
        node.is_enumerated = bool(sibling and sibling.is_enumerated) or node.lead_in.endswith(("：", ":"))
        if parent:
            parent.last_item = node
        return node

    def _list_parent(self, marker: Marker) -> Node | None:
        if marker.style == "decimal":
            parent = self._decimal_parent(marker)
            while self._stack and self._stack[-1] is not parent:
                self._stack.pop()
        return self._stack[-1] if self._stack else None

    def _name(self, node: Node, sibling: Node | None, marker: Marker) -> None:
        parent = node.parent
        if sibling:
            node.list_prefix, node.list_label, node.lead_in = sibling.list_prefix, sibling.list_label, sibling.lead_in
        elif parent:
            parent.lists += 1
            is_second = parent.lists > 1
            node.list_prefix = f"{parent.path}.p{parent.paragraphs}" if is_second else parent.path
            node.list_label = self._parent_label(parent, marker) + (f"第{parent.paragraphs}款" if is_second else "")
            node.lead_in = lead_in_of(self.text, parent)
        base = f"{node.list_prefix}.{marker.number}" if node.list_prefix else str(marker.number)
        node.path = self._unique(base)
        node.label = node.list_label + own_label(marker, node)

    def _parent_label(self, parent: Node, marker: Marker) -> str:
        """A decimal number names its parents itself, as chapters need not be named before their clauses."""
        is_complete = parent.style in CONTAINERS or (marker.style == "decimal" and parent.style == "decimal")
        return self._prefix() if is_complete else parent.label

    def _prefix(self) -> str:
        return self._root.label if self._root else ""

    def _sibling(self, style: Style) -> Node | None:
        """The open clause of that style, above the enclosing article, chapter or attachment."""
        for node in reversed(self._stack):
            if node.style == style:
                return node
            if node.style == "article" or node.style in CONTAINERS or node is self._root:
                return None
        return None

    def _decimal_sibling(self, marker: Marker) -> Node | None:
        parent = self._decimal_parent(marker)
        for node in reversed(self._stack):
            if node.style == "decimal" and node.parent is parent:
                return node
            if node is parent:
                return None
        return None

    def _decimal_parent(self, marker: Marker) -> Node | None:
        """For `1.2.3` the open clause `1.2`; for `1` the enclosing container, if any."""
        if len(marker.numbers) == 1:
            holders = [node for node in self._stack if node.style in CONTAINERS or node is self._root]
            return holders[-1] if holders else None
        wanted = marker.numbers[:-1]
        return next((node for node in reversed(self._stack) if node.numbers == wanted), None)

    def _unique(self, path: str) -> str:
        """The path, with `-2`, `-3` where a document numbers two clauses alike."""
        unique = path
        while unique in self._taken:
            self._taken[path] += 1
            unique = f"{path}-{self._taken[path]}"
        self._taken[unique] = 1
        return unique
