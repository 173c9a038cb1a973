import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models import Policy
from corpus.reading import parse_policy
from corpus.references import Linker, Reference, is_marked_superseded, look_up, mentions, paragraphs

LABOUR = """中华人民共和国劳动法
1994年7月5日 第八届全国人民代表大会常务委员会第八次会议通过
第一条 为了保护劳动者，制定本法。
第二条 适用本法。
第一款之外，依照前款办理。
前两款规定的除外：
（一）公务员；
（二）军人。
第三条 依照本法第二条第二款、第一条和《中华人民共和国工会法》第九条执行。
第四条 违反前条的，依照《中华人民共和国社会保险法》（以下简称社保法）处理。
第五条 依照社保法第二条和社会保险法第一条办理；基本条件另定。
第六条 本法自1995年1月1日起施行。
"""
INSURANCE = "社会保险法\n第一条 社会保险。\n第二条 下列保险：\n（一）工伤；\n（二）失业。\n本条例外另定。"
OLD = "职业教育法\n1996年5月15日 某会议通过\n第一条 旧文。\n第二条 本法自1996年9月1日起施行。"
NEW = "职业教育法\n2022年4月20日 某会议修订\n第一条 新文。\n第二条 本法自2022年5月1日起施行。"
CITY = "包头市关于进一步推动技能强企工作的实施意见\n一、甲事。\n二、乙事。\n包头市人力资源和社会保障局"


@pytest.fixture(scope="module")
def policies() -> list[Policy]:
    return [
        parse_policy(CITY, "city-skills"),
        parse_policy(LABOUR, "labour"),
        parse_policy(INSURANCE, "insurance"),
        parse_policy(OLD, "职业教育法_旧版_1996"),
        parse_policy(NEW, "职业教育法_2022"),
    ]


def found(question: str, policies: list[Policy], default: str | None = None) -> list[str]:
    hits = look_up(question, policies, default)
    return [
        f"{hit.policy.id}/{hit.clause.path}" + (f"~{hit.place.paragraph}" if hit.place.paragraph else "")
        for hit in hits
    ]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("劳动法第三条", ["labour/3"]),
        ("《中华人民共和国劳动法》第3条怎么规定的", ["labour/3"]),
        ("请问劳动法的第 ３ 条是什么", ["labour/3"]),
        ("劳动法3条", ["labour/3"]),
        ("劳动法第二条第二款", ["labour/2~2"]),
        ("劳动法第二条第（二）项", ["labour/2.2"]),
        ("劳动法第二条第三款第一项", ["labour/2.1~3"]),
        ("劳动法第一条、第二条和社保法第二条", ["labour/1", "labour/2", "insurance/2"]),
        ("劳动法第一条至第三条", ["labour/1", "labour/2", "labour/3"]),
        ("技能强企意见第二条", ["city-skills/2"]),
        ("city 第二条", ["city-skills/2"]),
        ("第二条原文", ["city-skills/2"]),
        ("这个办法的第二条", ["city-skills/2"]),
        ("职业教育法第一条", ["职业教育法_2022/1"]),
        ("职业教育法旧版第一条", ["职业教育法_旧版_1996/1"]),
        ("2010年的职业教育法第一条", ["职业教育法_旧版_1996/1"]),
        ("劳动法第二百条", []),
        ("劳动法第一条第九款", []),
        ("民法典第一条", []),
        ("《民法典》第一条", []),
        ("有什么条件", []),
        ("", []),
    ],
)
def test_a_question_finds_exactly_the_places_it_names(question: str, places: list[str], policies: list[Policy]) -> None:
    assert found(question, policies) == places


def test_a_number_alone_means_the_text_spoken_of(policies: list[Policy]) -> None:
    assert found("第二条呢", policies, default="insurance") == ["insurance/2"]
    assert found("第二条呢", [policies[1]]) == ["labour/2"]


def test_a_whole_article_comes_with_its_items(policies: list[Policy]) -> None:
    hit = look_up("社会保险法第二条", policies)[0]
    assert [s.text for s in hit.sentences] == ["下列保险：", "工伤；", "失业。", "本条例外另定。"]


def test_a_paragraph_comes_with_its_own_items_alone(policies: list[Policy]) -> None:
    hit = look_up("社会保险法第二条第一款", policies)[0]
    assert [s.text for s in hit.sentences] == ["下列保险：", "工伤；", "失业。"]
    hit = look_up("社会保险法第二条第二款", policies)[0]
    assert [s.text for s in hit.sentences] == ["本条例外另定。"]


def test_a_place_that_does_not_exist_is_still_mentioned(policies: list[Policy]) -> None:
    mention = mentions("劳动法第二百条", policies)[0]
    assert (mention.name, [policy.id for policy in mention.policies], mention.place.article) == (
        "劳动法",
        ["labour"],
        "200",
    )


def links(policies: list[Policy], sentence_id: str) -> list[Reference]:
    policy = next(policy for policy in policies if sentence_id.startswith(f"{policy.id}/"))
    return Linker(policies).references(policy.sentence(sentence_id), policy)


def targets(references: list[Reference]) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(r.text, r.policy_id, r.path, r.paragraph) for r in references]


def test_own_and_named_articles_are_resolved(policies: list[Policy]) -> None:
    assert targets(links(policies, "labour/3#1")) == [
        ("本法第二条第二款", "labour", "2", 2),
        ("第一条", "labour", "1", None),
        ("《中华人民共和国工会法》第九条", None, None, None),
    ]


def test_short_names_that_the_text_introduces_are_resolved(policies: list[Policy]) -> None:
    assert targets(links(policies, "labour/5#1")) == [
        ("社保法第二条", "insurance", "2", None),
        ("社会保险法第一条", "insurance", "1", None),
    ]


def test_relative_references_count_from_where_they_stand(policies: list[Policy]) -> None:
    assert targets(links(policies, "labour/2#2")) == [("前款", "labour", "2", 1)]
    assert targets(links(policies, "labour/2#3")) == [("前两款", "labour", "2", 1), ("前两款", "labour", "2", 2)]
    assert targets(links(policies, "labour/4#1"))[0] == ("前条", "labour", "3", None)


def test_words_that_only_look_like_references_are_none(policies: list[Policy]) -> None:
    assert links(policies, "labour/5#2") == []
    assert links(policies, "insurance/2#2") == []


def test_references_are_verbatim_in_their_sentence(policies: list[Policy]) -> None:
    for policy in policies:
        linker = Linker(policies)
        for sentence in policy.sentences():
            for reference in linker.references(sentence, policy):
                assert sentence.text[reference.start : reference.end] == reference.text


def test_paragraphs_are_the_lines_of_an_article(policies: list[Policy]) -> None:
    labour = policies[1]
    assert [group[0].text for group in paragraphs(labour, labour.clause("2"))] == [
        "适用本法。", "第一款之外，依照前款办理。", "前两款规定的除外：",
    ]  # fmt: skip


def test_an_old_version_is_known_by_its_mark(policies: list[Policy]) -> None:
    assert [is_marked_superseded(policy) for policy in policies] == [False, False, False, True, False]


@given(st.text(alphabet="劳动法社保第一二百0123条款项（）《》的和至、 baotou旧版年"))
def test_no_question_is_too_strange(question: str) -> None:
    policies = [parse_policy(LABOUR, "labour"), parse_policy(INSURANCE, "insurance")]
    for hit in look_up(question, policies):
        assert hit.sentences


SETTLED = "退役军人安置条例\n第一条 甲。\n第二条 乙。\n第三条 丙。"
STAFF = "事业单位人事管理条例\n第一条 甲。"


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("退役士兵安置条例第三条", []),
        ("学位条例第一条", []),
        ("退役军人条例第三条", ["settled/3"]),
        ("国家的军人安置条例第三条", ["settled/3"]),
        ("人事管理条例第一条", ["staff/1"]),
        ("退役军人安置条例1条到3条", ["settled/1", "settled/2", "settled/3"]),
    ],
)
def test_the_name_of_another_document_is_not_cut_down_to_one_that_is_held(question: str, places: list[str]) -> None:
    assert found(question, [parse_policy(SETTLED, "settled"), parse_policy(STAFF, "staff")]) == places


def test_an_item_of_the_paragraph_before_is_linked_itself() -> None:
    text = "工伤条例\n第一条 有下列情形之一的：\n（一）甲；\n（二）乙。\n职工有前款第（一）项情形的，享受待遇。"
    policy = parse_policy(text, "x")
    links = [
        (reference.text, reference.path)
        for sentence in policy.sentences()
        for reference in Linker([policy]).references(sentence, policy)
    ]
    assert links == [("前款第（一）项", "1.1")]


def test_a_short_name_set_off_by_a_blank_is_learnt() -> None:
    held = parse_policy("职工带薪年休假条例\n第一条 甲。\n第五条 乙。", "leave")
    text = "实施办法\n第一条 为了实施《职工带薪年休假条例》 （以下简称条例），制定本办法。\n第二条 依照条例第五条办理。"
    policy = parse_policy(text, "x")
    sentence = policy.clause("2").sentences[0]
    (link,) = Linker([policy, held]).references(sentence, policy)
    assert (link.policy_id, link.path) == ("leave", "5")
