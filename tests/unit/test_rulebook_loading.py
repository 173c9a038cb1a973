from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataError, NotFoundError, OutOfPeriodError
from corpus.rulebook import load_rulebook
from tests.rule_support import copy_rules, policies, rulebook

PERIOD = """
      - value: "60"
        effective_from: {start}
        effective_to: {end}
        last_verified: 2026-11-23
        sentence: baotou-jineng-qiangqi/9#2
        quote: 保证60%以上用于一线职工教育和培训
"""
PARAMETER = """
parameters:
  - id: share
    title: 比例
    unit: "%"
    periods:"""


def load(folder: Path, text: str):
    root = folder / "rules"
    (root / "parameters").mkdir(parents=True)
    (root / "parameters" / "sample.yaml").write_text(text, encoding="utf-8")
    return load_rulebook(policies(), root)


def periods(*spans: tuple[str, str]) -> str:
    return PARAMETER + "".join(PERIOD.format(start=start, end=end) for start, end in spans)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(DataError) as failure:
        load(folder, text)
    return str(failure.value)


def test_a_value_is_given_for_both_ends_of_its_period(tmp_path):
    share = load(tmp_path, periods(("2025-01-01", "2025-12-31"))).parameter("share")
    assert str(share.at(date(2025, 1, 1)).value) == "60"
    assert str(share.at(date(2025, 12, 31)).value) == "60"


@pytest.mark.parametrize("on", [date(2024, 12, 31), date(2026, 1, 1)])
def test_a_day_outside_every_period_raises_and_carries_nothing_on(tmp_path, on):
    share = load(tmp_path, periods(("2025-01-01", "2025-12-31"))).parameter("share")
    with pytest.raises(OutOfPeriodError, match="没有规定"):
        share.at(on)


def test_periods_follow_each_other(tmp_path):
    share = load(tmp_path, periods(("null", "2025-06-30"), ("2025-07-01", "null"))).parameter("share")
    assert share.at(date(2025, 6, 30)) is share.periods[0]
    assert share.at(date(2025, 7, 1)) is share.periods[1]


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ((("null", "null"), ("2025-07-01", "null")), "时段重叠"),
        ((("null", "2025-07-01"), ("2025-07-01", "null")), "时段重叠"),
        ((("2025-07-01", "2025-12-31"), ("2025-01-01", "2025-06-30")), "时段重叠"),
        ((("2025-07-01", "2025-06-30"),), "早于开始日期"),
        ((("null", "2025-06-30"), ("null", "null")), "开始日期"),
        ((("2025-13-01", "null"),), "日期应当写成"),
    ],
)
def test_dates_out_of_order_are_refused(tmp_path, spans, wanted):
    message = refusal(tmp_path, periods(*spans))
    assert wanted in message
    assert "sample.yaml" in message


def test_a_bare_number_is_refused_with_its_line(tmp_path):
    message = refusal(tmp_path, periods(("null", "null")).replace('"60"', "60"))
    assert "sample.yaml 第 7 行" in message
    assert "加引号" in message


def test_a_float_is_refused(tmp_path):
    assert "加引号" in refusal(tmp_path, periods(("null", "null")).replace('"60"', "60.5"))


def test_a_key_written_twice_is_refused(tmp_path):
    message = refusal(tmp_path, periods(("null", "null")).replace("title: 比例", "title: 比例\n    title: 另一个"))
    assert "“title”写了两次" in message


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        ("title: 比例", "titel: 比例", "titel"),
        ('value: "60"', 'value: "六十"', "十进制数字"),
        ('value: "60"', 'value: "NaN"', "十进制数字"),
        ('value: "60"', 'low: "60"', "只写一种"),
        ('value: "60"', 'value: "60"\n        table: {甲: 乙}', "只写一种"),
        ("baotou-jineng-qiangqi/9#2", "baotou-jineng-qiangqi/9#9", "没有 baotou-jineng-qiangqi/9#9"),
        ("baotou-jineng-qiangqi/9#2", "elsewhere/9#2", "不在库里"),
        ("保证60%", "保证70%", "对不上"),
        ("        effective_to: null\n", "", "缺少这一项"),
    ],
)
def test_a_malformed_parameter_is_refused_naming_file_and_place(tmp_path, old, new, wanted):
    text = periods(("null", "null"))
    assert old in text
    message = refusal(tmp_path, text.replace(old, new, 1))
    assert wanted in message
    assert "sample.yaml" in message


def test_a_range_upside_down_is_refused(tmp_path):
    text = periods(("null", "null")).replace('value: "60"', 'low: "60"\n        high: "6"')
    assert "大于上限" in refusal(tmp_path, text)


def test_an_identifier_used_twice_is_refused(tmp_path):
    root = copy_rules(tmp_path)
    source = root / "parameters" / "title_route.yaml"
    (root / "parameters" / "zz.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(DataError, match=r"zz\.yaml「title_route\.titles」：这个编号已经用过"):
        load_rulebook(policies(), root)


@pytest.mark.parametrize("text", ["- a\n", "a: [", "a: b\n c: d", "1: 2"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, text):
    assert "sample.yaml" in refusal(tmp_path, text)


def test_missing_folder_is_refused(tmp_path):
    with pytest.raises(DataError, match="parameters"):
        load_rulebook(policies(), tmp_path)


def test_unknown_names_raise():
    with pytest.raises(NotFoundError):
        rulebook().parameter("nothing")
    with pytest.raises(NotFoundError):
        rulebook().provision("nothing")
