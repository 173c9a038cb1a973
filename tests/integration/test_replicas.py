"""Two servers over one PostgreSQL database behind nginx act as one; the longer runs are in `tests/load`."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.processes import ROOT
from tests.integration.replicas import COMMAND, NEEDED, Replicas, running_replicas

pytestmark = [*NEEDED, pytest.mark.timeout(180)]
FOLLOWED_S = 10.0
NOTICE = """关于临时救助站接待时间的通知

各区人力资源和社会保障局：

一、接待时间

（一）青山区零工驿站每周六上午开放接待，由驿站工作人员登记求职意向。

二、本通知自印发之日起执行。
"""


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    with running_replicas(tmp_path_factory.mktemp("replicas"), rate_limit_per_client="10/day") as started:
        yield started


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


def ask(client: httpx.Client, port: int, question: str, conversation: str | None = None) -> Any:
    body = {"question": question, **({"conversation_id": conversation} if conversation else {})}
    response = client.post(f"http://127.0.0.1:{port}/api/ask", json=body)
    assert response.status_code == 200, response.text
    return response.json()


def answers_given(client: httpx.Client, port: int) -> float:
    text = client.get(f"http://127.0.0.1:{port}/metrics").text
    return sum(float(value) for value in re.findall(r"^policy_answers_total\S* (\S+)$", text, re.MULTILINE))


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_a_conversation_goes_on_at_the_other_replica(
    replicas: Replicas, client: httpx.Client, first: int, second: int
) -> None:
    begun = ask(client, replicas.ports[first], "我想算学徒补贴")
    assert begun["status"] == "needs_input"
    done = ask(client, replicas.ports[second], "12个", begun["conversation_id"])
    # 12 people at 6000 and at 8000 yuan.
    assert (done["calculation"]["low"], done["calculation"]["high"]) == ("72000", "96000")


def test_through_nginx_both_replicas_answer_one_conversation(replicas: Replicas, client: httpx.Client) -> None:
    before = [answers_given(client, port) for port in replicas.ports]
    conversation = ask(client, replicas.port, "我想算学徒补贴")["conversation_id"]
    for _ in range(4):
        assert ask(client, replicas.port, "12个", conversation)["calculation"]["low"] == "72000"
    after = [answers_given(client, port) for port in replicas.ports]
    assert all(now > then for now, then in zip(after, before, strict=True))
    kept = client.get(f"http://127.0.0.1:{replicas.ports[0]}/api/conversations/{conversation}").json()
    assert len(kept["exchanges"]) == 5


def test_a_limit_counts_what_a_client_asks_at_either_replica(replicas: Replicas, client: httpx.Client) -> None:
    asked = [
        client.post(
            f"http://127.0.0.1:{replicas.ports[number % 2]}/api/ask",
            json={"question": "你好"},
            headers={"X-Forwarded-For": "203.0.113.7"},
        ).status_code
        for number in range(12)
    ]
    assert asked == [200] * 10 + [429] * 2


def test_nginx_keeps_figures_inside_and_a_client_cannot_choose_its_address(
    replicas: Replicas, client: httpx.Client
) -> None:
    assert client.get(f"http://127.0.0.1:{replicas.port}/metrics").status_code == 404
    headers = {"X-Forwarded-For": "203.0.113.8"}
    for _ in range(12):  # past the limit of that address, were it believed
        response = client.post(f"http://127.0.0.1:{replicas.port}/api/ask", json={"question": "你好"}, headers=headers)
        assert response.status_code == 200


def test_an_ingested_text_is_found_at_both_replicas_within_ten_seconds(
    replicas: Replicas, client: httpx.Client, tmp_path: Path
) -> None:
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    command = [sys.executable, *COMMAND, "ingest", str(tmp_path / "通知.txt")]
    done = subprocess.run(command, env=replicas.env, cwd=ROOT, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    deadline = time.monotonic() + FOLLOWED_S
    missing = set(replicas.ports)
    while missing and time.monotonic() < deadline:
        missing = {port for port in missing if not is_found(client, port)}
        time.sleep(0.2)
    assert not missing


def is_found(client: httpx.Client, port: int) -> bool:
    found = client.get(f"http://127.0.0.1:{port}/api/search", params={"q": "零工驿站周六接待"}).json()
    return any("零工驿站每周六上午" in hit["text"] for hit in found["hits"])


def test_when_a_replica_is_killed_no_client_retries_more_than_once(replicas: Replicas) -> None:
    """The last test of the file: one replica is gone after it."""
    with ThreadPoolExecutor(4) as pool:
        clients = [pool.submit(retries_of, replicas.port, 10) for _ in range(4)]
        time.sleep(0.3)
        assert not any(each.done() for each in clients)
        replicas.processes[1].kill()
        assert max(each.result() for each in clients) <= 1


def retries_of(port: int, requests: int) -> int:
    """How often one client had to ask again, over so many questions that all got their answer."""
    retries = 0
    with httpx.Client(trust_env=False, timeout=30, base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(requests):
            while not is_answered(client):
                retries += 1
                assert retries < 10
            time.sleep(0.05)
    return retries


def is_answered(client: httpx.Client) -> bool:
    try:
        response = client.post("/api/ask", json={"question": "招12个学徒，培养一年，补贴多少"})
    except httpx.TransportError:
        return False
    assert response.status_code in {200, 502, 503, 504}
    return response.status_code == 200 and "72000" in response.text
