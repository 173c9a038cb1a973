"""What the gate lets through and what it stops, read from the policy's own words."""

import pytest

from bot.answering.gate import Draft, Reason, Rules, Statement, check, check_quote
from bot.calculators.models import Calculation, Step
from corpus.models import Citation

PAY = (
    "增幅原则上不超过上年度盈余额的30%(盈余额由市人社、财政部门核准),"
    "金额上限不超过上年度绩效薪酬总量的10%,该增量不计入绩效薪酬总量核定基数。"
)
APPRENTICE = "实现学徒制培训覆盖各类企业,按照培养等级给予企业每人每年6000元—8000元的培训补贴。"
SOURCES = {
    "p/preamble#1": "为贯彻自治区人力资源和社会保障厅等8部门文件(内人社办发〔2025〕93号)精神,提出如下实施意见。",
    "p/3#7": PAY,
    "p/4#1": APPRENTICE,
    "p/4#2": "可将签订半年以上实习协议的毕业年度高校毕业生纳入,对签订1年以上劳动合同的,从入职开始按规定予以补贴。",
    "p/8#7": "对特级技师可比照正高级职称人员享受同等待遇,"
    "首席技师可参照本单位高级管理人员标准确定,且应高于特级技师薪酬待遇。",
    "p/9#2": "保证60%以上用于一线职工教育和培训,提取和使用情况向职工代表大会公布。",
}


def reason(text: str, *ids: str, rules: Rules | None = None, calculation: Calculation | None = None) -> Reason | None:
    verdict = check(Draft((Statement(text, ids),), calculation), SOURCES, rules)
    return verdict.failed[0].reason if verdict.failed else None


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("每人每年补贴六千到八千块。", "p/4#1"),
        ("一个学徒一年最多8千元。", "p/4#1"),
        ("根据第四条，企业每人每年可得６０００元至８０００元培训补贴。", "p/4#1"),
        ("不是一万二。文件规定每人每年6000元—8000元培训补贴。", "p/4#1"),
        ("增幅原则上不超过去年盈余的三成。", "p/3#7"),
        ("两个上限：增幅不超过上年度盈余额的30%，金额不超过绩效薪酬总量的10%。", "p/3#7"),
        ("这部分增量不算进绩效薪酬总量的核定基数。", "p/3#7"),
        ("盈余额由市人社局和财政局核准。", "p/3#7"),
        ("实习协议要签半年以上，也就是至少6个月。", "p/4#2"),
        ("职工教育经费至少六成用于一线职工教育和培训。", "p/9#2"),
        ("首席技师的薪酬待遇要比特级技师高。", "p/8#7"),
        ("依据是内人社办发〔2025〕93号文件。", "p/preamble#1"),
    ],
)
def test_a_true_statement_passes(text: str, cited: str) -> None:
    assert reason(text, cited) is None


@pytest.mark.parametrize(
    ("text", "cited", "expected"),
    [
        ("每人每年补贴6000元到9000元。", "p/4#1", "number"),
        ("每人每年补贴6000万元到8000万元。", "p/4#1", "number"),
        ("每人每年补贴6000%到8000%。", "p/4#1", "unit"),
        ("每人每月补贴6000元到8000元。", "p/4#1", "unit"),
        ("每家企业每年补贴6000元到8000元。", "p/4#1", "unit"),
        ("每人每年最低8000元补贴。", "p/4#1", "direction"),
        ("每人每年补贴大约8000元。", "p/4#1", "direction"),
        ("每人每年补贴几千元。", "p/4#1", "number"),
        ("根据第五条，每人每年6000元—8000元。", "p/4#1", "clause"),
        ("增幅不低于上年度盈余额的30%。", "p/3#7", "direction"),
        ("增幅不超过上年度盈余额的10%。", "p/3#7", "binding"),
        ("增幅不超过本年度盈余额的30%。", "p/3#7", "number"),
        ("该增量计入绩效薪酬总量核定基数。", "p/3#7", "negation"),
        ("盈余额不由市人社、财政部门核准。", "p/3#7", "negation"),
        ("盈余额由市教育局核准。", "p/3#7", "name"),
        ("不是30%，增幅没有上限。", "p/3#7", "negation"),
        ("签订半年以上劳动合同的，从入职开始补贴。", "p/4#2", "binding"),
        ("60%以下用于一线职工教育和培训。", "p/9#2", "direction"),
        ("60%以上用于二线职工教育和培训。", "p/9#2", "number"),
        ("提取和使用情况不得向职工代表大会公布。", "p/9#2", "negation"),
        ("首席技师应低于特级技师薪酬待遇。", "p/8#7", "direction"),
        ("依据是内人社办发〔2024〕93号文件。", "p/preamble#1", "document"),
        ("依据是《包头市学徒补贴办法》。", "p/preamble#1", "name"),
        ("原文是“给予企业每人每年八千元培训补贴”。", "p/4#1", "quote"),
        ("详见 www.example.com 。", "p/4#1", "link"),
        ("每人每年6000元到8000元<img src=x>。", "p/4#1", "markup"),
    ],
)
def test_a_false_statement_is_stopped_with_its_reason(text: str, cited: str, expected: Reason) -> None:
    assert reason(text, cited) == expected


def test_a_statement_needs_a_citation_that_was_retrieved() -> None:
    assert reason("每人每年6000元到8000元。") == "uncited"
    assert reason("每人每年6000元到8000元。", "p/4#9") == "unknown_citation"


def test_a_number_in_an_uncited_sentence_does_not_count() -> None:
    assert reason("60%以上用于一线职工教育和培训。", "p/4#1") == "number"


def test_a_named_clause_lends_authority_to_its_own_sentences_alone() -> None:
    assert reason("根据第九条，补贴6000元到8000元。", "p/4#1", "p/9#2") == "number"


def test_the_right_words_under_the_wrong_clause_are_stopped() -> None:
    assert reason("提取和使用情况向职工代表大会公布。", "p/8#7") in ("citation", "overlap")


def test_fixed_phrases_need_no_source() -> None:
    assert reason("请拨打12333咨询。", rules=Rules(allowed=("请拨打12333咨询。",))) is None
    assert reason("每人每年6000元到8000元，可拨打12333。", "p/4#1", rules=Rules(allowed=("12333",))) is None
    assert reason("每人每年6000元到8000元，可拨打12345。", "p/4#1", rules=Rules(allowed=("12333",))) == "number"


def test_what_fails_is_dropped_and_the_rest_stays_in_order() -> None:
    good, bad, last = (
        Statement("每人每年补贴6000元到8000元。", ("p/4#1",)),
        Statement("每人每年补贴7000元。", ("p/4#1",)),
        Statement("60%以上用于一线职工教育和培训。", ("p/9#2",)),
    )
    verdict = check(Draft((good, bad, last)), SOURCES)
    assert verdict.passed == (good, last)
    assert [failure.statement for failure in verdict.failed] == [bad]
    assert not verdict.is_clean


def calculation() -> Calculation:
    cite = Citation(id="p/4#1", policy_id="p", policy_title="t", label="第四条", heading="", quote=APPRENTICE, url="")
    step = Step(text="按20人、1年计算", expression="20 × 1 × 6000 = 120000", value="120000", citations=[cite])
    return Calculation(
        calculator="apprentice_subsidy", status="range", low="120000", high="160000", unit="元",
        steps=[step], citations=[cite], inputs={"headcount": "20", "years": "1"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20个学徒一年一共12万元到16万元。", None),
        ("一共最多16万元。", None),
        ("20人、1年，按每人每年6000元—8000元算。", None),
        ("20个学徒一年一共12万元到18万元。", "number"),
        ("一共最少16万元。", "direction"),
        ("一共12万人。", "unit"),
        ("一共6000元。", "direction"),
    ],
)
def test_amounts_of_a_calculation_come_from_its_steps(text: str, expected: Reason | None) -> None:
    assert reason(text, "p/4#1", calculation=calculation()) == expected


@pytest.mark.parametrize(
    ("text", "cited", "expected"),
    [
        ("补贴给学徒，每人每年6000元到8000元。", "p/4#1", "pairing"),
        ("企业肯定能拿到培训补贴。", "p/4#1", "modality"),
        ("只有国有企业能拿到培训补贴。", "p/4#1", "term"),
        ("企业最多可以拿8000元培训补贴。", "p/4#1", "unit"),
        ("企业拿到培训补贴需要提交营业执照。", "p/4#1", "term"),
        ("文件没有规定补贴标准。", "p/4#1", "silence"),
        ("特级技师薪酬待遇应高于首席技师。", "p/8#7", "pairing"),
        ("首席技师可比照正高级职称人员享受同等待遇。", "p/8#7", "pairing"),
        ("是的，您说得都对。", "p/4#1", "overlap"),
    ],
)
def test_a_models_words_are_held_to_their_terms(text: str, cited: str, expected: Reason) -> None:
    assert reason(text, cited, rules=Rules(strict=True)) == expected


def test_a_quote_is_a_verbatim_substring() -> None:
    cite = Citation(
        id="p/4#1", policy_id="p", policy_title="t", label="第四条", heading="", quote="每人每年6000元—8000元", url=""
    )
    assert check_quote(cite, APPRENTICE)
    assert not check_quote(cite.model_copy(update={"quote": "每人每年6000元-8000元"}), APPRENTICE)
    assert not check_quote(cite.model_copy(update={"quote": ""}), APPRENTICE)
