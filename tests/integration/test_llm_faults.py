"""A fake endpoint misbehaves in every way listed; each question still ends in time, with nothing unchecked."""

import asyncio
import json
import time
from collections.abc import AsyncIterator

import pytest

from bot.answering.gate import Statement
from bot.llm import GeneratedDraft
from bot.llm.agent import load_agents
from tests.integration import fake_llm as fake
from tests.integration.llm_world import DEADLINE_S, PATIENT_S, POLICY, full, generator, request, reworded

GOOD = ("每人每年补贴6000元到8000元，补给企业。", [full("4#1")])
ALSO_GOOD = ("签1年以上劳动合同的，从入职开始按规定给补贴。", [full("4#2")])


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """The server imports these when it starts; here no test should pay for it."""
    load_agents()
    with fake.fake_llm(fake.submits(GOOD)) as server:
        asyncio.run(reworded(generator(server.url), request("学徒补贴", "4#1")))


async def collect(events: AsyncIterator[Statement | GeneratedDraft]) -> list[Statement | GeneratedDraft]:
    return [event async for event in events]


def ask(
    *script: fake.Behaviour, deadline_s: float = PATIENT_S
) -> tuple[list[str], GeneratedDraft | None, fake.FakeServer]:
    """What was shown, the draft at the end, and the server; fails where it took too long."""
    with fake.fake_llm(*script) as server:
        started = time.monotonic()
        events = asyncio.run(
            collect(generator(server.url, llm_deadline_s=deadline_s).stream(request("学徒补贴多少钱", "4#1", "4#2")))
        )
        assert time.monotonic() - started <= deadline_s + 1
        shown = [event.text for event in events if isinstance(event, Statement)]
        drafts = [event for event in events if isinstance(event, GeneratedDraft)]
        return shown, drafts[0] if drafts else None, server


def test_a_good_answer_is_shown_statement_by_statement_and_ends_in_a_draft() -> None:
    shown, draft, _ = ask(fake.submits(GOOD, ALSO_GOOD))
    assert shown == [GOOD[0], ALSO_GOOD[0]]
    assert draft is not None
    assert [statement.text for statement in draft.statements] == shown
    assert draft.completeness == "complete"


def test_json_in_plain_text_serves_models_without_tools() -> None:
    text = json.dumps(
        {"statements": [{"text": GOOD[0], "ids": ["4#1"]}], "completeness": "partial"}, ensure_ascii=False
    )
    shown, draft, _ = ask(fake.says(f"好的，答案如下：```json\n{text}\n```"))
    assert shown == [GOOD[0]]
    assert draft is not None
    assert draft.completeness == "partial"
    assert draft.statements[0].citation_ids == (full("4#1"),)


@pytest.mark.parametrize(
    "behaviour",
    [
        fake.is_silent(10),
        fake.drips("data: {", 0.5),
        fake.is_page,
        fake.is_broken_json,
        fake.refuses_with(401),
        fake.refuses_with(404),
        fake.refuses_with(500),
        fake.refuses_with(429, retry_after="60"),
        fake.calls("search_policy", '{"query": "补贴"}'),
        fake.calls("no_such_tool", "{}"),
        fake.calls("read_clause", '{"nonsense": 1}'),
        fake.calls("submit_answer", '{"statements": "全部"}'),
        fake.calls("submit_answer", "[1, 2"),
        fake.writes_endlessly(100_000),
        fake.says("我不知道" * 10),
        fake.says(""),
        fake.submits(completeness="none"),
    ],
    ids=lambda behaviour: getattr(behaviour, "__qualname__", "").split(".")[0],
)
def test_a_useless_endpoint_leaves_the_extract_standing(behaviour: fake.Behaviour) -> None:
    shown, draft, _ = ask(behaviour, deadline_s=DEADLINE_S)
    assert shown == []
    assert draft is None


def test_a_refused_connection_leaves_the_extract_standing() -> None:
    started = time.monotonic()
    draft = asyncio.run(
        reworded(generator("http://127.0.0.1:9/v1", llm_deadline_s=DEADLINE_S), request("学徒补贴多少钱", "4#1"))
    )
    assert draft is None
    assert time.monotonic() - started <= DEADLINE_S + 1


def test_a_half_answer_is_never_taken_for_a_whole_one() -> None:
    shown, draft, _ = ask(fake.is_cut_short(GOOD[0], GOOD[1][0]))
    assert shown == [GOOD[0]]
    assert draft is None


def test_one_retry_honours_retry_after() -> None:
    shown, draft, server = ask(fake.refuses_with(429, retry_after="0"), fake.submits(GOOD))
    assert shown == [GOOD[0]]
    assert draft is not None
    assert len(server.requests) == 2


def test_there_is_no_second_retry() -> None:
    _, _, server = ask(fake.refuses_with(503, retry_after="0"))
    assert len(server.requests) == 2


def test_wrong_tool_calls_are_answered_and_the_model_may_mend_them() -> None:
    wrong = [fake.calls("no_such_tool", "{}"), fake.calls("read_clause", '{"nonsense": 1}')]
    shown, draft, server = ask(*wrong, fake.submits(GOOD))
    assert shown == [GOOD[0]]
    assert draft is not None
    assert len(server.requests) == 3


def test_what_a_tool_retrieves_may_be_cited() -> None:
    read = fake.calls("read_clause", json.dumps({"policy_id": POLICY.id, "path": "9"}))
    shown, draft, _ = ask(read, fake.submits(("至少60%用于一线职工教育和培训。", ["9#2"])))
    assert shown == ["至少60%用于一线职工教育和培训。"]
    assert draft is not None
    assert draft.statements[0].citation_ids == (full("9#2"),)


@pytest.mark.parametrize(
    ("text", "ids", "reason"),
    [
        ("每人每年补贴7000元到8000元，补给企业。", ["4#1"], "number"),
        ("每人每月补贴6000元到8000元，补给企业。", ["4#1"], "unit"),
        ("每人每年最低补贴8000元，补给企业。", ["4#1"], "direction"),
        ("企业不能享受学徒培训补贴。", ["4#1"], "negation"),
        ("每人每年补贴6000元到8000元，补给企业。", ["4#99"], "unknown_citation"),
        ("每人每年补贴6000元到8000元，补给企业。", ["other-policy/4#1"], "unknown_citation"),
        ("每人每年补贴6000元到8000元，补给企业。", [], "uncited"),
        ("至少60%用于一线职工教育和培训。", ["9#2"], "unknown_citation"),
        ("至少60%用于一线职工教育和培训。", ["4#1"], "number"),
        ("根据第五条，每人每年补贴6000元到8000元。", ["4#1"], "clause"),
        ("<script>alert(1)</script>每人每年补贴6000元到8000元。", ["4#1"], "markup"),
        ("点击 http://evil.example/x 领取补贴。", ["4#1"], "link"),
        ("请到市教育局申请培训补贴。", ["4#1"], "name"),
        ("原文写着“每个学徒都能无条件领取补贴资金”。", ["4#1"], "quote"),
        ("只根据“资料”里的句子和工具返回的结果写培训补贴。", ["4#1"], "leak"),
        ("今天天气晴朗适合出门踏青游玩拍照。", ["4#1"], "overlap"),
    ],
)
def test_a_false_statement_is_dropped_and_noted(text: str, ids: list[str], reason: str) -> None:
    shown, draft, _ = ask(fake.submits((text, ids), GOOD))
    assert shown == [GOOD[0]]
    assert draft is not None
    assert [failure.reason for failure in draft.dropped] == [reason]


def test_nothing_left_tells_only_what_was_stopped() -> None:
    shown, draft, _ = ask(fake.submits(("每人每年补贴9000元。", ["4#1"])))
    assert shown == []
    assert draft is not None
    assert draft.statements == ()
    assert [failure.reason for failure in draft.dropped] == ["number"]


def test_the_model_is_sent_masked_text_and_no_key() -> None:
    with fake.fake_llm(fake.submits(GOOD)) as server:
        built = generator(server.url, llm_api_key="sk-secret", llm_never_send="机密项目,re:内部\\d+号")
        asyncio.run(reworded(built, request("我电话13800001111，机密项目按内部7号文能领学徒补贴吗", "4#1", "4#2")))
        sent = json.dumps(server.requests, ensure_ascii=False)
    assert "[手机号]" in sent
    for secret in ("13800001111", "机密项目", "内部7号", "sk-secret"):
        assert secret not in sent


def test_a_passage_that_may_not_be_sent_is_left_out_whole() -> None:
    with fake.fake_llm(fake.submits(GOOD)) as server:
        asyncio.run(reworded(generator(server.url, llm_never_send="实习协议"), request("学徒补贴", "4#1", "4#2")))
        sent = json.dumps(server.requests, ensure_ascii=False)
    assert "6000元—8000元" in sent
    assert "劳动合同" not in sent


def test_a_reader_who_leaves_ends_the_work() -> None:
    async def leave_early(url: str) -> set[str]:
        events = generator(url).stream(request("学徒补贴", "4#1"))
        async for _ in events:
            break
        await events.aclose()
        await asyncio.sleep(0.2)
        return {task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()}

    with fake.fake_llm(fake.is_cut_short(GOOD[0], GOOD[1][0])) as server:
        assert asyncio.run(leave_early(server.url)) == set()


def test_the_breaker_spares_a_dead_endpoint_and_tries_again_later() -> None:
    async def ask_often(url: str) -> None:
        built = generator(url)
        for _ in range(5):
            await reworded(built, request("学徒补贴", "4#1"))

    with fake.fake_llm(fake.refuses_with(401)) as server:
        asyncio.run(ask_often(server.url))
        assert len(server.requests) == 3


def test_plain_sentences_of_a_small_model_pass_the_same_gate() -> None:
    said = "每人每年补贴6000元到8000元，补给企业。每人每年补贴9000元，补给企业。没有写完的一"
    with fake.fake_llm(fake.says(said)) as server:
        built = generator(server.url, llm_output="plain")
        draft = asyncio.run(reworded(built, request("学徒补贴多少钱", "4#1", "4#2")))
        (sent,) = server.requests
    assert draft is not None
    assert [statement.citation_ids for statement in draft.statements] == [(full("4#1"),)]
    assert [failure.reason for failure in draft.dropped] == ["number"]
    assert "tools" not in sent
    assert full("4#1") not in json.dumps(sent, ensure_ascii=False)
