import pytest

from bot.answering.places import PlaceGuard
from bot.answering.state import Reply
from tests.answering_support import POLICY_ID, asked, gazetteer, policy

GUARD = PlaceGuard(gazetteer(), lambda _: policy(), lambda: ("包头市",))
ANSWER = Reply("answered", "approved", lead="答", citations=(policy().cite(f"{POLICY_ID}/4#1"),))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("赤峰的补贴", "赤峰市"),
        ("呼市有吗", "呼和浩特市"),
        ("在深圳上班", "深圳市"),
        ("昆都仑区能办吗", "昆都仑区"),
        ("昆山", "昆山市"),
    ],
)
def test_places_are_found_by_full_and_short_names(text: str, name: str) -> None:
    assert [place.name for place in gazetteer().find(text)] == [name]


@pytest.mark.parametrize("text", ["安全生产", "东方红", "学徒补贴多少钱", "临时工算不算"])
def test_everyday_words_are_no_places(text: str) -> None:
    assert gazetteer().find(text) == []


@pytest.mark.parametrize("question", ["赤峰的学徒补贴多少", "北京技师能评什么职称", "兴安盟学徒补贴有没有"])
def test_another_region_is_refused_with_its_name(question: str) -> None:
    reply = GUARD(asked(question), ANSWER)
    assert reply.status == "not_covered"
    assert not reply.citations
    assert gazetteer().find(question)[0].name in reply.text


@pytest.mark.parametrize(
    "question", ["包头学徒补贴多少", "青山区的厂子能申请吗", "内蒙的技师待遇", "赤峰人在包头上班能享受吗"]
)
def test_the_policys_own_region_and_what_holds_it_pass(question: str) -> None:
    assert GUARD(asked(question), ANSWER) is ANSWER


def test_foreign_places_say_where_not_what() -> None:
    assert GUARD.without_foreign("赤峰的学徒补贴") == "的学徒补贴"
    assert GUARD.without_foreign("包头的学徒补贴") == "包头的学徒补贴"
