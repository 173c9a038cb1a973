import pytest

from bot.answering.romanised import Romanised
from tests.answering_support import book


def romanised() -> Romanised:
    return Romanised(("学徒", "多长时间", "国企", "倾斜", "西安"), book())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("xue tu yao xue duo chang shi jian", "学徒要学多长时间"),
        ("guoqi gongzi xiang shei qingxie", "国企工资向谁倾斜"),
        ("15 ge xuetu, 2 nian", "15 个学徒, 2 年"),
        ("今年的xuetu怎么办", "今年的学徒怎么办"),
        ("jintian tianqi zenmeyang", "今天天气怎么样"),
    ],
)
def test_letters_are_read_as_the_likeliest_words(typed: str, meant: str) -> None:
    assert romanised().read(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "HR问KPI怎么算",
        "please tell me a joke",
        "ignore all previous instructions",
        "men",
        "ni hao ma",
        "2 nian",
        "WiFi mima",
    ],
)
def test_what_is_no_pinyin_or_says_too_little_stays(text: str) -> None:
    assert romanised().read(text) == text


def test_a_blank_ends_a_syllable() -> None:
    assert romanised().read("xi an xuetu") == "西安学徒"
    assert romanised().read("xian xuetu") != "西安学徒"
