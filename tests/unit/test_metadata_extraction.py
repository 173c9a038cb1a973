from datetime import date

import pytest

from corpus.errors import DataError
from corpus.models import PolicyMetadata
from corpus.reading import parse_policy

NOTICE = """包头市人力资源和社会保障局
包头市财政局文件
包人社发〔2024〕15号
关于印发《包头市职业培训补贴办法》的通知
各旗县区人社局、财政局，各有关企业：
根据《就业补助资金管理办法》（财社〔2017〕164号）和《中华人民共和国就业促进法》，制定本办法。
一、按照《保密法》办理证件，证件有效期3年。
二、本办法自2024年5月1日起施行，有效期5年。《包头市培训补贴暂行办法》（包人社发〔2019〕3号）同时废止。
包头市人力资源和社会保障局　包头市财政局
二〇二四年四月十五日
（此件公开发布）
"""


def metadata(text: str) -> PolicyMetadata:
    return parse_policy(text, "x").metadata


def test_everything_that_a_notice_states_of_itself() -> None:
    found = metadata(NOTICE)
    assert found.title == "关于印发《包头市职业培训补贴办法》的通知"
    assert found.document_number == "包人社发〔2024〕15号"
    assert found.issuers == ("包头市人力资源和社会保障局", "包头市财政局")
    assert found.addressees == ("各旗县区人社局", "财政局", "各有关企业")
    assert found.written_on == date(2024, 4, 15)
    assert found.effective_from == date(2024, 5, 1)
    assert found.effective_to == date(2029, 4, 30)
    assert [stated.value for stated in found.rests_on] == [
        "《就业补助资金管理办法》（财社〔2017〕164号）", "《中华人民共和国就业促进法》",
    ]  # fmt: skip
    assert [stated.value for stated in found.repeals] == ["《包头市培训补贴暂行办法》（包人社发〔2019〕3号）"]
    assert (found.region, found.level) == ("包头市", "city")


def test_each_statement_names_its_sentence() -> None:
    policy = parse_policy(NOTICE, "x")
    evidence = policy.metadata.evidence
    assert evidence["effective_to"].quote == "本办法自2024年5月1日起施行，有效期5年。"
    for stated in [*evidence.values(), *policy.metadata.rests_on, *policy.metadata.repeals]:
        assert policy.sentence(stated.sentence_id).text == stated.quote
        assert 0 < stated.confidence <= 1


def test_what_is_not_stated_is_empty() -> None:
    found = metadata("关于某事的通知\n一、依照《办法》（包人社发〔2020〕1号）办理，2021年1月1日起有新规定。")
    assert found.document_number is None
    assert (found.written_on, found.published_on, found.effective_from, found.effective_to) == (None,) * 4
    assert (found.issuers, found.repeals, found.region, found.level) == ((), (), None, None)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("本通知自印发之日起施行。", date(2024, 3, 1), None),
        ("本通知自发布之日起30日后施行，有效期至2026年12月31日。", date(2024, 3, 31), date(2026, 12, 31)),
        ("本实施办法自2024年４月1日起执行，试行期两年。", date(2024, 4, 1), date(2026, 3, 31)),
        ("本意见自二〇二四年二月二十九日起实施，有效期1年。", date(2024, 2, 29), date(2025, 2, 27)),
        ("《社会保险法》自2011年7月1日起施行。", None, None),
        ("证书自2024年1月1日起有效期三年。", None, None),
        ("本通知自2024年13月45日起施行。", None, None),
    ],
)
def test_from_when_and_until_when_it_holds(sentence: str, start: date | None, end: date | None) -> None:
    found = metadata(f"关于某事的通知\n一、甲事。\n二、{sentence}\n包头市财政局\n2024年3月1日")
    assert (found.effective_from, found.effective_to) == (start, end)


def test_an_amended_statute_holds_in_this_wording_from_its_amendment() -> None:
    history = "1994年7月5日 某会议通过\n2018年12月29日 某会议《关于修改〈某法〉的决定》第二次修正"
    found = metadata(f"某某法\n{history}\n第一条 甲。\n第二条 本法自1995年1月1日起施行。")
    assert (found.written_on, found.effective_from, found.version_from) == (
        date(2018, 12, 29), date(1995, 1, 1), date(2018, 12, 29),
    )  # fmt: skip


def test_a_statute_in_force_since_its_publication_keeps_its_first_day() -> None:
    history = "1992年4月3日 第七届全国人民代表大会第五次会议通过\n2021年12月24日 某会议第三次修正"
    found = metadata(f"某某法\n{history}\n第一条 本法自公布之日起施行。")
    assert found.effective_from == date(1992, 4, 3)
    assert found.issuers == ("全国人民代表大会",)


def test_a_decree_is_titled_by_what_it_promulgates() -> None:
    decree = "《专利代理条例》已经修订通过，现予公布，自2019年3月1日起施行。"
    head = f"中华人民共和国国务院令\n第706号\n{decree}\n总理　李克强\n2018年11月6日"
    found = metadata(head + "\n专利代理条例\n第一条 为了规范。\n第二条 其他。")
    assert found.title == "专利代理条例"
    assert found.document_number == "中华人民共和国国务院令第706号"
    assert found.issuers == ("国务院",)
    assert (found.written_on, found.effective_from) == (date(2018, 11, 6), date(2019, 3, 1))


@pytest.mark.parametrize(
    ("issuer", "region", "level"),
    [
        ("国务院办公厅", None, "national"),
        ("人力资源和社会保障部", None, "national"),
        ("内蒙古自治区人力资源和社会保障厅", "内蒙古自治区", "region"),
        ("内蒙古自治区包头市人民政府", "包头市", "city"),
        ("国家税务总局包头市税务局", "包头市", "city"),
        ("包头市昆都仑区人民政府", "包头市昆都仑区", "county"),
        ("土默特右旗人力资源和社会保障局", "土默特右旗", "county"),
        ("山东省人民政府", "山东省", "region"),
    ],
)
def test_region_and_level_follow_from_the_issuer(issuer: str, region: str | None, level: str | None) -> None:
    found = metadata(f"关于某事的通知\n一、甲事。\n{issuer}\n2024年3月1日")
    assert (found.region, found.level) == (region, level)


def test_a_correction_wins_and_is_certain() -> None:
    policy = parse_policy(
        NOTICE, "x", overrides={"document_number": "包人社发〔2024〕51号", "written_on": date(2024, 4, 16)}
    )
    assert policy.metadata.document_number == "包人社发〔2024〕51号"
    assert policy.metadata.written_on == date(2024, 4, 16)
    assert policy.metadata.evidence["document_number"].confidence == 1


@pytest.mark.parametrize("overrides", [{"titel": "x"}, {"written_on": "soon"}, {"evidence": {}}])
def test_a_correction_that_does_not_fit_is_refused(overrides: dict[str, object]) -> None:
    with pytest.raises(DataError, match=r"policy\.yaml"):
        parse_policy(NOTICE, "x", overrides=overrides)


def test_a_text_without_a_title_is_named_after_its_file() -> None:
    assert parse_policy("一、甲事。", "x", source_name="通知.docx").title == "通知"
    assert parse_policy("", "x").title == "x"


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("本市此前有关规定与本办法不一致的，以本办法为准。", ["本市此前有关规定与本办法不一致的"]),
        ("《甲办法》与本通知不一致的，按本通知执行。", ["《甲办法》"]),
        ("与本办法不一致的，以国家规定为准。", []),
        ("本办法适用于本市企业。", []),
    ],
)
def test_what_gives_way_to_a_text_is_told_with_its_sentence(sentence: str, values: list[str]) -> None:
    found = metadata(f"某市补贴办法\n第一条 为了工作，制定本办法。\n第二条 {sentence}")
    assert [stated.value for stated in found.prevails_over] == values
    assert all(stated.quote == sentence for stated in found.prevails_over)


def test_a_notice_is_in_force_from_the_day_of_its_signature_and_not_from_its_day_on_the_site() -> None:
    head = "发布日期：2018-12-03\n关于印发某预案的函\n各区：\n一、本预案自{}之日起实施。\n某市人民政府\n2005年6月11日"
    assert metadata(head.format("印发")).effective_from == date(2005, 6, 11)
    assert metadata(head.format("发布")).effective_from == date(2018, 12, 3)


def test_the_ministry_whose_meeting_passed_it_is_the_issuer() -> None:
    found = metadata("某实施办法\n2008年7月17日 经人力资源和社会保障部第6次部务会议通过\n第一条 为了工作，制定本办法。")
    assert (found.issuers, found.level) == (("人力资源和社会保障部",), "national")
