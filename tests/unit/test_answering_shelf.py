from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.answering.force import ForceNotices
from bot.answering.models import Question
from bot.answering.shelf import Shelf
from bot.answering.state import Reply
from bot.retrieval.models import Scope
from bot.storage.policies import HeldPolicy
from corpus.models import Citation, PolicyMetadata
from tests.answering_support import asked, gazetteer

TODAY = date(2026, 11, 23)


def held(policy_id: str, title: str, **fields: Any) -> HeldPolicy:
    known = {"region": fields.pop("region", None), "level": fields.pop("level", "national")}
    known["topics"] = fields.pop("topics", ())
    known["document_number"] = fields.pop("document_number", None)
    begins, source = fields.get("begins_on"), fields.pop("source_name", "")
    defaults: dict[str, Any] = {
        "version": 1, "supersedes": None, "superseded_by": None, "is_draft": False, "is_bundled": False,
        "passage_count": 1, "ingested_at": datetime(2025, 1, 1, tzinfo=UTC), "revision": "1", "begins_on": None,
        "ends_on": None, "superseded_from": None,
    }  # fmt: skip
    metadata = PolicyMetadata(title=title, effective_from=begins, **known)
    return HeldPolicy(id=policy_id, title=title, metadata=metadata, source_name=source, **{**defaults, **fields})


OLD = held(
    "edu-1996", "中华人民共和国职业教育法", begins_on=date(1996, 9, 1), superseded_by="edu-2022",
    superseded_from=date(2022, 5, 1), source_name="职业教育法_旧版.txt",
)  # fmt: skip
NEW = held("edu-2022", "中华人民共和国职业教育法", begins_on=date(2022, 5, 1), supersedes="edu-1996", version=2)
LABOUR = held("labour", "中华人民共和国劳动法", begins_on=date(1995, 1, 1))
CONTRACT = held("contract", "中华人民共和国劳动合同法", begins_on=date(2008, 1, 1))
INJURY = held("injury", "工伤保险条例", begins_on=date(2004, 1, 1), topics=("工伤",))
COMING = held("coming", "人工智能促进法", begins_on=date(2027, 1, 1))
ENDED = held("ended", "临时补贴办法", begins_on=date(2020, 1, 1), ends_on=date(2021, 12, 31), level="city")
MAIN = held("main", "关于进一步推动技能强企工作的实施意见", region="包头市", level="city", is_bundled=True)
ELSEWHERE = held("hohhot", "呼和浩特市技能补贴办法", region="呼和浩特市", level="city", begins_on=date(2020, 1, 1))
NUMBERED = held("wages", "工资支付暂行规定", begins_on=date(1995, 1, 1), document_number="劳部发〔1994〕489号")
ALL = (NUMBERED, OLD, NEW, LABOUR, CONTRACT, INJURY, COMING, ENDED, MAIN, ELSEWHERE)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf(ALL, "main", gazetteer(), lambda: TODAY)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("《劳动合同法》里试用期多久", ("contract",)),
        ("劳动法规定加班费怎么算", ("labour",)),
        ("工伤条例对上下班怎么说", ("injury",)),
        ("职业教育法怎么规定企业办学", ("edu-2022",)),
        ("2020年的职业教育法怎么规定企业办学", ("edu-1996",)),
        ("职业教育法旧版怎么规定企业办学", ("edu-1996",)),
        ("人工智能促进法怎么规定", ("coming",)),
        ("劳动法和劳动合同法对试用期的规定", ("labour", "contract")),
    ],
)
def test_a_text_that_is_named_is_meant_in_the_version_of_the_day(shelf: Shelf, text: str, named: tuple[str]) -> None:
    assert shelf.scope_for(text, Question(text=text)).policy_ids == named


@pytest.mark.parametrize("text", ["这样合法吗", "有什么办法", "学徒补贴多少钱", "劳动仲裁合法吗", "对员工规定了什么"])
def test_everyday_words_name_no_text(shelf: Shelf, text: str) -> None:
    assert shelf.scope_for(text, Question(text=text)) == Scope(on=TODAY)


def test_the_day_asked_limits_the_search(shelf: Shelf) -> None:
    text = "2021年的时候年假几天"
    assert shelf.scope_for(text, Question(text=text)) == Scope(on=date(2021, 12, 31))


def test_a_topic_limits_the_search_to_its_texts(shelf: Shelf) -> None:
    text = "工伤方面的规定有哪些"
    assert shelf.scope_for(text, Question(text=text)).policy_ids == ("injury",)


def test_a_text_out_of_force_is_still_found_where_it_is_named(shelf: Shelf) -> None:
    scope = shelf.scope_for("临时补贴办法给多少", Question(text="临时补贴办法给多少"))
    assert scope == Scope(policy_ids=("ended",), on=None)


def test_texts_of_another_region_answer_only_those_who_ask_about_it(shelf: Shelf) -> None:
    assert "hohhot" not in shelf.others(TODAY)
    assert "hohhot" in shelf.others(TODAY, gazetteer().find("呼和浩特市的补贴"))


def test_the_smallest_place_comes_first(shelf: Shelf) -> None:
    assert shelf.rank("main") < shelf.rank("labour")


def test_a_document_in_title_marks_that_is_not_held_is_told(shelf: Shelf) -> None:
    assert shelf.names_unheld("《民法典》怎么规定离婚")
    assert not shelf.names_unheld("《劳动法》怎么规定加班")
    assert not shelf.names_unheld("学徒补贴多少钱")


def reply_citing(policy_id: str) -> Reply:
    title = next(one.title for one in ALL if one.id == policy_id)
    citation = Citation(
        id=f"{policy_id}/1#1", policy_id=policy_id, policy_title=title, label="第一条", heading="", quote="", url=""
    )
    return Reply("answered", "extract", citations=(citation,))


@pytest.mark.parametrize(
    ("text", "policy_id", "said"),
    [
        ("人工智能促进法怎么规定", "coming", "2027年1月1日"),
        ("临时补贴办法给多少", "ended", "已经失效"),
        ("职业教育法旧版第二条", "edu-1996", "旧版本"),
        ("2020年的职业教育法第二条", "edu-1996", "自2022年5月1日起已有新版本"),
        ("2022年的职业教育法第二条", "edu-2022", "换过版本"),
        ("2015年学徒补贴多少钱", "main", "没有写明施行日期"),
    ],
)
def test_what_is_not_plain_about_the_force_is_said(shelf: Shelf, text: str, policy_id: str, said: str) -> None:
    notices = ForceNotices(shelf)(asked(text), reply_citing(policy_id)).notices
    assert len(notices) == 1
    assert said in notices[0]


@pytest.mark.parametrize(("text", "policy_id"), [("试用期多久", "labour"), ("2023年试用期多久", "contract")])
def test_a_text_in_force_needs_no_notice(shelf: Shelf, text: str, policy_id: str) -> None:
    assert ForceNotices(shelf)(asked(text), reply_citing(policy_id)).notices == ()


def test_a_topic_may_be_chosen_beside_the_question(shelf: Shelf) -> None:
    assert shelf.scope_for("要等多久", Question(text="要等多久", topic="工伤")).policy_ids == ("injury",)


@pytest.mark.parametrize("text", ["劳部发〔1994〕489号第三条", "请问劳部发[1994]489号讲什么", "劳部发（1994）第489号"])
def test_a_document_is_named_by_its_number_however_that_is_bracketed(shelf: Shelf, text: str) -> None:
    assert shelf.named(text, TODAY) == ("wages",)
    assert not shelf.names_unheld(text)
    assert "489" not in shelf.without_names(text)


def test_a_number_that_is_not_held_is_no_text_of_ours(shelf: Shelf) -> None:
    assert shelf.names_unheld("国函〔2018〕159号讲什么")
    assert shelf.named("国函〔2018〕159号讲什么", TODAY) == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("职业教育法旧版第二条", "第二条"),
        ("《劳动合同法》里试用期多久", "里试用期多久"),
        ("工伤条例", ""),
        ("学徒补贴", "学徒补贴"),
    ],
)
def test_what_is_asked_of_a_document_is_told_apart_from_its_name(shelf: Shelf, text: str, rest: str) -> None:
    assert shelf.without_names(text) == rest


def test_what_has_not_begun_or_has_ended_is_told_apart_from_what_was_replaced(shelf: Shelf) -> None:
    assert shelf.out_of_force(TODAY) == ("coming", "ended")
    assert "edu-1996" not in shelf.out_of_force(TODAY)
    assert "injury" in shelf.out_of_force(date(1999, 1, 1))


def test_a_text_that_another_one_replaced_is_told_with_the_name_of_that_one() -> None:
    old = held("old", "暂行办法", begins_on=date(2019, 1, 1), superseded_by="labour", superseded_from=date(2024, 5, 1))
    notices = ForceNotices(Shelf([old, LABOUR], None, gazetteer(), lambda: TODAY))(
        asked("暂行办法第二条"),
        replace(
            reply_citing("labour"),
            citations=(reply_citing("labour").citations[0].model_copy(update={"policy_id": "old"}),),
        ),
    ).notices
    assert notices == (
        "《暂行办法》自2024年5月1日起已由《中华人民共和国劳动法》代替或者废止，这里引用的是它原来的规定。",
    )
