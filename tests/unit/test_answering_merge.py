from bot.answering.gate import Draft, Statement, check
from bot.answering.lookup import Lookup
from bot.answering.merge import merge
from bot.answering.state import Reply
from tests.answering_support import asked, book, policy

LOOKUP = Lookup(lambda _: policy(), lambda text: bool(book().content(text)))


def test_where_a_statement_stands_is_shown_and_is_no_claim() -> None:
    """A long title with numbers in front of a short sentence must not make the gate drop the sentence."""
    said = Statement(
        "加强规划组织实施。", ("x/14#1",), "【关于2011年第26届运动会总体规划（2018—2035年）的批复】第十四条："
    )
    verdict = check(Draft((said,)), {"x/14#1": "加强规划组织实施。"})
    assert verdict.passed == (said,)
    assert Reply("answered", "extract", statements=verdict.passed).text.startswith("【关于2011年")


def test_the_parts_of_a_question_keep_what_they_opened_with() -> None:
    first, second = LOOKUP(asked("第三条原文")), LOOKUP(asked("第四条原文"))
    assert first is not None
    assert second is not None
    merged = merge([first, second])
    assert "（1）第三条" in merged.text
    assert "（2）第四条" in merged.text
    sources = {sentence.id: sentence.text for sentence in policy().sentences()}
    assert check(Draft(merged.statements), sources).is_clean
