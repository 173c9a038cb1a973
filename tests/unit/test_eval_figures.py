"""The evaluation's own reader of figures: every written form of a value is that value."""

from decimal import Decimal

import pytest

from eval.figures import canonical, plain, read_figures, shows


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("150,000", "150000"),
        ("150000", "150000"),
        ("15万", "150000"),
        ("十五万", "150000"),
        ("１５万", "150000"),
        ("150 000", "150000"),
        ("150000.00", "150000"),
        ("6千", "6000"),
        ("六千", "6000"),
        ("1.5万", "15000"),
        ("一万二", "12000"),
        ("三千五", "3500"),
        ("2万3千", "23000"),
        ("一百二十万", "1200000"),
        ("一千零五", "1005"),
        ("三百零二万", "3020000"),
        ("十二", "12"),
        ("两百", "200"),
        ("二〇二五", "2025"),
        ("三点五", "3.5"),
        ("1.2亿", "120000000"),
    ],
)
def test_a_numeral_is_read_as_its_value(written: str, value: str) -> None:
    figures = read_figures(plain(written))
    assert [(figure.value, figure.is_percent) for figure in figures] == [(Decimal(value), False)]


@pytest.mark.parametrize("written", ["30%", "30％", "百分之三十", "三成", "百分之30", "30.0%"])
def test_a_percentage_is_read_as_its_value(written: str) -> None:
    assert [(figure.value, figure.is_percent) for figure in read_figures(plain(written))] == [(Decimal(30), True)]


def test_a_scale_at_the_end_of_a_range_holds_for_both_ends() -> None:
    assert [figure.value for figure in read_figures(plain("7.2—9.6万元"))] == [Decimal(72000), Decimal(96000)]
    assert [figure.value for figure in read_figures(plain("6000元—8000元"))] == [Decimal(6000), Decimal(8000)]


def test_a_word_of_building_is_no_percentage() -> None:
    assert canonical("完成三成本") == "完成3成本"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("每人每年 6,000 元", "6000"),
        ("共计15万元", "150000"),
        ("共计150,000.00元", "15万"),
        ("最高百分之三十", "30%"),
        ("签订一年以上合同", "1年以上"),
        ("全文共九条", "九|9"),
        ("不符合要求", "未达到|不符合"),
        ("内人社办发〔2025〕93号", "93号"),
        ("60%以上", "60%"),
    ],
)
def test_a_term_is_shown_in_any_form_of_its_figures(text: str, wanted: str) -> None:
    assert shows(text, wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("16000元", "6000"),
        ("占30%", "30"),
        ("0.5", "5"),
        ("60000", "6000"),
        ("1.5倍", "1"),
        ("高级工", "助理级"),
        ("", "6000"),
    ],
)
def test_a_part_of_a_figure_is_not_the_figure(text: str, wanted: str) -> None:
    assert not shows(text, wanted)


def test_figures_separated_in_a_list_stay_apart() -> None:
    assert [figure.value for figure in read_figures(plain("6000,800"))] == [Decimal(6000), Decimal(800)]
