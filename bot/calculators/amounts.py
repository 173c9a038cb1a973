"""Exact amounts: read from what people write, written as the contract wants them, rounded to fen."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from corpus.numerals import read_number

FEN = Decimal("0.01")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:,\d{4})+(?:\.\d+)?")
_SCALE_AFTER_WORDS = re.compile(r"(.*[点半].*|\d+(?:\.\d+)?)([万亿])")
_LOOSE_PAIR = re.compile(r"[一二两三四五六七八九]{2}")
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}


def read_amount(text: str) -> Decimal | None:
    """The value of a numeral in Arabic or Chinese, thousands-separated or with 万/亿; None where it is none.

    Exponents, `NaN` and `Infinity` are not numerals, and a comma that groups nothing is not either. Two digits in
    words side by side (三五、七八) are an estimate and no number.
    """
    if _LOOSE_PAIR.search(text.partition("点")[0]):
        return None
    if "," in text or "，" in text:
        if not _GROUPED.fullmatch(text):
            return None
        text = text.replace(",", "")
    value = read_number(text)
    if value is None and (scaled := _SCALE_AFTER_WORDS.fullmatch(text)):
        mantissa = read_number(scaled[1])
        value = None if mantissa is None else mantissa * _SCALES[scaled[2]]
    return value


def plain(value: Decimal) -> str:
    """The number as text without exponent and without idle zeros: `480000`, `0.5`."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def floor_to_fen(value: Decimal) -> Decimal:
    """The amount cut to whole fen: what an upper limit still allows."""
    return value.quantize(FEN, rounding=ROUND_FLOOR)


def ceil_to_fen(value: Decimal) -> Decimal:
    """The amount raised to whole fen: what a lower limit still demands."""
    return value.quantize(FEN, rounding=ROUND_CEILING)
