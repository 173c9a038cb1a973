import pytest

from bot.answering.spelling import Speller
from tests.answering_support import book, speller


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("学图补贴", "学徒补贴"),
        ("学徒补帖", "学徒补贴"),
        ("链住企业", "链主企业"),
        ("特级技帅待遇", "特级技师待遇"),
        ("几师能评职成吗", "技师能评职称吗"),
        ("xuetu butie duoshao qian", "学徒补贴多少钱"),
    ],
)
def test_what_sounds_or_looks_like_a_term_becomes_the_term(typed: str, meant: str) -> None:
    assert speller().correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "第七条讲什么",
        "廉租房怎么申请",
        "企业年金是强制的吗",
        "hello world",
        "我想问一下今天天气",
        "VIP 会员",
        "今年五十三了",
        "厂里给工人分几等",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert speller().correct(text) == text


def test_a_verb_after_a_word_of_grammar_is_no_misspelt_term() -> None:
    """`给签` sounds like the term 给钱, and is none."""
    own = Speller({"给钱", "补贴", "工友"}, (), book())
    assert own.correct("未成年工有哪些限制") == "未成年工有哪些限制"
    assert own.correct("公司不给签劳动合同") == "公司不给签劳动合同"
    assert own.correct("学徒补帖") == "学徒补贴"
