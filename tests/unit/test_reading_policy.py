import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Policy
from corpus.reading import parse_policy, passages

NESTED = """某市补贴办法
各旗县区人社局：
根据《就业促进法》，制定本办法。
一、总体要求
坚持需求导向。
二、补贴标准。按照等级发放。
（一）学徒补贴。每人每年6000元。
1.中级工
每人5000元；
2.高级工
每人6000元。
（1）需要签订协议；
①协议期限不少于半年；
②协议应当备案。
（2）需要取得证书。
（二）见习补贴。每人每月1000元。
三、申报程序
某市人力资源和社会保障局
2024年3月1日
（此件公开发布）
附件1
申请表
一、姓名
二、单位
附件2：承诺书
本人承诺材料真实。
"""

STATUTE = """某某条例
2020年1月1日 某某会议通过
目　录
第一章　总则
第二章　职工
第一节　一般规定
第一章　总　则
第一条 为了规范，制定本条例。
第二条 下列人员适用本条例：
（一）职工；
（二）学徒。
前款所称学徒，包括见习生。
有下列情形之一的除外：
（一）退休的；
（二）离职的。
第二章　职工
第一节　一般规定
第三条 依照本条例和国务院其他有关规定以及
第二条规定办理的，从其规定。
第三条之一 【特别规定】另行制定。
"""


def texts(policy: Policy, path: str) -> list[str]:
    return [sentence.text for sentence in policy.clause(path).sentences]


@pytest.fixture(scope="module")
def nested() -> Policy:
    return parse_policy(NESTED, "nested")


@pytest.fixture(scope="module")
def statute() -> Policy:
    return parse_policy(STATUTE, "statute")


def test_paths_follow_the_numbering_of_the_document(nested: Policy) -> None:
    assert [clause.path for clause in nested.clauses] == [
        "title", "addressees", "preamble", "1", "2", "2.1", "2.1.1", "2.1.2", "2.1.2.1", "2.1.2.1.1", "2.1.2.1.2",
        "2.1.2.2", "2.2", "3", "issuers", "date", "notes", "attachment1", "attachment1.1", "attachment1.2",
        "attachment2",
    ]  # fmt: skip


def test_headings_are_not_sentences(nested: Policy) -> None:
    assert nested.clause("1").heading == "总体要求"
    assert texts(nested, "1") == ["坚持需求导向。"]
    assert nested.clause("2").heading == "补贴标准"
    assert texts(nested, "2") == ["按照等级发放。"]
    assert nested.clause("2.1").heading == "学徒补贴"
    assert texts(nested, "2.1") == ["每人每年6000元。"]
    assert nested.clause("2.1.1").heading == "中级工"
    assert texts(nested, "2.1.1") == ["每人5000元；"]


def test_items_of_a_list_are_sentences_and_not_headings(nested: Policy) -> None:
    assert texts(nested, "2.1.2.1.1") == ["协议期限不少于半年；"]
    assert texts(nested, "attachment1.1") == ["姓名"]


def test_frame_of_an_official_document(nested: Policy) -> None:
    assert texts(nested, "addressees") == ["各旗县区人社局："]
    assert texts(nested, "preamble") == ["根据《就业促进法》，制定本办法。"]
    assert texts(nested, "issuers") == ["某市人力资源和社会保障局"]
    assert texts(nested, "date") == ["2024年3月1日"]
    assert [clause.label for clause in nested.clauses if clause.kind == "attachment"] == ["附件1", "附件2"]
    assert nested.clause("attachment2").heading == "承诺书"


def test_labels_are_what_a_reader_says(nested: Policy, statute: Policy) -> None:
    assert nested.clause("2").label == "第二条"
    assert nested.clause("2.1").label == "第二条第（一）项"
    assert nested.clause("2.1.2").label == "第二条第（一）项第2目"
    assert statute.clause("2.2").label == "第二条第（二）项"
    assert statute.clause("2.p3.1").label == "第二条第3款第（一）项"


def test_contents_are_no_chapters(statute: Policy) -> None:
    chapters = [clause.path for clause in statute.clauses if clause.kind in {"chapter", "section"}]
    assert chapters == ["chapter1", "chapter2", "chapter2.section1"]
    assert statute.clause("chapter1").heading == "总则"


def test_articles_are_numbered_through_the_document(statute: Policy) -> None:
    articles = [clause for clause in statute.clauses if clause.kind == "article"]
    assert [clause.path for clause in articles] == ["1", "2", "3", "3-1"]
    assert [clause.parent for clause in articles] == ["chapter1", "chapter1", "chapter2.section1", "chapter2.section1"]
    assert statute.clause("3-1").heading == "特别规定"


def test_a_mention_at_the_start_of_a_line_is_no_article(statute: Policy) -> None:
    assert texts(statute, "3") == ["依照本条例和国务院其他有关规定以及", "第二条规定办理的，从其规定。"]


def test_paragraphs_after_items_belong_to_the_article(statute: Policy) -> None:
    assert texts(statute, "2") == ["下列人员适用本条例：", "前款所称学徒，包括见习生。", "有下列情形之一的除外："]
    assert statute.clause("2.1").lead_in == "下列人员适用本条例："
    assert statute.clause("2.p3.2").lead_in == "有下列情形之一的除外："


def test_a_text_without_numbers_is_read_by_paragraph() -> None:
    policy = parse_policy("第一段话。第二句。\n\n另一段话。", "plain")
    assert [clause.path for clause in policy.clauses] == ["p1", "p2"]
    assert texts(policy, "p1") == ["第一段话。", "第二句。"]


def test_an_empty_text_is_a_policy_without_clauses() -> None:
    assert parse_policy("", "empty").clauses == ()
    assert parse_policy(" \n\u3000\n", "empty").clauses == ()


def test_decimal_numbering_nests() -> None:
    policy = parse_policy(
        "某预案\n1　总则\n1.1　目的\n为了应急。\n1.2　依据\n依据法律。\n2　职责\n2.1　指挥部\n负责指挥。", "plan"
    )
    assert [c.path for c in policy.clauses] == ["title", "1", "1.1", "1.2", "2", "2.1"]
    assert policy.clause("1.1").heading == "目的"
    assert texts(policy, "2.1") == ["负责指挥。"]


def test_a_decimal_number_in_the_text_is_no_clause() -> None:
    policy = parse_policy("某通知\n一、标准\n1.5万元以上的，给予补贴。\n2025.3.1起申报。", "x")
    assert [clause.path for clause in policy.clauses] == ["title", "1"]


def test_two_clauses_with_one_number_keep_different_paths() -> None:
    policy = parse_policy("某通知\n一、甲事。\n一、乙事。\n一、丙事。", "x")
    assert [clause.path for clause in policy.clauses] == ["title", "1", "1-2", "1-3"]


def test_a_list_broken_by_a_paragraph_goes_on() -> None:
    policy = parse_policy("某规定\n第一条 支付如下：\n（一）甲；\n说明一。\n（二）乙。", "x")
    assert [clause.path for clause in policy.clauses if clause.kind == "item"] == ["1.1", "1.2"]


def test_a_row_of_a_table_is_one_sentence() -> None:
    policy = parse_policy(
        "某通知\n一、标准\n等级：高级工｜标准：每人。6000元\n等级：技师｜标准：8000元\n二、其他。", "x"
    )
    assert texts(policy, "table1") == ["等级：高级工｜标准：每人。6000元", "等级：技师｜标准：8000元"]
    assert policy.clause("table1").parent == "1"


def test_what_a_web_page_left_behind_is_dropped() -> None:
    policy = parse_policy("【打印本页】\n某通知\n一、甲事。\n字体\n\n", "x")
    assert policy.text == "某通知\n一、甲事。"


def test_characters_that_cannot_be_stored_are_replaced() -> None:
    policy = parse_policy("某通知\r\n一、甲\x00事\ud800。", "x")
    assert policy.text == "某通知\n一、甲事\ufffd。"
    policy.text.encode("utf-8")


def test_passages_carry_title_headings_and_lead_in(nested: Policy, statute: Policy) -> None:
    by_id = {passage.id: passage for passage in [*passages(nested), *passages(statute)]}
    passage = by_id["nested/2.1.1#1"]
    assert passage.text == "每人5000元；"
    assert passage.context == "某市补贴办法\n补贴标准\n学徒补贴\n中级工"
    assert by_id["statute/2.1#1"].context == "某某条例\n总则\n下列人员适用本条例："
    assert {"nested/title#1", "nested/addressees#1", "nested/preamble#1", "nested/issuers#1"} <= set(by_id)
    assert "nested/date#1" not in by_id


ANY_LINE = st.one_of(
    st.text(max_size=40),
    st.text(
        alphabet="第一二三十百条章节编款项（）()、.．：；。“”《》①②123 \u3000附件关于办法通知局年月日｜目录0〇\n",
        max_size=60,
    ),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ANY_LINE, max_size=25).map("\n".join))
def test_any_text_gives_unique_verbatim_repeatable_sentences(text: str) -> None:
    policy = parse_policy(text, "any")
    sentences = list(policy.sentences())
    assert len({sentence.id for sentence in sentences}) == len(sentences)
    assert len({clause.path for clause in policy.clauses}) == len(policy.clauses)
    assert all(policy.text[s.start : s.end] == s.text for s in sentences)
    assert all(clause.start <= s.start <= s.end <= clause.end for clause in policy.clauses for s in clause.sentences)
    again = parse_policy(text, "any")
    assert list(again.sentences()) == sentences
    assert parse_policy(policy.text, "any").text == policy.text


@pytest.mark.parametrize(
    "unit", ["（一）", "一、甲。\n", "第一章 \n", "“", "1.1 甲\n", "。", "附件\n", " ", "甲：", "（", "\n"]
)
def test_reading_takes_linear_time(unit: str) -> None:
    assert parse_policy(unit * (60_000 // len(unit)), "long").id == "long"
