import pytest

from tests.answering_support import reader


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("学徒补贴多少钱", "amount"),
        ("要准备哪些材料", "materials"),
        ("去哪个窗口办", "place"),
        ("咨询电话是多少", "phone"),
        ("补贴什么时候到账", "payment"),
        ("怎么申请", "procedure"),
        ("什么时候截止", "deadline"),
        ("这个政策有效期到什么时候", "validity"),
        ("从什么时候开始算", "counting_start"),
        ("盈余额谁来核准", "decider"),
        ("考试收费吗", "fee"),
        ("年龄有上限吗", "age"),
        ("一线要占百分之几", "ratio"),
        ("写在第几条", "where_written"),
        ("外地户口可以吗", "residence"),
        ("能不能同时享受两个补贴", "stacking"),
        ("分数线多少", "count"),
        ("什么时候报", "deadline"),
        ("谁审批", "approval"),
        ("要啥证件", "materials"),
        ("那找谁", "apply_to"),
        ("钱呢", "amount"),
        ("厂里不给涨找谁", "apply_to"),
    ],
)
def test_what_is_asked_is_told_by_its_words(question: str, kind: str) -> None:
    assert kind in {ask.name for ask in reader().read(question)}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("企业办学徒制培训政府补多少钱", "procedure"),
        ("教育经费用到哪了要不要公开", "place"),
        ("技师能评什么职称", "materials"),
        ("有个企业打电话问学徒制一个人补多少钱", "phone"),
        ("我厂子有几个技术骨干想留住，工资上咋弄", "count"),
    ],
)
def test_a_question_is_not_taken_for_another_kind(question: str, kind: str) -> None:
    assert kind not in {ask.name for ask in reader().read(question)}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("我们是做稀土储氢材料的，想自己给工人评等级，行不行？", "materials"),
        ("底下三十几家配套厂，能说说产教评是啥吗", "count"),
        ("考试没过的那年我在厂里，现在能直接认定高级工吗", "exam"),
    ],
)
def test_what_a_story_speaks_of_is_not_asked_for(question: str, kind: str) -> None:
    assert kind not in {ask.name for ask in reader().read(question)}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("公司去年亏损，还能申学徒补贴吗", "event"),
        ("学徒补贴 材料", "materials"),
        ("我们想备案，要什么材料，找谁", "materials"),
    ],
)
def test_a_circumstance_may_stand_in_the_story_and_key_words_ask_for_what_they_name(question: str, kind: str) -> None:
    assert kind in {ask.name for ask in reader().read(question)}
