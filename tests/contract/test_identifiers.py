"""The identifiers of the first policy, which everything else refers to."""

import pytest

from corpus.library import load_policies
from corpus.models import Policy
from corpus.reading import parse_policy


@pytest.fixture(scope="module")
def policy() -> Policy:
    return next(policy for policy in load_policies() if policy.id == "baotou-jineng-qiangqi")


@pytest.mark.parametrize(
    ("sentence", "begins", "ends"),
    [
        ("title#1", "关于进一步推动技能强企工作的实施意见", "实施意见"),
        ("addressees#1", "各旗县区人社局、", "税务局:"),
        ("preamble#1", "为深入贯彻自治区人力资源和社会保障厅等8部门", "提出如下实施意见。"),
        ("1#2", "突破企业自主评价范围", "按规定落实待遇。"),
        ("3#7", "鼓励公办职业学校、技工院校", "核定基数。"),
        ("4#1", "深化产教融合,全面推行", "每人每年6000元—8000元的培训补贴。"),
        ("4#2", "支持企业按需设立学徒岗位", "从入职开始按规定予以补贴。"),
        ("6#6", "对解决重大工艺技术难题", "可破格晋升职业技能等级。"),
        ("6#7", "支持取得相应职业高级工", "职称评审。"),
        ("7#1", "引导企业建立健全", "技高者多得。"),
        ("7#8", "推动企业建立内部技能岗位等级", "稳步提升。"),
        ("8#7", "对企业聘用的特级技师", "特级技师薪酬待遇。"),
        ("8#8", "用人单位在聘的高技能人才", "享受同等待遇。"),
        ("9#2", "按规定落实职工教育经费税前扣除政策", "挂钩。"),
        ("issuers#1", "包头市人力资源和社会保障局", "包头市妇女联合会"),
    ],
)
def test_identifier_names_this_sentence(policy: Policy, sentence: str, begins: str, ends: str) -> None:
    text = policy.sentence(f"baotou-jineng-qiangqi/{sentence}").text
    assert text.startswith(begins)
    assert text.endswith(ends)


def test_the_body_has_nine_clauses(policy: Policy) -> None:
    body = [clause for clause in policy.clauses if clause.path.isdigit()]
    assert [clause.label for clause in body] == [f"第{n}条" for n in "一二三四五六七八九"]
    assert [len(clause.sentences) for clause in body] == [2, 6, 8, 3, 6, 7, 8, 8, 2]
    assert body[0].heading == "打造产教评技能生态链"
    assert body[3].heading == "大力推行中国特色学徒制"


def test_labels_outside_the_body(policy: Policy) -> None:
    assert {policy.clause(path).label for path in ("title", "addressees", "preamble", "issuers")} == {
        "标题", "主送机关", "引言", "发文机关",
    }  # fmt: skip


def test_the_twelve_issuers_are_one_sentence(policy: Policy) -> None:
    assert len(policy.clause("issuers").sentences) == 1
    assert policy.clause("issuers").sentences[0].text.count("\n") == 11
    assert len(policy.metadata.issuers) == 12


def test_what_the_text_does_not_state_stays_empty(policy: Policy) -> None:
    metadata = policy.metadata
    assert metadata.document_number is None
    assert (metadata.written_on, metadata.published_on, metadata.effective_from, metadata.effective_to) == (None,) * 4


def test_the_document_it_rests_on_is_named_with_its_number(policy: Policy) -> None:
    assert "内人社办发〔2025〕93号" in policy.metadata.rests_on[0].value


def test_stored_text_is_verbatim_without_web_residue(policy: Policy) -> None:
    assert policy.text.endswith("包头市妇女联合会")
    assert all(policy.text[s.start : s.end] == s.text for s in policy.sentences())


def test_clause_paths_follow_every_form_of_numbering() -> None:
    opinions = parse_policy(
        "某市关于促进就业的意见\n各区人民政府：\n现提出如下意见。\n四、支持政策\n（一）补贴\n（二）培训\n"
        "1.开展培训。\n3.每人补贴500元。\n某市人力资源和社会保障局\n2024年3月5日\n附件1\n申请表\n姓名、性别。\n",
        "opinions",
    )
    assert opinions.sentence("opinions/4.2.3#1").text == "每人补贴500元。"
    outside = {clause.path for clause in opinions.clauses if clause.parent is None}
    assert outside >= {"title", "addressees", "preamble", "4", "issuers", "attachment1"}
    statute = parse_policy(
        "某市补贴条例\n第一章 总则\n第十四条 申请人应当符合下列条件：\n（一）具有本市户籍；\n（二）缴费满六个月。\n",
        "statute",
    )
    assert statute.sentence("statute/14.2#1").text == "缴费满六个月。"
