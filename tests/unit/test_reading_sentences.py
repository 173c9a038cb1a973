import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.reading.sentences import split_sentences


def cut(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in split_sentences(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("甲。乙；丙！丁？", ["甲。", "乙；", "丙！", "丁？"]),
        ("没有句号", ["没有句号"]),
        ("所称“先培训。后上岗”的办法。其他。", ["所称“先培训。后上岗”的办法。", "其他。"]),
        ("补贴（含技工院校；下同）按年发放。止。", ["补贴（含技工院校；下同）按年发放。", "止。"]),
        ("《关于补贴；奖励的通知》有效。完。", ["《关于补贴；奖励的通知》有效。", "完。"]),
        ("“甲。乙。丙。", ["“甲。", "乙。", "丙。"]),
        ("甲）。乙（。丙。", ["甲）。", "乙（。", "丙。"]),
        ("“甲。“乙。”丙。", ["“甲。", "“乙。”丙。"]),
        ("下列人员：（一）学生；（二）职工；（三）其他人员。另行规定；从其规定。",
         ["下列人员：（一）学生；（二）职工；（三）其他人员。", "另行规定；", "从其规定。"]),
        ("什么？！好。", ["什么？！", "好。"]),
        ("网址 http://a.cn/?x=1;y=2 可查。", ["网址 http://a.cn/?x=1;y=2 可查。"]),
        ("鼓励企业(含技工院校;下同)申报;其他从其规定.", ["鼓励企业(含技工院校;下同)申报;", "其他从其规定."]),
    ],
)  # fmt: skip
def test_sentences_end_outside_quotes_and_brackets(paragraph: str, sentences: list[str]) -> None:
    assert cut(paragraph) == sentences


@given(st.text(alphabet="甲乙。；！？：“”（）《》() \n;?"))
def test_sentences_keep_all_words_in_order(paragraph: str) -> None:
    spans = split_sentences(paragraph)
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    words = [c for c in paragraph if c in "甲乙"]
    assert [c for s in cut(paragraph) for c in s if c in "甲乙"] == words


def test_a_hundred_thousand_open_brackets_take_no_time() -> None:
    assert cut("（" * 100_000 + "甲。乙。")[-1] == "乙。"
    assert cut("（" * 50_000 + "）" * 50_000 + "甲。乙。")[-1] == "乙。"
