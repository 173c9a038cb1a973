"""What an answer states in figures, and whether it may."""

import pytest

from bot.calculators.models import Calculation, Step
from eval.claims import read_claims, unresolved, unsupported
from eval.models import Cited, Predicted

QUOTE = "按照培养等级给予企业每人每年6000元—8000元的培训补贴。"
SENTENCES = {"p/4#1": f"深化产教融合,{QUOTE}"}
SOURCES = [f"四、大力推行中国特色学徒制。深化产教融合,{QUOTE}下一句。"]


def answer(text: str, quote: str = QUOTE, calculation: Calculation | None = None) -> Predicted:
    cited = (Cited(covers=("p/4#1",), quote=quote),)
    return Predicted(
        id="q", system="product", question="?", status="answered", mode="extract", text=text, cited=cited,
        calculation=calculation,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("每人每年6000元到8000元。", ["6000", "8000"]),
        ("不超过百分之三十", ["百分之三十"]),
        ("签订一年以上合同", ["一"]),
        ("内人社办发〔2025〕93号", ["2025", "93"]),
        ("大概一万二", ["一万二"]),
        ("标准是：1.5万元", ["1.5万"]),
        ("比例：30%", ["30%"]),
    ],
)
def test_amounts_shares_times_and_document_numbers_are_claims(text: str, claims: list[str]) -> None:
    assert [claim.written for claim in read_claims(text)] == claims


@pytest.mark.parametrize(
    "text",
    ["见第四条、第14条。", "用于一线职工", "三八红旗手、五四奖章", "请拨打12333咨询", "全文共九条，由12个单位联合印发"],
)
def test_labels_and_words_are_no_claims(text: str) -> None:
    assert read_claims(text) == []


@pytest.mark.parametrize(
    "text", ["1. 学徒\n2、补贴", "①学徒②补贴", "（1）学徒", "单位是：1.教育局；2.财政局；12.妇联。"]
)
def test_list_numbers_are_no_claims(text: str) -> None:
    assert read_claims(text) == []


def test_a_figure_of_the_quote_is_supported_in_any_form() -> None:
    assert unsupported(answer("每人每年6千元到八千元")) == []


def test_a_figure_that_stands_nowhere_is_unsupported() -> None:
    assert unsupported(answer("每人每年6000元到9000元")) == ["9000"]


def test_a_share_is_not_supported_by_the_bare_number() -> None:
    assert unsupported(answer("占80%", quote="共80人")) == ["80%"]


def test_a_step_of_the_calculation_supports_its_figures() -> None:
    step = Step(text="最低", expression="12 × 6000", value="72000")
    calculation = Calculation(calculator="apprentice_subsidy", status="range", low="72000", high="96000", steps=[step])
    assert unsupported(answer("12人共7.2万元到9.6万元", calculation=calculation)) == []


def test_a_verbatim_quote_of_a_held_sentence_resolves() -> None:
    assert unresolved(answer("").cited, SENTENCES, SOURCES) == []


@pytest.mark.parametrize(
    "cited",
    [
        Cited(covers=("p/4#9",), quote=QUOTE),
        Cited(covers=("p/4#1",), quote=QUOTE.replace("6000", "9000")),
        Cited(covers=("p/4#1",), quote=""),
        Cited(covers=(), quote=QUOTE),
        Cited(covers=("p/4#1",), quote="下一句。"),
    ],
)
def test_an_unknown_sentence_or_a_changed_quote_does_not_resolve(cited: Cited) -> None:
    assert len(unresolved((cited,), SENTENCES, SOURCES)) == 1
