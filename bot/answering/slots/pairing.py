"""Gives each number the label that it was said with, and leaves in doubt what could be read two ways."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.slots.quantities import Quantity

_LINK_BEFORE = re.compile(
    r"(?:额|总量|总额|总数|总共|一共|合计|共计|工资|薪酬|薪资|薪水|收入|经费|资金|支出|开支|培训|职工|员工|工人|人员|人均|平均|普遍|增幅|增长率?|"
    r"涨幅|幅度|比例|上涨|上调|提高|增加|加薪|调薪|涨薪|涨|加|调|升|薪|核定|核准|提取|提|计提|安排|投入|拿出?|花费?|使用|用于?|用|占|给|是|为|有|达|到|了|的|"
    r"实际|已经|目前|现在|换成|换为|改成|改为|变成|变为|如果|要是|一年|每年|全年|年度|总的|总计|统共|拢共|拨付?|划|列支?|账上|预算|只|才|都|也|就|大概|大约|约|差不多|去年|今年|上年度?|上一年度?|前面|教育|方面|这块|这边|上|在|共|:|=|等于|\()*+"
)
_PLAIN_LINK = re.compile(r"(?:额|总量|总额|总数|总共|一共|是|为|有|涨|了|:|=)*+")
_LINK_AFTER = re.compile(r"(?:元|块钱?|的|左右|是|为|给|用于|用在|花在|\()*+")


@dataclass(frozen=True, slots=True)
class Label:
    """A word that names a slot, at its place."""

    slot: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """Numbers by slot; what could not be placed; slots that two different numbers claim."""

    filled: Mapping[str, Quantity]
    unplaced: tuple[Quantity, ...]
    contested: frozenset[str]


def find_labels(text: str, patterns: Mapping[str, re.Pattern[str]]) -> list[Label]:
    """Every label in the text, in order; of overlapping ones the longest stays."""
    found = [Label(slot, *match.span()) for slot, pattern in patterns.items() for match in pattern.finditer(text)]
    found.sort(key=lambda label: (label.start, -label.end))
    kept: list[Label] = []
    for label in found:
        if not kept or label.start >= kept[-1].end:
            kept.append(label)
    return kept


def pair(text: str, quantities: Sequence[Quantity], labels: Sequence[Label]) -> Pairing:
    """The numbers placed by the labels beside them, label first (`盈余90万`) or last (`90万的盈余`).

    A number with one possible label takes it, which may leave its neighbour with one. Where a label before and one
    after remain, the one before wins if it stands right beside the number; else the number is in doubt.
    `分别` pairs labels and numbers in order.
    """
    if "分别" in text and (in_order := _in_order(quantities, labels)):
        return in_order
    options = {quantity: _options(text, quantity, labels) for quantity in quantities}
    placed: dict[Quantity, Label] = {}
    while True:
        free = {
            quantity: [label for label in choices if label not in placed.values()]
            for quantity, choices in options.items()
            if quantity not in placed
        }
        certain = [(quantity, choices[0]) for quantity, choices in free.items() if len(choices) == 1]
        close = [
            (quantity, choices[0])
            for quantity, choices in free.items()
            if len(choices) == 2 and _PLAIN_LINK.fullmatch(text, choices[0].end, quantity.start)
        ]
        if not (certain or close):
            break
        quantity, label = (certain or close)[0]
        placed[quantity] = label
    return _collect(quantities, placed)


def _in_order(quantities: Sequence[Quantity], labels: Sequence[Label]) -> Pairing | None:
    first = quantities[0].start if quantities else 0
    ahead = [label for label in labels if label.end <= first]
    if len(ahead) != len(quantities) or len({label.slot for label in ahead}) != len(ahead):
        return None
    return Pairing({label.slot: quantity for label, quantity in zip(ahead, quantities, strict=True)}, (), frozenset())


def _options(text: str, quantity: Quantity, labels: Sequence[Label]) -> list[Label]:
    """The label before the number, then the label after it, where only linking words stand between."""
    before = [label for label in labels if label.end <= quantity.start]
    after = [label for label in labels if label.start >= quantity.end]
    options = []
    if before and _LINK_BEFORE.fullmatch(text, before[-1].end, quantity.start):
        options.append(before[-1])
    if after and _LINK_AFTER.fullmatch(text, quantity.end, after[0].start):
        options.append(after[0])
    return options


def _collect(quantities: Sequence[Quantity], placed: Mapping[Quantity, Label]) -> Pairing:
    filled: dict[str, Quantity] = {}
    contested: set[str] = set()
    for quantity in quantities:
        label = placed.get(quantity)
        if label is None:
            continue
        if filled.setdefault(label.slot, quantity).value != quantity.value:
            contested.add(label.slot)
    unplaced = tuple(quantity for quantity in quantities if quantity not in placed)
    return Pairing(filled, unplaced, frozenset(contested))
