"""Reads the text of an official document into a `Policy`."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from corpus.metadata import extract_metadata
from corpus.models import Clause, ClauseKind, Policy, Sentence
from corpus.reading.layout import lay_out
from corpus.reading.lines import Line, clean, split_lines
from corpus.reading.nodes import Node, tidy_heading
from corpus.reading.numbering import Marker
from corpus.reading.roles import Layout, Role
from corpus.reading.sentences import split_sentences
from corpus.reading.tree import TreeBuilder

_FRAME: dict[Role, tuple[str, ClauseKind, str, bool]] = {
    # role: path, kind, label, and whether all its lines together are one sentence
    "header": ("header", "preamble", "文头", False),
    "title": ("title", "title", "标题", True),
    "addressees": ("addressees", "addressees", "主送机关", True),
    "preamble": ("preamble", "preamble", "引言", False),
    "list": ("attachments", "attachment", "附件说明", False),
    "issuers": ("issuers", "issuers", "发文机关", True),
    "date": ("date", "date", "成文日期", True),
    "notes": ("notes", "paragraph", "附注", False),
}


def parse_policy(
    text: str, policy_id: str, *, source_name: str = "", overrides: Mapping[str, Any] | None = None
) -> Policy:
    """The document as a policy: clauses with verbatim sentences, and metadata from the text.

    `overrides` are a person's corrections by field name of `PolicyMetadata`; they win over what the text states.
    The stored text is `text` without web residue at its ends and without characters that cannot be stored.
    The same text always gives the same identifiers. Never fails, whatever the text; linear in its length.
    """
    stored, nodes = _structure(text)
    clauses = tuple(_clause(stored, policy_id, node) for node in nodes)
    metadata = extract_metadata(
        stored, clauses, overrides or {}, fallback_title=PurePath(source_name).stem or policy_id
    )
    digest = hashlib.sha256(stored.encode("utf-8")).hexdigest()
    return Policy(policy_id, stored, clauses, metadata, source_name=source_name, sha256=digest)


# A text is read twice in turn, before and after it is known by which identifier.
@lru_cache(maxsize=1)
def _structure(text: str) -> tuple[str, tuple[Node, ...]]:
    """The text as it is stored, and its parts in document order."""
    stored = clean(text)
    layout = lay_out(split_lines(stored))
    nodes = [*_frame(stored, layout), *_body(stored, layout)]
    return stored, tuple(sorted(nodes, key=lambda node: (node.start, -node.end)))


def _frame(text: str, layout: Layout) -> Iterable[Node]:
    """The parts outside the numbered body."""
    for role, (path, kind, label, is_one) in _FRAME.items():
        lines = [layout.lines[index] for index in layout.indices(role)]
        if not lines:
            continue
        node = Node(path, kind, label, lines[0].start, lines[-1].end)
        if is_one:
            node.spans.append((node.start, node.end))
        else:
            for line in lines:
                node.spans.extend(_spans(text, line))
        yield node


def _spans(text: str, line: Line) -> list[tuple[int, int]]:
    return [(line.start + start, line.start + end) for start, end in split_sentences(text[line.start : line.end])]


def _body(text: str, layout: Layout) -> list[Node]:
    builder = TreeBuilder(text)
    boundary = _appended_document(layout)
    for index, line in enumerate(layout.lines):
        if index in layout.attachments:
            number, label = layout.attachments[index]
            builder.open_attachment(number, label, line, _attachment_heading(layout, index))
        elif layout.roles[index] == "body":
            if index == boundary:
                builder.open_attachment(_free_number(layout), "所附文件", Line(line.start, line.start, ""), "")
            builder.add(line, layout.markers[index], _following(layout, index))
    return builder.nodes


def _appended_document(layout: Layout) -> int | None:
    """The first line of a document that follows the signature of another one which has numbers of its own."""
    signature = [*layout.indices("issuers"), *layout.indices("date")]
    if not signature:
        return None
    end = max(signature)
    bodies = [i for i in layout.indices("body") if i > end and i < min(layout.attachments, default=len(layout.lines))]
    numbers = {_key(layout.markers[i]) for i in layout.indices("body") if i < end and layout.markers[i]}
    clash = any(layout.markers[i] and _key(layout.markers[i]) in numbers for i in bodies)
    return bodies[0] if bodies and clash else None


def _key(marker: Marker | None) -> tuple[int, ...]:
    return marker.numbers if marker else ()


def _free_number(layout: Layout) -> int:
    taken = {number for number, _ in layout.attachments.values()}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def _following(layout: Layout, index: int) -> Marker | bool | None:
    """The marker of the next line of the same part; True where it is plain text, None where the part ends."""
    after = index + 1
    if after >= len(layout.lines) or layout.roles[after] != "body":
        return None
    return layout.markers[after] or True


def _attachment_heading(layout: Layout, index: int) -> str:
    """What stands beside `附件1`, or the title lines below it."""
    bare = layout.lines[index].text.lstrip("附件录表 \u30000123456789０１２３４５６７８９一二三四五六七八九十:：.．、")
    parts = [bare]
    after = index + 1
    while after < len(layout.lines) and layout.roles[after] == "attachment" and after not in layout.attachments:
        parts.append(layout.lines[after].text)
        after += 1
    return tidy_heading("".join(parts))


def _clause(text: str, policy_id: str, node: Node) -> Clause:
    sentences = tuple(
        Sentence(f"{policy_id}/{node.path}#{n}", policy_id, node.path, n, text[start:end], start, end)
        for n, (start, end) in enumerate(node.spans, start=1)
    )
    parent = node.parent.path if node.parent else None
    return Clause(node.path, node.kind, node.label, node.heading, parent, node.start, node.end, sentences, node.lead_in)
