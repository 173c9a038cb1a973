import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.clean import MAX_CHARACTERS, clean, is_readable
from corpus.errors import InputError


def test_full_width_digits_become_plain_ones() -> None:
    assert clean("１２３人") == "123人"


@pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\ufeff", "\x00", "\ud800"])
def test_invisible_characters_disappear(hidden: str) -> None:
    assert clean(f"学徒{hidden}补贴") == "学徒补贴"


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "\u200b\u200b"])
def test_nothing_to_ask_is_refused(empty: str) -> None:
    with pytest.raises(InputError, match="请输入要问的问题"):
        clean(empty)


def test_500_characters_pass_and_501_do_not() -> None:
    assert len(clean("学" * MAX_CHARACTERS)) == MAX_CHARACTERS
    with pytest.raises(InputError, match="500字以内") as refused:
        clean("学" * (MAX_CHARACTERS + 1))
    assert refused.value.field == "question"


@given(st.text(max_size=MAX_CHARACTERS))
def test_any_text_is_cleaned_or_refused(text: str) -> None:
    try:
        cleaned = clean(text)
    except InputError:
        return
    assert 0 < len(cleaned) <= MAX_CHARACTERS
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(("text", "readable"), [("？？？", False), ("😀😀", False), ("补贴", True), ("ab", True)])
def test_signs_alone_are_not_readable(text: str, readable: bool) -> None:
    assert is_readable(text) is readable
