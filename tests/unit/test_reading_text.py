import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import fold_with_offsets, locate, normalise


@pytest.mark.parametrize("dash", list("‐‑–—―−－─"))
def test_every_dash_becomes_one_hyphen(dash: str) -> None:
    assert normalise(f"6000{dash}8000元") == "6000-8000元"


@given(st.text(st.sampled_from("补贴6a!-~ ，“\u3000\u0301\x7f")))
def test_folding_with_and_without_offsets_gives_one_text(text: str) -> None:
    assert normalise(text) == fold_with_offsets(text)[0]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("１２３", "123"),
        ("“双高”「双优」", '"双高""双优"'),
        ("〔2025〕93号", "[2025]93号"),
        ("第 四 条\n补贴", "第四条补贴"),
        ("a  b\tc", "a b c"),
        ("补\u200b贴\u202e标\ufeff准", "补贴标准"),
        ("  \u3000首尾\xa0", "首尾"),
        ("每人 6000 元", "每人6000元"),
    ],
)
def test_variants_of_writing_fold_to_one(text: str, folded: str) -> None:
    assert normalise(text) == folded


@pytest.mark.parametrize("text", ["", " \n\u3000", "\u200b\u202e", "\x00"])
def test_nothing_visible_folds_to_nothing(text: str) -> None:
    assert normalise(text) == ""


@given(st.text())
def test_folding_is_idempotent_and_agrees_with_offsets(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert normalise(text) == folded
    assert normalise(folded) == folded
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert all(0 <= offset <= len(text) for offset in offsets)


@given(st.text())
def test_folded_text_is_nfkc(text: str) -> None:
    assert unicodedata.is_normalized("NFKC", normalise(text)) or any(
        unicodedata.category(character)[0] == "M" for character in normalise(text)
    )


def test_a_folded_match_leads_back_to_the_verbatim_text() -> None:
    text = "给予企业每人每年６０００元—8000 元的\u200b培训补贴。"
    found = locate(text, "6000元-8000元的培训补贴")
    assert found is not None
    assert text[slice(*found)] == "６０００元—8000 元的\u200b培训补贴"


def test_what_is_not_there_is_not_located() -> None:
    assert locate("每人6000元", "9000") is None
    assert locate("每人6000元", " ") is None


def test_a_long_run_of_marks_takes_no_time() -> None:
    assert normalise("\ufdfa" * 2000)
    assert normalise("\u0301" * 100_000) == ""
    assert normalise("a" + "\u0301" * 100_000).startswith("á")
