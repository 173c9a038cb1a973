import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.models import Turn
from bot.answering.slots import CalculationRequest, read_request
from tests.rule_support import registry

BEFORE = ["帮我算下学徒补贴", "去年盈余90万能多发多少绩效", "管理层涨6%我们涨4.5%合规吗", "你好"]
OTHER = ["那失业金呢", "谢谢", "要什么材料", "那30个人怎么交社保", "赤峰呢", "算了吧", "那60%呢", "25岁"]


def turn(question: str, previous: Turn | None = None) -> Turn:
    request = read_request(question, previous)
    return Turn(
        question=question,
        resolved=question,
        status="needs_input" if request and request.needs else "answered",
        calculator=request.calculator if request else None,
        facts=request.facts if request else {},
        needs=[need.name for need in request.needs] if request else [],
    )


def talk(*questions: str) -> CalculationRequest | None:
    previous = None
    for question in questions[:-1]:
        previous = turn(question, previous)
    return read_request(questions[-1], previous)


def facts(*questions: str) -> dict[str, str]:
    request = talk(*questions)
    assert request is not None
    return request.facts


def needs(*questions: str) -> list[str]:
    request = talk(*questions)
    assert request is not None
    return [need.name for need in request.needs]


def test_what_was_understood_is_said_back():
    request = talk("我们招了25个学徒能拿多少")
    assert request is not None
    assert request.understood == "按 25 人、1 年计算"


def test_a_year_is_assumed_and_said():
    request = talk("我们招了25个学徒能拿多少")
    assert request is not None
    assert request.facts["years"] == "1"
    assert any("1 年" in notice for notice in request.notices)


def test_a_year_that_was_given_is_not_called_assumed():
    request = talk("招12个学徒，培养一年，补贴多少")
    assert request is not None
    assert request.notices == []


def test_what_is_missing_is_asked_in_words():
    request = talk("帮我算下学徒补贴")
    assert request is not None
    (need,) = request.needs
    assert (need.name, need.label, need.type) == ("headcount", "学徒人数", "integer")
    assert need.question == "一共培养多少名学徒？"
    assert request.facts == {}


def test_a_conversation_goes_on_from_what_is_known():
    assert facts("帮我算下学徒补贴", "十二个") == {"headcount": "12", "years": "1"}
    assert facts("帮我算下学徒补贴", "十二个", "那30个人呢") == {"headcount": "30", "years": "1"}
    assert facts("有18个学徒，培养一年，问补贴区间", "不对，我是说45个") == {"headcount": "45", "years": "1"}
    assert facts("帮我算下学徒补贴", "十二个", "那30个人呢", "两年") == {"headcount": "30", "years": "2"}


def test_a_year_assumed_in_a_later_turn_is_said_there():
    request = talk("帮我算下学徒补贴", "十二个")
    assert request is not None
    assert any("1 年" in notice for notice in request.notices)


def test_a_number_that_fits_two_slots_is_asked_about():
    assert needs("我们招了25个学徒能拿多少", "那30呢") == ["headcount", "years"]
    assert needs("90万和200万，能多发多少绩效") == ["surplus_last_year", "performance_pay_last_year"]
    assert needs("管理层涨6%我们涨4.5%合规吗", "7%呢") == ["skilled_growth", "comparison_growth"]


def test_a_label_may_stand_before_or_after_its_number():
    wanted = {"surplus_last_year": "900000", "performance_pay_last_year": "2000000"}
    assert facts("去年盈余90万、绩效总量200万，能多发多少") == wanted
    assert facts("90万盈余200万绩效能多提多少") == wanted
    assert facts("盈余和绩效总量分别是90万和200万，最多能提多少") == wanted


def test_sums_without_a_unit_are_asked_about():
    request = talk("盈余90，绩效200，能多发多少")
    assert request is not None
    assert request.facts == {}
    assert all("万元" in need.question for need in request.needs)


def test_a_value_the_calculator_refuses_becomes_a_question():
    assert needs("2.5个学徒能补多少钱") == ["headcount"]
    assert needs("管理层涨0.06，技师涨0.05，合规吗") == ["skilled_growth", "comparison_growth"]


def test_a_question_on_content_that_a_calculator_answers_is_optional():
    request = talk("我有技师证能评啥职称")
    assert request is not None
    assert request.optional
    assert request.facts == {"skill_level": "技师"}


@pytest.mark.parametrize(
    "question",
    [
        "",
        "学徒补贴多少钱一个人一年",
        "企业办学徒制培训政府补多少钱",
        "30%还是10%",
        "第4条讲什么",
        "2023年的时候25个学徒能拿多少",
        "赤峰的25个学徒能拿多少",
        "25岁能不能当学徒",
        "一个学徒一年补多少",
        "失业金能领多少",
        "学徒带一个给师傅多少钱",
        "我是一所公办职校的老师，绩效最多能发多少",
        "高级工程师能评什么职称",
        "学徒补贴找谁，电话13812345678",
        "招学徒100元一天，25个学徒，要付多少钱",
        "养老金怎么算",
        "医院盈余90万绩效200万能多发多少",
        "25个学徒" * 60,
    ],
)
def test_questions_on_content_and_other_subjects_are_not_calculated(question):
    assert read_request(question, None) is None


@pytest.mark.parametrize(
    "reply", ["那失业金呢", "谢谢", "要什么材料", "那30个人怎么交社保", "赤峰呢", "算了吧", "那60%呢", "25岁"]
)
def test_a_change_of_subject_is_not_a_reply(reply):
    assert talk("我们招了25个学徒能拿多少", reply) is None


def test_a_follow_up_needs_something_to_follow():
    assert read_request("那30个人呢", None) is None
    assert read_request("十二个", turn("你好")) is None


def test_an_answer_on_content_can_be_followed_by_a_number():
    assert facts("企业办学徒制培训政府补多少钱", "那12个人呢") == {"headcount": "12", "years": "1"}


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=80),
    st.sampled_from(["帮我算下学徒补贴", "去年盈余90万能多发多少绩效", "管理层涨6%我们涨4.5%合规吗", "你好"]),
)
def test_any_text_is_read_and_whatever_is_complete_can_be_calculated(text, before):
    request = read_request(text, turn(before))
    if request is not None and not request.needs:
        assert registry().calculate(request.calculator, request.facts).status != "needs_input"


def test_reading_takes_well_under_a_millisecond():
    questions = [
        "去年盈余90万、绩效总量200万，能多发多少",
        "我们招了25个学徒能拿多少",
        "第4条讲什么",
        "管理层涨6%我们涨4.5%合规吗",
    ]
    read_request(questions[0], None)
    started = time.perf_counter()
    for _ in range(100):
        for question in questions:
            read_request(question, None)
    assert (time.perf_counter() - started) / 400 < 0.005


def test_a_check_of_growth_without_figures_asks_for_both():
    assert needs("帮我看看工资增幅合不合规") == ["skilled_growth", "comparison_growth"]


def test_what_was_spent_is_the_front_line_share_once_the_fund_is_known():
    assert facts("职工教育经费120万一线最少花多少", "要是只花了60万呢") == {
        "education_fund": "1200000",
        "frontline_spending": "600000",
    }


def test_a_number_may_be_added_to_or_taken_from_what_is_known():
    so_far = ("20个学徒一年补贴多少", "再加8个")
    assert facts(*so_far)["headcount"] == "28"
    assert facts(*so_far, "少了3个")["headcount"] == "25"
    assert needs(*so_far, "减掉40个") == ["headcount"]


def test_who_left_no_longer_counts():
    so_far = ("35个学徒一年补贴多少", "其中有10个中途走了")
    assert facts(*so_far)["headcount"] == "25"
    assert facts(*so_far[:1], "其中有10个中途走了，按25个算")["headcount"] == "25"


def test_a_number_added_to_none_is_asked_about():
    assert needs("学徒补贴多少", "再加5个") == ["headcount"]


@pytest.mark.parametrize(
    ("said", "slot"), [("人数改成45", "headcount"), ("人数是45", "headcount"), ("年数改为3", "years")]
)
def test_a_number_without_unit_goes_where_its_name_says(said: str, slot: str):
    known = facts("60个学徒培养两年补贴多少")
    changed = facts("60个学徒培养两年补贴多少", said)
    assert {name for name in known if known[name] != changed[name]} == {slot}


def test_a_reteller_goes_on_with_the_caller_s_figures():
    assert facts("学徒补贴一个人多少", "他们招了35个人")["headcount"] == "35"
    assert facts("60个学徒一年补贴多少", "干两年") == {"headcount": "60", "years": "2"}


def test_what_was_set_aside_is_the_fund_once_its_share_is_spoken_of():
    so_far = ("教育经费一线要占多少", "我们提了120万花了70万在一线够不")
    assert facts(*so_far) == {"education_fund": "1200000", "frontline_spending": "700000"}


def test_a_bare_amount_is_asked_of_apprentices_alone():
    assert facts("学徒制 12个人 一年 多少") == {"headcount": "12", "years": "1"}
    assert talk("25个学徒每人6000，一共多少") is None


def test_who_counts_as_an_apprentice_is_not_calculated():
    assert talk("新来的和老员工都算人头吗") is None
    assert talk("实习的大学生可以按学徒算吗") is None


def test_the_total_is_that_of_performance_pay_once_its_cap_is_spoken_of():
    so_far = ("公办职校去年盈余150万，绩效总量1000万，最多提多少", "那总量是400万的话")
    assert facts(*so_far)["performance_pay_last_year"] == "4000000"
