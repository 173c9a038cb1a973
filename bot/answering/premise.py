"""What a question takes for granted: an amount, a share or a time that the cited text does not hold."""

import re
from collections.abc import Sequence

from bot.answering.gate.quantities import Quantity, read

_CLAIM = re.compile(
    r"听说|听人说|据说|说是|都说|有人说|网上说|别人说|人家说|不是说|以为|是不是|对吗|对不对|对不|对吧|是吗|是吧|吧[?？。]*$|真的|真有|属实|没错吧|准不准|可信|"
    r"传|有.{0,6}这么(多|高)|能(拿|给|领|补|提|发)(到)?.{1,10}吗|(可以|能)(提|发|拿|领|补).{0,8}\d|就行|就够|够(吗|不|了)|才"
)
_COMPARED = ("money", "percent")
_SURELY_MONEY = 500
_PER_MONTH = re.compile(r"(每个?月|一个?月|按月|月月|/月)")
_PER_YEAR = re.compile(r"每年|年度|每人每年")
_SIDES = (
    (
        re.compile("国有企业|国企|央企|国营"),
        re.compile("民营|民企|私营|私企|外企|个体户|非国有|非公|其他各?类?企业|各类企业"),
    ),
    (re.compile("公办"), re.compile("民办|私立")),
)
"""What the policy says to the one of these two it does not say to the other."""


_PAPER = re.compile("合同|协议")
"""What may run for the length of time that is spoken of."""


def claims(question: str) -> bool:
    """Whether the question puts something forward to be confirmed or denied."""
    return bool(_CLAIM.search(question))


def contradicts(question: str, quotes: Sequence[str]) -> bool:
    """Whether the question claims an amount or a share that none of the quotes holds, though they hold one."""
    if not claims(question):
        return False
    claimed = [quantity for quantity in read(question) if quantity.value is not None and _is_comparable(quantity)]
    stated = [quantity for quote in quotes for quantity in read(quote) if quantity.value is not None]
    for quantity in claimed:
        kind = "money" if quantity.kind == "number" else quantity.kind
        same_kind = [other for other in stated if other.kind == kind]
        if same_kind and not any(_holds(other, quantity) for other in same_kind):
            return True
    has_money = any(quantity.kind in ("money", "number") for quantity in claimed)
    return has_money and bool(_PER_MONTH.search(question)) and any(_PER_YEAR.search(quote) for quote in quotes)


def falls_short(question: str, quotes: Sequence[str]) -> bool:
    """Whether the one length of time in the question is less than the one that the quotes ask for at least.

    `签了6个月实习协议` is not short of the year that a contract must run.
    """
    papers = set(_PAPER.findall(question))
    if papers and not papers & set(_PAPER.findall("".join(quotes))):
        return False
    said = {quantity.value for quantity in read(question) if quantity.kind == "duration"}
    asked = [quantity for quote in quotes for quantity in read(quote) if quantity.kind == "duration"]
    least = {(quantity.value, quantity.unit) for quantity in asked if quantity.direction == "at_least"}
    if len(said) != 1 or len(least) != 1 or len(asked) != 1:
        return False
    (value, unit), own = least.pop(), next(q for q in read(question) if q.kind == "duration")
    return own.unit == unit and own.value is not None and value is not None and own.value < value


def names_private(text: str) -> bool:
    """Whether the text speaks of enterprises or schools that are not the state's."""
    return any(private.search(text) for _, private in _SIDES)


def is_for_others(question: str, answer: str, forms: Sequence[str]) -> bool:
    """Whether the question names the one side, and the answer speaks to the other alone, however it is asked for."""
    for public, private in _SIDES:
        asks_for_private = bool(private.search(question)) and not public.search(question)
        is_for_public = bool(public.search(answer)) and not private.search(answer)
        if asks_for_private and is_for_public:
            return not any(private.search(form) and not public.search(form) for form in forms)
    return False


def _is_comparable(quantity: Quantity) -> bool:
    """Money and percentages; a bare number of this size (`一万二`) is said of money."""
    large = quantity.kind == "number" and quantity.value is not None and quantity.value >= _SURELY_MONEY
    return quantity.kind in _COMPARED or large


def _holds(stated: Quantity, claimed: Quantity) -> bool:
    return stated.value == claimed.value
