from datetime import date

import pytest

from bot.answering.days import AskedDay, read_day, without_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "on", "first"),
    [
        ("2023年的时候年假几天", date(2023, 12, 31), date(2023, 1, 1)),
        ("2018年10月的规定", date(2018, 10, 31), date(2018, 10, 1)),
        ("2018年10月5日那天呢", date(2018, 10, 5), date(2018, 10, 5)),
        ("2018-10-05时的规定", date(2018, 10, 5), date(2018, 10, 5)),
        ("二〇一九年的劳动法", date(2019, 12, 31), date(2019, 1, 1)),
        ("去年是怎么规定的", date(2025, 12, 31), date(2025, 1, 1)),
        ("2024年2月怎么规定", date(2024, 2, 29), date(2024, 2, 1)),
        ("2020年以前怎么规定", date(2019, 12, 31), date(2019, 12, 31)),
    ],
)
def test_the_day_asked_is_read(text: str, on: date, first: date) -> None:
    assert read_day(text, TODAY) == AskedDay(on, first)


@pytest.mark.parametrize(
    "text",
    [
        "现在年假几天",
        "今年年假几天",
        "我2019年毕业的能当学徒吗",
        "2019年8月入职的",
        "去年工资总额50万",
        "我去年评了高级技师,能申报什么职称",
        "公司去年11月跟技校签了合作,学徒补多少",
        "包府发〔2025〕12号",
        "2023年13月",
        "2023年2月30日",
        "二十年工龄",
        "工作满10年",
    ],
)
def test_days_of_a_life_and_what_is_no_day_are_not_asked_about(text: str) -> None:
    assert read_day(text, TODAY) is None


def test_a_month_or_year_is_a_span_and_a_day_is_not() -> None:
    year, day = read_day("2021年", TODAY), read_day("2021年3月1日", TODAY)
    assert year is not None
    assert year.is_span
    assert day is not None
    assert not day.is_span


@pytest.mark.parametrize("text", ["2024年6月的时候怎么申请学位", "怎么申请学位", "去年怎么申请学位"])
def test_what_is_left_of_a_question_without_its_day(text: str) -> None:
    assert without_day(text) == "怎么申请学位"
