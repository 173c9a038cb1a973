"""Marks that official documents use everywhere: ordinals, dates, document numbers, names of issuing bodies."""

import re
from datetime import date
from functools import lru_cache

from corpus.numerals import read_number

_NUMERAL = "〇○零Ｏ一二三四五六七八九十0-9０-９"
_DATE_LINE = re.compile(rf"[{_NUMERAL}]{{4}}\s?年\s?[{_NUMERAL}]{{1,3}}\s?月\s?[{_NUMERAL}]{{1,3}}\s?日")
_BODY_NAME = re.compile(
    r"[\u4e00-\u9fff（）()、]{0,38}(?:局|委|委员会|厅|部|署|办公室|办公厅|政府|国务院|法院|检察院|院|会|中心|公司|集团|银行"
    r"|处|组|办|大学|学院|学校|社|协会|军委|总队|支队|管委会|党委|专家组|行)"
)
_PERSON = re.compile(
    r"(?:总\s*理|主\s*席|委员长|部\s*长|省\s*长|市\s*长|区\s*长|县\s*长|旗\s*长|局\s*长|主\s*任)[\s\u3000]+\S.{1,10}"
)
DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,20}[〔（(\[【﹝]\s?(?:19|20)\d{2}\s?[〕）)\]】﹞]\s?(?:第?\s?\d{1,5}\s?号)|第\s?\d{1,5}\s?号"
)
DATE = re.compile(
    rf"([{_NUMERAL}]{{4}})\s?年\s?([{_NUMERAL}]{{1,3}})\s?月\s?([{_NUMERAL}]{{1,3}})\s?日|(\d{{4}})[-./](\d{{1,2}})[-./](\d{{1,2}})"
)


def ordinal_value(numeral: str) -> int | None:
    """The whole number that a Chinese or Arabic numeral stands for, or None."""
    return _whole(numeral.replace("○", "〇").replace("Ｏ", "〇"))


@lru_cache(maxsize=2048)
def _whole(numeral: str) -> int | None:
    value = read_number(numeral)
    return int(value) if value is not None and value == value.to_integral_value() and 0 <= value < 10000 else None


def first_date(text: str) -> date | None:
    """The first date in the text that exists in the calendar, or None."""
    for found in DATE.finditer(text):
        year, month, day = (ordinal_value(part) for part in found.groups() if part is not None)
        if year is None or month is None or day is None:
            continue
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def is_date_line(text: str) -> bool:
    """Whether the line is a date and nothing else."""
    return len(text) <= 24 and _DATE_LINE.fullmatch(text) is not None


def is_signing_line(text: str) -> bool:
    """Whether the line names issuing bodies, or the person who signs, and nothing else."""
    return len(text) <= 60 and (bool(_PERSON.fullmatch(text)) or bool(issuer_names(text)))


def issuer_names(text: str) -> list[str]:
    """The bodies that the line names, letter-spaced names drawn together; empty where it is no such line."""
    names = text.split()
    if names and all(len(name) == 1 for name in names):
        names = ["".join(names)]
    return names if all(_BODY_NAME.fullmatch(name) for name in names) else []
