"""Durations as people say them, in exact months."""

import re
from decimal import ROUND_FLOOR, Decimal

from bot.calculators.amounts import read_amount
from corpus.numerals import NUMERAL_CHARACTERS

NUMERAL = f"[{NUMERAL_CHARACTERS}]+"
_DURATION = re.compile(rf"(?:(?P<years>{NUMERAL}|半)个?(?:年|整年))?(?P<half>半)?(?:零?(?P<months>{NUMERAL})个?月)?")
_YEARS = Decimal("0.01")


def read_months(text: str) -> Decimal | None:
    """The duration in months (`半年` 6, `一年半` 18, `1年3个月` 15, `18个月` 18), or None where the text is none."""
    match = _DURATION.fullmatch(text)
    if not match or not (match["years"] or match["months"]) or (match["half"] and not match["years"]):
        return None
    months = Decimal(6 if match["half"] else 0)
    for digits, length in ((match["years"], 12), (match["months"], 1)):
        if digits:
            number = read_amount(digits)
            if number is None:
                return None
            months += number * length
    return months


def say_months(months: Decimal) -> str:
    """The months as the policies write them: `半年`, `1年`, else `18个月`."""
    if months == 6:
        return "半年"
    years, rest = divmod(months, 12)
    return f"{months:f}个月" if rest else f"{years:f}年"


def months_to_years(months: Decimal) -> Decimal:
    """The months in years, cut to two decimals so that no part of a year becomes a whole one."""
    return (months / 12).quantize(_YEARS, rounding=ROUND_FLOOR)
