"""Masking of personal data in what people write, before it is stored, logged or sent to anything.

Numbers are found in any spelling: full-width, circled and Chinese digits (`幺三八…`), with spaces, dashes, dots or
invisible characters between them. Amounts (`1500000`), years, document numbers (`内人社办发〔2025〕93号`) and public
hotlines (`12333`) stay.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

ID_NUMBER = "[身份证号]"
MOBILE = "[手机号]"
LANDLINE = "[电话号码]"
BANK_CARD = "[银行卡号]"
LONG_NUMBER = "[号码]"
EMAIL = "[邮箱]"
ACCOUNT = "[账号]"
NAME = "[姓名]"

_CHINESE = dict(zip("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖貳參陸", "0001234567891123456789236", strict=True))
_JOINERS = frozenset("-‐‑‒–—―−﹣－~～._·•・()（）,，/+ \t\u3000\xa0")
_MAX_JOINERS = 3
_LONGEST = 19
_UNIT_AFTER = re.compile(r"[ \u3000]*(?:元|万|亿|千|百|块|人|名|个|年|月|日|岁|%|％|平|亩|吨)")
_MONEY_AFTER = re.compile(r"[ \u3000]*(?:元|块|万|亿)")

_MOBILE = re.compile(r"(?:0{0,2}86)?0?1[3-9]\d{9}")
_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_LANDLINE = re.compile(rf"(?:0{{0,2}}86)?{_AREA}[2-9]\d{{6,7}}")
_ID_18 = re.compile(r"[1-8]\d{16}[\dX]")
_ID_15 = re.compile(r"[1-8]\d{14}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together: `text[start:end]`, read as ASCII digits (and a final `X`)."""

    digits: str
    start: int
    end: int
    joined_by: str
    """What stands between the previous group of the same run and this one."""


def mask(text: str) -> str:
    """The text with personal data replaced by labels such as `[手机号]`; the rest is unchanged.

    Masking what is masked changes nothing.
    """
    for pattern, label in _WORDS:
        text = pattern.sub(label, text)
    text = _mask_numbers(text)
    return _NAMED.sub(lambda found: found[1] + NAME, text)


def _mask_numbers(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for run in _runs(text):
        for start, end, label in _findings(text, run):
            pieces += [text[done:start], label]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _runs(text: str) -> Iterator[list[_Group]]:
    """Digit groups, in runs that only joining characters interrupt."""
    run: list[_Group] = []
    position = 0
    while position < len(text):
        group = _group_at(text, position, run[-1] if run else None)
        if group is not None:
            run.append(group)
            position = group.end
            continue
        gap = position + 1 - (run[-1].end if run else position)
        if run and (gap > _MAX_JOINERS or not _joins(text[position])):
            yield run
            run = []
        position += 1
    if run:
        yield run


def _group_at(text: str, start: int, before: _Group | None) -> _Group | None:
    digits = ""
    joined_by = text[before.end : start] if before else ""
    end = position = start
    while position < len(text):
        digit = _digit(text[position])
        if digit == "X" and not digits and (before is None or before.digits.endswith("X")):
            break
        if digit:
            digits += digit
            end = position + 1
        elif not _is_invisible(text[position]):
            break
        position += 1
        if digit == "X":
            break
    return _Group(digits, start, end, joined_by) if digits else None


def _digit(character: str) -> str:
    """The digit that a character stands for in any script, `X` for the check letter, else nothing."""
    if character in _CHINESE:
        return _CHINESE[character]
    if character in "xXｘＸ":
        return "X"
    value = unicodedata.digit(character, None)
    return "" if value is None else str(value)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Mn", "Cc"} and character not in "\t\n\r"


def _joins(character: str) -> bool:
    return character in _JOINERS or _is_invisible(character) or character.isspace()


def _findings(text: str, run: list[_Group]) -> Iterator[tuple[int, int, str]]:
    """Spans of personal numbers in a run, left to right, the longest reading first."""
    first = 0
    while first < len(run):
        found = _longest_from(text, run, first)
        if found is None:
            first += 1
            continue
        last, label = found
        yield run[first].start, run[last].end, label
        first = last + 1


def _longest_from(text: str, run: list[_Group], first: int) -> tuple[int, str] | None:
    lengths = accumulate(len(group.digits) for group in run[first:])
    reach = sum(1 for length in lengths if length <= _LONGEST)
    for last in range(first + max(reach, 1) - 1, first - 1, -1):
        label = _label(text, run[first : last + 1])
        if label:
            return last, label
    return None


def _label(text: str, groups: list[_Group]) -> str:
    digits = "".join(group.digits for group in groups)
    if _is_id_number(digits):
        return ID_NUMBER
    are_several = "X" in digits[:-1] or (len(groups) > 1 and _is_figures(text, groups))
    return "" if are_several else _plain_label(text, digits.rstrip("X"), groups)


def _plain_label(text: str, digits: str, groups: list[_Group]) -> str:
    if _MOBILE.fullmatch(digits) and not _MONEY_AFTER.match(text, groups[-1].end):
        return MOBILE
    if _is_card(digits, groups):
        return BANK_CARD
    if len(groups) == 1 and len(digits) >= 15:
        return LONG_NUMBER
    return LANDLINE if _is_landline(text, digits, groups) else ""


def _is_figures(text: str, groups: list[_Group]) -> bool:
    """Several numbers rather than one: `1,500,000`, `15000-200000元`."""
    grouped = all(group.joined_by in {",", "，"} and len(group.digits) == 3 for group in groups[1:])
    return grouped or bool(_UNIT_AFTER.match(text, groups[-1].end))


def _is_id_number(digits: str) -> bool:
    if _ID_18.fullmatch(digits):
        return _is_checked(digits) or _is_date(digits[6:14])
    return bool(_ID_15.fullmatch(digits)) and _is_date("19" + digits[6:12])


def _is_checked(digits: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return digits[17] == "10X98765432"[total % 11]


def _is_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= 1880
    except ValueError:
        return False


def _is_card(digits: str, groups: list[_Group]) -> bool:
    if not 16 <= len(digits) <= 19:
        return False
    sizes = [len(group.digits) for group in groups]
    if len(sizes) == 1 or all(size == 4 for size in sizes[:-1]):
        return True
    return _is_luhn(digits) and (max(sizes) == 1 or min(sizes[:-1]) >= 3)


def _is_luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 if place % 2 else int(digit) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_landline(text: str, digits: str, groups: list[_Group]) -> bool:
    if _LANDLINE.fullmatch(digits):
        return True
    said = _CALLED.search(text, max(0, groups[0].start - 12), groups[0].start)
    return 7 <= len(digits) <= 8 and bool(said) and digits[0] in "2345678"


_CALLED = re.compile(r"(?:电话|座机|手机|号码|联系方式|固话)[^\d。；！？]{0,8}$")
_WORDS = (
    (re.compile(r"[A-Za-z0-9_.%+\-]{1,64}[@＠][A-Za-z0-9\-]{1,63}(?:[.．。][A-Za-z]{2,20}){1,3}"), EMAIL),
    (re.compile(r"(?<=微信号)[:：是为 ]{0,2}[A-Za-z][\w\-]{5,19}"), ACCOUNT),
    (re.compile(r"(?:(?<=QQ)|(?<=qq)|(?<=QQ号)|(?<=qq号))[:：是为 ]{0,2}\d{5,11}", re.ASCII), ACCOUNT),
)

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包那乌宝云"
)
_SURNAME = rf"(?:欧阳|司马|上官|诸葛|[{_SURNAMES}])"
_GIVEN = r"(?:(?![想要是在今来有的问能可咨请从住这我家和与])[\u4e00-\u9fff]){1,2}"
_INTRODUCED = r"我叫|我名叫|名叫|姓名[:：是为 ]{1,2}|名字[:：是叫为 ]{1,2}"
_NAMED = re.compile(rf"({_INTRODUCED}){_SURNAME}{_GIVEN}")
