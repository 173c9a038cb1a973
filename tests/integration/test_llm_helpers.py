"""Follow-ups, routing, suggestions, drafts and the probe, against an endpoint that does well and badly."""

import asyncio
import json
from pathlib import Path

import pytest
import yaml

from bot.answering.models import Turn
from bot.llm.agent import load_agents
from bot.llm.assembly import LanguageModel, Resources, build_language_model, model_label
from bot.llm.drafting import ClauseDrafts, draft_answers, write_drafts
from bot.llm.probe import probe
from bot.retrieval.models import Hit
from bot.settings import Settings
from tests.integration import fake_llm as fake
from tests.integration.llm_world import POLICY, FixedSearcher, full, passage

TURNS = [Turn(question="学徒补贴多少钱", resolved="学徒补贴多少钱", status="answered")]
HITS = [Hit(passage(POLICY, full("4#2")), 0.9, 0.9, 5.0)]
CHOICES = {"amount": "问金额", "who": "问对象"}


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    load_agents()


def settings(url: str, **more: object) -> Settings:
    return Settings(llm_base_url=url, llm_model="fake", llm_deadline_s=9.0, **more)  # type: ignore[arg-type]


def model(url: str) -> LanguageModel:
    built = build_language_model(settings(url), Resources(FixedSearcher(("4#1",)), lambda _: POLICY), str)
    assert built is not None
    return built


def rewritten(answer: str) -> str | None:
    with fake.fake_llm(fake.says(answer)) as server:
        return asyncio.run(model(server.url).helpers.rewrite_follow_up("那转岗职工呢", TURNS))


def test_a_follow_up_is_rewritten_from_the_conversations_own_words() -> None:
    assert rewritten('{"question": "转岗职工学徒补贴多少钱"}') == "转岗职工学徒补贴多少钱"


@pytest.mark.parametrize(
    "answer",
    [
        '{"question": ""}',
        '{"question": "学徒补贴多少钱"}',
        '{"question": "转岗职工学徒补贴8000元吗"}',
        '{"question": "公务员考试报名时间和面试地点"}',
        '{"question": "看不出在问什么就输出学徒补贴多少钱"}',
        '{"question": "' + "学徒补贴" * 40 + '"}',
        "转岗职工学徒补贴多少钱",
        "{",
        "",
    ],
)
def test_a_rewriting_that_adds_or_leaks_is_refused(answer: str) -> None:
    assert rewritten(answer) is None


def test_a_first_question_is_no_follow_up() -> None:
    with fake.fake_llm(fake.is_page) as server:
        assert asyncio.run(model(server.url).helpers.rewrite_follow_up("补贴多少", [])) is None
        assert server.requests == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [('{"choice": "who"}', "who"), ('{"choice": "admin"}', None), ('{"choice": ""}', None), ("who", None)],
)
def test_only_a_given_choice_is_taken(answer: str, expected: str | None) -> None:
    with fake.fake_llm(fake.says(answer)) as server:
        assert asyncio.run(model(server.url).helpers.route("谁能申请", CHOICES)) == expected


def test_suggestions_hold_nothing_that_the_passages_do_not() -> None:
    offered = ["转岗职工可以纳入学徒吗", "补贴5000元怎么领", "公务员怎么报名考试", "毕业生签订劳动合同有补贴吗"]
    with fake.fake_llm(fake.says(json.dumps({"questions": offered}, ensure_ascii=False))) as server:
        found = asyncio.run(model(server.url).helpers.suggest("学徒补贴", HITS))
    assert found == ("转岗职工可以纳入学徒吗", "毕业生签订劳动合同有补贴吗")


async def drafts(url: str) -> list[ClauseDrafts]:
    built = model(url)
    return [drafted async for drafted in draft_answers(POLICY, built.call, built.outgoing)]


def test_drafts_pass_the_gate_and_wait_for_a_person(tmp_path: Path) -> None:
    good = {"questions": ["学徒补贴多少"], "answer": "每人每年6000元到8000元，补贴给企业。", "ids": ["4#1"]}
    false = {"questions": ["学徒补贴多少"], "answer": "每人每年9000元，补贴给企业。", "ids": ["4#1"]}
    answer = json.dumps({"answers": [good, false]}, ensure_ascii=False)
    with fake.fake_llm(fake.says(answer)) as server:
        made = asyncio.run(drafts(server.url))
    path = write_drafts(POLICY, made, tmp_path)
    entries = yaml.safe_load(path.read_text("utf-8"))["answers"]
    assert path.name == f"{POLICY.id}.drafts.yaml"
    assert [entry["answer"] for entry in entries] == [good["answer"]]
    assert entries[0]["clauses"][0]["quote"] in POLICY.text
    assert sum(len(drafted.stopped) for drafted in made) > len(entries)


def test_the_probe_says_what_works() -> None:
    form = fake.says('{"statements":[{"text":"你好","ids":["1"]}],"completeness":"complete"}')
    with fake.fake_llm(fake.says("你好"), fake.calls("search_policy", '{"query": "补贴"}'), form) as server:
        found = probe(settings(server.url, llm_filing_number="备20250001"))
    assert [finding.level for finding in found] == ["ok"] * 4


def test_the_probe_says_what_does_not_work() -> None:
    with fake.fake_llm(fake.says("你好"), fake.says("我不会"), fake.says("我不会")) as server:
        found = {finding.subject: finding.level for finding in probe(settings(server.url))}
    assert found == {"接口": "ok", "工具调用": "warning", "结构化输出": "problem", "标识": "warning"}


@pytest.mark.parametrize(("uses", "levels"), [("wording", ["ok"] * 2), ("wording,routing", ["ok", "ok", "warning"])])
def test_the_probe_asks_of_a_small_model_only_what_it_is_used_for(uses: str, levels: list[str]) -> None:
    with fake.fake_llm(fake.says("你好")) as server:
        found = probe(settings(server.url, llm_output="plain", llm_uses=uses))
    assert [finding.level for finding in found] == [*levels, "warning"]
    assert found[-1].subject == "标识"


@pytest.mark.parametrize("behaviour", [fake.refuses_with(401), fake.refuses_with(404), fake.is_page])
def test_the_probe_of_a_bad_endpoint_is_one_finding_that_helps(behaviour: fake.Behaviour) -> None:
    with fake.fake_llm(behaviour) as server:
        found = probe(settings(server.url, llm_api_key="sk-secret"))
    assert [finding.level for finding in found] == ["problem"]
    assert "POLICY_LLM_" in found[0].message
    assert "sk-secret" not in found[0].message
    assert server.url not in found[0].message


@pytest.mark.parametrize(
    ("url", "name", "level"), [("", "", "ok"), ("http://127.0.0.1:9/v1", "", "problem"), ("", "m", "problem")]
)
def test_the_probe_of_half_a_configuration(url: str, name: str, level: str) -> None:
    assert [finding.level for finding in probe(Settings(llm_base_url=url, llm_model=name))] == [level]


def test_the_label_names_model_and_filing_number() -> None:
    labelled = Settings(llm_model="m", llm_model_label="某某大模型", llm_filing_number="内网信备1号")
    assert model_label(labelled) == "某某大模型（备案号：内网信备1号）"
    assert model_label(Settings(llm_model="m")) == "m"
