import pytest

from bot.answering.premise import contradicts, falls_short, is_for_others, names_private

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


def test_a_length_of_time_falls_short_of_what_is_asked_of_the_same_paper() -> None:
    contract = ["对毕业后与实习企业签订1年以上劳动合同的,从入职开始按规定予以补贴"]
    internship = ["将签订半年以上实习协议的毕业年度高校毕业生纳入企业新型学徒范围"]
    assert falls_short("合同只签半年给补吗", contract)
    assert falls_short("只签半年行吗", contract)
    assert falls_short("实习协议签三个月行不行", internship)
    assert not falls_short("签了6个月实习协议，能拿补贴吗", contract)
    assert not falls_short("合同签两年行吗", contract)


SOE = "对国有企业：高技能人才培养规划的制定和实施情况纳入考核评价体系。"


def test_what_is_said_to_state_enterprises_is_not_said_to_private_ones() -> None:
    forms = ["对国企有什么要求", "国企跟民企要求不一样的地方有哪些"]
    assert is_for_others("民企有啥要求", SOE, forms)
    assert not is_for_others("国企有啥要求", SOE, forms)
    assert not is_for_others("民企和国企有啥不同", SOE, forms)
    assert not is_for_others("民企有啥要求", SOE, [*forms, "民企要像国企那样考核吗", "民企要考核吗"])
    assert not is_for_others("民企有啥要求", f"{SOE}其他各类企业只是鼓励。", forms)


def test_what_speaks_of_other_enterprises_speaks_to_private_ones() -> None:
    assert names_private("鼓励其他各类企业将高技能人才培养纳入企业发展总体规划")
    assert not names_private(SOE)
