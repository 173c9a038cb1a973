import pytest

from bot.answering.premise import contradicts

SUBSIDY = "按照培养等级给予企业每人每年6000元—8000元的培训补贴"
FRONTLINE = "保证60%以上用于一线职工教育和培训"


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("听说学徒一年给一万二，是真的吗", SUBSIDY),
        ("学徒补贴每人每月6000对吧", SUBSIDY),
        ("教育经费一线占40%就行了吧", FRONTLINE),
    ],
)
def test_a_claimed_amount_that_the_text_does_not_hold_is_put_right(question: str, quote: str) -> None:
    assert contradicts(question, [quote])


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("学徒补贴每人每年6000到8000，对吗", SUBSIDY),
        ("一线要占百分之六十，是吗", FRONTLINE),
        ("学徒补贴多少钱", SUBSIDY),
        ("我们招了25个学徒", SUBSIDY),
    ],
)
def test_what_agrees_or_claims_nothing_is_left(question: str, quote: str) -> None:
    assert not contradicts(question, [quote])
