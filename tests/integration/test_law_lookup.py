"""Look-ups by number over the 45 statutes, by every name that people use."""

import json
import random
from pathlib import Path

import cn2an  # type: ignore[import-untyped]
import pytest

from corpus.library import load_policies
from corpus.models import Policy
from corpus.reading import parse_policy
from corpus.references import Linker, look_up

LAWS = Path(__file__).parents[2].parent / "shared" / "data" / "laws"
pytestmark = pytest.mark.skipif(not LAWS.is_dir(), reason="the statutes are not beside the repository")

# What people call them; each written down by hand.
CALLED = {
    "中华人民共和国社会保险法": "社保法",
    "工伤保险条例": "工伤条例",
    "中华人民共和国劳动争议调解仲裁法": "劳动仲裁法",
    "职工带薪年休假条例": "年休假条例",
    "住房公积金管理条例": "公积金条例",
    "城市居民最低生活保障条例": "低保条例",
    "保障农民工工资支付条例": "农民工工资条例",
    "女职工劳动保护特别规定": "女职工规定",
    "企业职工带薪年休假实施办法": "年休假办法",
    "劳动保障监察条例": "劳动监察条例",
    "中华人民共和国妇女权益保障法": "妇女法",
    "中华人民共和国民办教育促进法实施条例": "民办教育条例",
    "医疗保障基金使用监督管理条例": "医保基金条例",
    "禁止使用童工规定": "童工规定",
    "社会救助暂行办法": "社会救助办法",
    "失业保险条例": "失业条例",
}


@pytest.fixture(scope="module")
def current() -> list[Policy]:
    return [policy for policy in held() if "旧版" not in policy.id and policy.id != "baotou-jineng-qiangqi"]


def held() -> list[Policy]:
    files = sorted(LAWS.glob("*.txt"))
    return [*load_policies(), *(parse_policy(path.read_text(encoding="utf-8"), path.stem) for path in files)]


def test_two_hundred_look_ups_all_find_exactly_their_article(current: list[Policy]) -> None:
    everything = held()
    articles = {json.loads(row)["title"]: json.loads(row)["articles"] for row in _manifest() if "旧版" not in row}
    chooser = random.Random(20240301)  # noqa: S311 - a repeatable choice
    wrong: list[str] = []
    for index in range(200):
        policy = current[index % len(current)]
        number = chooser.randint(1, articles[policy.title])
        spelled = str(cn2an.an2cn(number))
        spelled = spelled.removeprefix("一") if 10 <= number < 20 else spelled
        short = policy.title.removeprefix("中华人民共和国")
        name = chooser.choice(
            [policy.title, short, f"《{policy.title}》", f"《{short}》", CALLED.get(policy.title, short)]
        )
        written = chooser.choice([f"第{spelled}条", f"第{number}条", f"第{spelled}条是什么", f"的第{number}条怎么规定"])
        question = chooser.choice(["", "请问", "帮我查一下"]) + name + written
        hits = look_up(question, everything)
        line = next(
            line for line in policy.text.split("\n") if line.startswith((f"第{spelled}条 ", f"第{spelled}条\u3000"))
        )
        content = line.split(maxsplit=1)[1] if len(line.split(maxsplit=1)) > 1 else ""
        is_right = len(hits) == 1 and hits[0].policy.id == policy.id and content.startswith(hits[0].sentences[0].text)
        if not is_right:
            wrong.append(question)
    assert wrong == []


def _manifest() -> list[str]:
    return (LAWS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("劳动合同法第三十九条", "劳动者有下列情形之一的，用人单位可以解除劳动合同"),
        ("劳动法第四十六条第二款", "工资水平在经济发展的基础上逐步提高。"),
        ("第七条原文", "引导企业建立健全体现技能价值激励导向的薪酬分配制度"),
        ("baotou … 第三条", "全力打造“教育高地”"),
        ("劳动合同法第四十条第（二）项", "劳动者不能胜任工作"),
    ],
)
def test_look_ups_that_must_not_fail(question: str, begins: str) -> None:
    hits = look_up(question, held())
    assert len(hits) == 1
    assert hits[0].sentences[0].text.startswith(begins)


def test_the_old_version_is_found_where_it_is_asked_for() -> None:
    hits = look_up("职业教育法旧版第二条", held())
    assert [hit.policy.id for hit in hits] == ["中华人民共和国职业教育法_旧版_1996-05-15"]


def test_every_numbered_reference_inside_the_statutes_that_names_a_held_text_resolves() -> None:
    policies = held()
    linker = Linker(policies)
    dangling = [
        (sentence.id, reference.text)
        for policy in policies
        for sentence in policy.sentences()
        for reference in linker.references(sentence, policy)
        if reference.policy_id and reference.path is None and not reference.text.endswith("》")
    ]
    assert dangling == []


def test_references_between_statutes() -> None:
    policies = {policy.id: policy for policy in held()}
    source = policies["中华人民共和国劳动合同法实施条例_2008-09-18"]
    found = Linker(list(policies.values())).references(source.sentence(f"{source.id}/22#1"), source)
    assert [(r.policy_id, r.path) for r in found] == [("中华人民共和国劳动合同法_2012-12-28", "47")]
