from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6000", "6000"),
        ("６０００", "6000"),
        ("6,000", "6000"),
        ("6，000", "6000"),
        ("6千", "6000"),
        ("六千", "6000"),
        ("1.2万", "12000"),
        ("一万二", "12000"),
        ("一万二千", "12000"),
        ("一千二", "1200"),
        ("两百", "200"),
        ("三点五", "3.5"),
        ("二〇二五", "2025"),
        ("半", "0.5"),
        ("十", "10"),
        ("十二", "12"),
        ("百", "100"),
        ("万", "10000"),
        ("2千万", "20000000"),
        ("3万5", "35000"),
        ("壹万贰仟", "12000"),
        ("一百零五", "105"),
        ("0.5", "0.5"),
        ("-3", "-3"),
    ],
)
def test_numerals_in_every_form(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "几十", "百分之三十", "两年", "abc", "一" * 40, "点五点", "三点", "1" * 40])
def test_what_is_not_a_numeral_has_no_value(text: str) -> None:
    assert read_number(text) is None


@given(st.text(max_size=40))
def test_no_text_makes_it_fail(text: str) -> None:
    read_number(text)


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_digits_read_as_themselves(value: int) -> None:
    assert read_number(str(value)) == value
    assert read_number(f"{value:,}") == value
