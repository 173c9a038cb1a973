"""The real server beside an endpoint that misbehaves: the first byte at once, an end in time, nothing unchecked."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.integration import fake_llm as fake
from tests.integration.processes import environment, free_port, running
from tests.integration.test_server_restart import SERVE

DEADLINE_S = 3.0
QUESTION = "实习协议要不要去人社备案，三方的还是两方的"
"""Answered in the text's own words, so a model may reword it."""
ID = "baotou-jineng-qiangqi/4#2"
GOOD = ("签1年以上劳动合同的，从入职开始按规定给补贴。", [ID])
FALSE = "签2年以上劳动合同的，从入职开始按规定给补贴。"
LEAKED = "只根据“资料”里的句子和工具返回的结果写学徒培训补贴。"
BAD = {
    "silence": fake.is_silent(30),
    "a byte every five seconds": fake.drips("data: {", 5),
    "a page": fake.is_page,
    "broken JSON": fake.is_broken_json,
    "a stream cut short": fake.is_cut_short(GOOD[0], ID),
    "429": fake.refuses_with(429, retry_after="60"),
    "500": fake.refuses_with(500),
    "a wrong tool": fake.calls("no_such_tool", "{}"),
    "wrong arguments": fake.calls("read_clause", '{"nonsense": 1}'),
    "an endless loop of tools": fake.calls("search_policy", '{"query": "补贴"}'),
    "a changed number": fake.submits((FALSE, [ID])),
    "an invented clause": fake.submits((GOOD[0], ["baotou-jineng-qiangqi/4#99"])),
    "another clause's words": fake.submits(("至少60%用于一线职工教育和培训。", [ID])),
    "a leaked prompt": fake.submits((LEAKED, [ID])),
    "a script tag": fake.submits((f"<script>alert(1)</script>{GOOD[0]}", [ID])),
    "100,000 tokens": fake.writes_endlessly(100_000),
}


@pytest.fixture(scope="module")
def endpoint() -> Iterator[fake.FakeServer]:
    with fake.fake_llm(fake.submits(GOOD)) as server:
        yield server


@pytest.fixture(scope="module")
def url(endpoint: fake.FakeServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose model has answered once, so that all is loaded."""
    port, folder = free_port(), tmp_path_factory.mktemp("served")
    settings = {"llm_base_url": endpoint.url, "llm_model": "fake", "llm_deadline_s": str(DEADLINE_S)}
    settings |= {"llm_uses": "wording", "worker_threads": "2"}
    with running([*SERVE, str(port)], port, environment(folder, **settings)):
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 60
        while streamed(address).answer["mode"] != "generated":
            assert time.monotonic() < until
            time.sleep(1)
        yield address


class Streamed:
    """What came of one streamed question: seconds to the first event and to the last, the text shown, the answer."""

    def __init__(self) -> None:
        self.first_s = self.all_s = 0.0
        self.shown = ""
        self.answer: dict[str, Any] = {}


def streamed(url: str) -> Streamed:
    found, event, started = Streamed(), "", time.monotonic()
    headers = {"accept": "text/event-stream"}
    asked = httpx.stream("POST", f"{url}/api/ask", json={"question": QUESTION}, headers=headers, timeout=30)
    with asked as response:
        for line in response.iter_lines():
            found.first_s = found.first_s or time.monotonic() - started
            name, _, value = line.partition(": ")
            event = value if name == "event" else event
            if name == "data" and event == "delta":
                found.shown += json.loads(value)["text"]
            elif name == "data":
                found.answer = json.loads(value)
    found.all_s = time.monotonic() - started
    return found


@pytest.mark.parametrize("name", BAD)
def test_a_bad_endpoint_costs_time_and_nothing_else(url: str, endpoint: fake.FakeServer, name: str) -> None:
    endpoint.script = [fake.submits(GOOD)]
    assert streamed(url).answer["mode"] == "generated"  # and the breaker is closed
    endpoint.script = [BAD[name]]
    found = streamed(url)
    assert found.first_s <= 1
    assert found.all_s <= DEADLINE_S + 1
    assert (found.answer["status"], found.answer["mode"]) == ("partial", "extract")
    assert found.answer["generated_by"] is None
    for text in (FALSE, LEAKED, "<script", "60%", "http"):
        assert text not in found.shown
    stored = httpx.get(f"{url}/api/answers/{found.answer['answer_id']}", timeout=10).json()
    assert stored == found.answer


def test_generated_words_are_labelled_wherever_they_go(url: str, endpoint: fake.FakeServer) -> None:
    endpoint.script = [fake.submits(GOOD)]
    found = streamed(url)
    assert found.shown.endswith(f"【AI生成 · fake】\n{GOOD[0]}\n")
    assert (found.answer["mode"], found.answer["generated_by"]) == ("generated", "fake")
    asking = {"messages": [{"role": "user", "content": QUESTION}]}
    body = httpx.post(f"{url}/v1/chat/completions", json=asking, timeout=10).json()
    assert body["choices"][0]["message"]["content"].endswith("【AI生成 · fake】")
    assert body["generated_by"] == "fake"
    assert "AI生成 · fake" in httpx.post(f"{url}/m", data={"question": QUESTION}, timeout=10).text
    conversation = httpx.get(f"{url}/api/conversations/{found.answer['conversation_id']}", timeout=10).json()
    assert conversation["exchanges"][0]["answer"]["generated_by"] == "fake"


def test_waiting_for_a_model_holds_no_thread(url: str, endpoint: fake.FakeServer) -> None:
    """Six questions wait for a silent model while two threads answer: by threads they would take three deadlines."""
    endpoint.script = [fake.is_silent(30)]

    def ask(_: int) -> float:
        started = time.monotonic()
        answer = httpx.post(f"{url}/api/ask", json={"question": QUESTION}, timeout=30).json()
        assert answer["mode"] == "extract"
        return time.monotonic() - started

    with ThreadPoolExecutor(7) as pool:
        waiting = pool.map(ask, range(6))
        time.sleep(0.5)
        started = time.monotonic()
        assert httpx.get(f"{url}/api/search", params={"q": "学徒补贴"}, timeout=30).json()["hits"]
        assert time.monotonic() - started < DEADLINE_S
        assert max(waiting) < 2 * DEADLINE_S
