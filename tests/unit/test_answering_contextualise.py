import pytest

from bot.answering.contextualise import without_turning_away
from bot.answering.models import Status
from tests.answering_support import contextualiser, turn


def test_a_thing_named_instead_takes_the_place_of_its_like() -> None:
    follow_up = contextualiser()("那首席技师呢", [turn("特级技师享受什么待遇")])
    assert follow_up is not None
    assert follow_up.whole.text == "首席技师享受什么待遇"


@pytest.mark.parametrize("fragment", ["从什么时候开始给", "要带什么材料", "去哪申请", "这个补贴谁来批"])
def test_a_fragment_leans_on_the_matter_before(fragment: str) -> None:
    follow_up = contextualiser()(fragment, [turn("学徒培训补贴多少钱")])
    assert follow_up is not None
    assert "学徒" in follow_up.whole.text


def test_a_question_of_its_own_stands_alone() -> None:
    assert contextualiser()("技师能评什么职称", [turn("学徒培训补贴多少钱")]) is None


def test_talk_between_is_looked_past() -> None:
    turns = [turn("学徒培训补贴多少钱"), turn("谢谢", "notice")]
    follow_up = contextualiser()("从什么时候开始给", turns)
    assert follow_up is not None
    assert "学徒" in follow_up.whole.text


def test_a_new_matter_after_and_is_read_both_ways() -> None:
    follow_up = contextualiser()("那五四奖章呢", [turn("工人能评劳模吗")])
    assert follow_up is not None
    assert (follow_up.alone, follow_up.is_bare) == ("五四奖章呢", False)


def test_without_a_conversation_nothing_is_added() -> None:
    assert contextualiser()("那30个人呢", []) is None


@pytest.mark.parametrize("text", ["不是问报销，我是问走之前要不要审批", "算了，走之前要不要审批"])
def test_what_is_only_set_right_is_left_out(text: str) -> None:
    assert without_turning_away(text) == "走之前要不要审批"


@pytest.mark.parametrize("text", ["不是说企业也能拿补贴吗，问了人家不给", "不是有补贴吗，说好的一万呢"])
def test_what_is_taken_for_granted_stays(text: str) -> None:
    assert without_turning_away(text) == text


@pytest.mark.parametrize("text", ["民企呢", "小微企业也能申请？", "合作社呢"])
def test_whom_it_is_for_begins_no_matter_of_its_own(text: str) -> None:
    follow_up = contextualiser()(text, [turn("企业年金必须建吗")])
    assert follow_up is not None
    assert "企业年金" in follow_up.whole.text


def test_an_enterprise_named_takes_the_place_of_whichever_was_meant() -> None:
    follow_up = contextualiser()("央企呢", [turn("我们公司要做培养规划吗")])
    assert follow_up is not None
    assert follow_up.whole.text == "我们央企要做培养规划吗"


@pytest.mark.parametrize("text", ["给钱不", "有补贴吗", "补贴有没有", "补多少", "抵多少"])
def test_money_asked_for_names_no_matter(text: str) -> None:
    follow_up = contextualiser()(text, [turn("能跟技师学院合办企业学院吗")])
    assert follow_up is not None
    assert "企业学院" in follow_up.whole.text
    assert (follow_up.whole.naming, follow_up.is_bare) == ((), True)


def test_what_was_asked_before_is_not_asked_again() -> None:
    follow_up = contextualiser()("税前能扣吗", [turn("职工教育经费花不够罚款吗")])
    assert follow_up is not None
    assert follow_up.whole.asking == "税前能扣吗"


def test_an_answered_turn_is_leant_on_though_it_names_no_term_of_the_field() -> None:
    turns = [turn("有没有工资价位表"), turn("厂子的机床改造有奖吗")]
    follow_up = contextualiser()("奖多少", turns)
    assert follow_up is not None
    assert "机床" in follow_up.whole.text


def test_a_turn_that_only_says_whom_it_is_for_is_looked_past() -> None:
    follow_up = contextualiser()("给钱没", [turn("技能大师工作室支持吗"), turn("民企能申报吗")])
    assert follow_up is not None
    assert "工作室" in follow_up.whole.text


@pytest.mark.parametrize("text", ["哪个工资高", "这俩有啥区别"])
def test_a_comparison_is_of_the_last_two_things_of_a_kind(text: str) -> None:
    turns = [turn("特级技师享受什么待遇"), turn("首席技师享受什么待遇")]
    follow_up = contextualiser()(text, turns)
    assert follow_up is not None
    assert "特级技师和首席技师" in follow_up.whole.text
    one_thing = contextualiser()(text, turns[:1])
    assert one_thing is None or "首席" not in one_thing.whole.text


def test_likes_of_what_is_named_now_are_not_carried_on() -> None:
    follow_up = contextualiser()("那高级技师有啥待遇", [turn("特级技师和首席技师哪个工资高")])
    assert follow_up is not None
    assert not {"特级", "首席"} & set(follow_up.whole.text.split())
    assert "特级技师" not in follow_up.whole.text


@pytest.mark.parametrize(("status", "is_carried"), [("partial", False), ("answered", True)])
def test_what_was_asked_in_vain_is_not_carried_on(status: Status, is_carried: bool) -> None:
    follow_up = contextualiser()("去哪申请", [turn("学徒补贴的有效期到哪年", status)])
    assert follow_up is not None
    assert "学徒" in follow_up.whole.text
    assert ("有效期" in follow_up.whole.text) is is_carried


def test_a_comparison_keeps_the_matter() -> None:
    turns = [turn("国企要做人才规划吗"), turn("民企要做人才规划吗")]
    follow_up = contextualiser()("两个有啥不一样", turns)
    assert follow_up is not None
    assert {"国企和民企", "规划"} <= set(follow_up.whole.text.split())


def test_of_schools_only_who_runs_them_is_exchanged() -> None:
    follow_up = contextualiser()("民办呢", [turn("公办技校生均拨款有啥政策")])
    assert follow_up is not None
    assert follow_up.whole.text == "民办技校生均拨款有啥政策"


def test_what_was_said_in_no_known_words_is_carried_on_as_it_stands() -> None:
    follow_up = contextualiser()("小厂也有吗", [turn("八级工是啥")])
    assert follow_up is not None
    assert follow_up.whole.text == "八级工是啥 小厂也有吗"


def test_a_place_named_by_its_number_needs_nothing_of_what_was_said() -> None:
    assert contextualiser().lean("第九条", turn("第八条呢")).text == "第九条"
