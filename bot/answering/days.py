"""The day that a question is about: `2023年的时候`, `2018年10月`, `去年`, `现在`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corpus.numerals import read_number

_DIGIT = "0-9零〇一二三四五六七八九"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?<![{_DIGIT}〔\[(（])(?P<year>(?:19|20)\d{{2}}|[一二][{_DIGIT[3:]}]{{3}})\s?(?:年度?|[-./](?=\d))"
    rf"(?:\s?(?P<month>{_NUMBER})\s?(?:月份?|[-./](?=\d))(?:\s?(?P<day>{_NUMBER})(?:日|号|(?!\d)))?)?"
)
_RELATIVE = {"大前年": -3, "前年": -2, "去年": -1, "上年": -1, "今年": 0, "明年": 1, "后年": 2}
_RELATIVE_YEAR = re.compile(r"大前年|前年|去年|今年|明年|后年")
_LIFE = re.compile(
    r"^(?:的时候)?[,，]?(?:我|他|她|就|才|刚)?(?:出生|生人|生的|毕业|入职|入伍|退伍|退休|参加工作|参保|成立|注册|考|拿|取得|签|进|来|开始|以来|以后|之后|后|起)"
    r"|^[^,，。;；?？]{0,12}?[评获聘升签办建考拿招]了"
)
_WHEN = re.compile(r"^(?:的时候|那时候?|时|那年|当时)?[,，的]?|(?:大前年|前年|去年|今年|明年|后年)(?:的时候)?")
_BEFORE = re.compile(r"^(?:以前|之前|前)")
_OF_A_PERSON = re.compile(r"^(?:的)?(?:工资|收入|利润|盈余|业绩|产值|营业额|销售额|补贴|补助|缴费|花|发|交|招|领|赚)")


@dataclass(frozen=True, slots=True)
class AskedDay:
    """The day whose law is asked for. For a month or a year it is the last day, and `first` its first day."""

    on: date
    first: date

    @property
    def is_span(self) -> bool:
        """Whether a month or a year was asked for instead of a day."""
        return self.first < self.on


def read_day(text: str, today: date) -> AskedDay | None:
    """The day, month or year that the text asks about, or None. Days of a person's life are not asked about.

    Never raises; a day that does not exist is none.
    """
    for match in _DATE.finditer(text):
        rest = text[match.end() :]
        if not _LIFE.match(rest) and not _OF_A_PERSON.match(rest):
            asked = _written(match)
            if asked is not None:
                return _earlier(asked) if _BEFORE.match(rest) else asked
    relative = _RELATIVE_YEAR.search(text)
    if relative is None or _LIFE.match(text[relative.end() :]) or _OF_A_PERSON.match(text[relative.end() :]):
        return None
    away = _RELATIVE[relative[0]]
    return _year(today.year + away) if away else None


def without_day(text: str) -> str:
    """The text without the days that it names: they say when, and nothing of the matter."""
    return _WHEN.sub("", _DATE.sub("", text)) or text


def _written(match: re.Match[str]) -> AskedDay | None:
    year, month, day = (_whole(match[name]) for name in ("year", "month", "day"))
    if year is None:
        return None
    try:
        if month is None:
            return _year(year)
        if day is not None:
            asked = date(year, month, day)
            return AskedDay(asked, asked)
        following = date(year + month // 12, month % 12 + 1, 1)
        return AskedDay(following - timedelta(days=1), date(year, month, 1))
    except ValueError:
        return None


def _year(year: int) -> AskedDay:
    return AskedDay(date(year, 12, 31), date(year, 1, 1))


def _earlier(asked: AskedDay) -> AskedDay:
    before = asked.first - timedelta(days=1)
    return AskedDay(before, before)


def _whole(written: str | None) -> int | None:
    """The number written; a year in Chinese is read digit by digit."""
    if not written:
        return None
    if len(written) == 4:
        written = "".join(str(read_number(character)) for character in written)
    number = read_number(written)
    return int(number) if number is not None else None
