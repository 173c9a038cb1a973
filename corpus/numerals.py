"""One function that reads a Chinese or Arabic numeral: everything that compares numbers reads them through it."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

MAX_LENGTH = 32
NUMERAL_CHARACTERS = "0123456789.零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟"

_DECORATION = re.compile(r"(?<=\d),(?=\d{3})|\s")
_ARABIC = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ARABIC_SCALED = re.compile(r"(\d+(?:\.\d+)?)([十百千万亿]{1,2})")
_LEADING_UNIT = re.compile(r"[十百千万亿]")
_SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}


def read_number(text: str) -> Decimal | None:
    """The value of a numeral in any common form, or None where the text is not wholly a numeral.

    Reads `６０００`, `6,000`, `6千`, `1.2万`, `一万二`, `一千二`, `两百`, `三点五`, `二〇二五`, `半`.
    Percentages, units and vague amounts (`几十`) are not numerals. Never raises.
    """
    plain = _DECORATION.sub("", unicodedata.normalize("NFKC", text))
    if not plain or len(plain) > MAX_LENGTH:
        return None
    if plain == "半":
        return Decimal("0.5")
    if _ARABIC.fullmatch(plain):
        return Decimal(plain)
    scaled = _ARABIC_SCALED.fullmatch(plain)
    if scaled:
        return _scale(scaled[1], scaled[2])
    return _read_chinese(plain)


def _scale(digits: str, units: str) -> Decimal:
    value = Decimal(digits)
    for unit in units:
        value *= _SCALES[unit]
    return value


def _read_chinese(plain: str) -> Decimal | None:
    """The value as the numeral library reads it; it is imported here because most processes never need it."""
    import cn2an  # type: ignore[import-untyped]  # noqa: PLC0415

    if any(character not in NUMERAL_CHARACTERS for character in plain) or plain.endswith("点"):
        return None
    spelled = f"一{plain}" if _LEADING_UNIT.match(plain) else plain
    try:
        value = Decimal(str(cn2an.cn2an(spelled, "smart")))
    except (ValueError, KeyError, InvalidOperation):
        return None
    return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
