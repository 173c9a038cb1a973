"""One replica against two, and a replica killed under load, behind nginx; `LOAD_SECONDS` shortens each run."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.processes import ROOT
from tests.integration.replicas import NEEDED, Replicas, running_replicas
from tests.load.driver import QUESTIONS
from tests.load.report import record
from tests.load.test_service_load import summary

pytestmark = [*NEEDED, pytest.mark.load, pytest.mark.timeout(900)]
SECONDS = float(os.environ.get("LOAD_SECONDS", "60"))


def drive(port: int, clients: int) -> Any:
    command = [sys.executable, "-m", "tests.load.driver", str(port), str(clients), str(SECONDS)]
    return json.loads(subprocess.run(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True).stdout)


@pytest.mark.parametrize("count", [1, 2])
def test_200_clients_get_answers_through_nginx(tmp_path: Path, capsys: pytest.CaptureFixture[str], count: int) -> None:
    with running_replicas(tmp_path, count, rate_limit_total="off") as replicas:
        found = drive(replicas.port, 200)
    with capsys.disabled():
        sys.stdout.write(f"\n{count} replicas: {summary(found)}\n")
    record("1 replica" if count == 1 else f"{count} replicas", summary(found))
    assert set(found["statuses"]) <= {"200", "503"}
    assert found["without_retry"] == 0


def test_a_replica_killed_under_load_costs_no_client_more_than_one_retry(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with running_replicas(tmp_path, 2, rate_limit_total="off") as replicas, ThreadPoolExecutor(50) as pool:
        until = time.monotonic() + SECONDS
        clients = [pool.submit(asked_until, replicas, number, until) for number in range(50)]
        time.sleep(SECONDS / 2)
        replicas.processes[1].kill()
        found = [each.result() for each in clients]
    retries = Counter(retries for _, retries in found)
    with capsys.disabled():
        sys.stdout.write(f"\n{sum(answers for answers, _ in found)} answers; clients by retries: {dict(retries)}\n")
    by_retries = ", ".join(f"{count} with {number}" for number, count in sorted(retries.items()))
    record("killed", {"answers": sum(answers for answers, _ in found), "clients by retries": by_retries})
    assert max(retries) <= 1


def asked_until(replicas: Replicas, number: int, until: float) -> tuple[int, int]:
    """The answers that a client got, every second one as a stream, and how often it had to ask again."""
    answers = retries = 0
    with httpx.Client(trust_env=False, timeout=60, base_url=f"http://127.0.0.1:{replicas.port}") as client:
        while time.monotonic() < until:
            if is_answered(client, QUESTIONS[(number + answers) % len(QUESTIONS)], as_stream=answers % 2 == 0):
                answers += 1
            else:
                retries += 1
    return answers, retries


def is_answered(client: httpx.Client, question: str, *, as_stream: bool) -> bool:
    headers = {"Accept": "text/event-stream"} if as_stream else {}
    try:
        response = client.post("/api/ask", json={"question": question}, headers=headers)
    except httpx.TransportError:
        return False
    return response.status_code == 200 and (not as_stream or "event: answer" in response.text)
