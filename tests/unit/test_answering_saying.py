import pytest

from bot.answering.saying import holds_quantity, is_turned_round, names_actor, quantities_asked, says_asked
from tests.answering_support import reader


@pytest.mark.parametrize(
    ("question", "sentence", "holds"),
    [
        ("低保一个月多少", "管理审批机关应当自接到申请之日起的30日内办结审批手续。", False),
        ("低保一个月多少", "每人每月给予600元。", True),
        ("每月加班最多多少小时", "每月不得超过三十六小时。", True),
        ("每月加班最多多少小时", "应当支付延长工作时间的工资报酬。", False),
        ("年休假几天", "已满20年的，年休假15天。", True),
        ("工伤怎么认定", "应当认定为工伤。", True),
        ("被辞退补偿多少", "每满一年支付一个月工资的标准向劳动者支付。", True),
    ],
)
def test_a_number_that_is_asked_for_has_to_be_of_the_kind_asked(question: str, sentence: str, holds: bool) -> None:
    assert holds_quantity(sentence, quantities_asked(question, reader().read(question))) is holds


def test_who_does_it_is_told_by_the_sentence_that_gives_somebody_the_act() -> None:
    question = "农民工工资专用账户由谁开设"
    assert names_actor("施工总承包单位应当按照有关规定开设农民工工资专用账户。", question)
    assert not names_actor("开设、使用农民工工资专用账户有关资料应当由施工总承包单位妥善保存备查。", question)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("拖欠工资怎么办理", "任何单位和个人对拖欠农民工工资的行为，有权举报。"),
        ("安全生产培训不合格能上岗吗", "未经安全生产教育和培训合格的从业人员，不得上岗作业。"),
    ],
)
def test_what_a_statute_writes_for_what_is_asked_speaks_of_it(question: str, sentence: str) -> None:
    assert says_asked(sentence, reader().read(question))


@pytest.mark.parametrize(
    ("question", "sentence", "turned"),
    [
        ("哪些情况不能解除劳动合同", "有下列情形之一的，用人单位可以解除劳动合同：", True),
        ("哪些情况不能解除劳动合同", "有下列情形之一的，用人单位不得解除劳动合同：", False),
        ("什么情况能解除劳动合同", "有下列情形之一的，用人单位可以解除劳动合同：", False),
        ("能不能解除劳动合同", "有下列情形之一的，用人单位可以解除劳动合同：", False),
    ],
)
def test_what_is_forbidden_is_not_answered_with_what_is_allowed(question: str, sentence: str, turned: bool) -> None:
    assert is_turned_round(sentence, question) is turned
