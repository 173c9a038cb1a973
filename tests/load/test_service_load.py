"""The service under load, from another process on loopback; `LOAD_SECONDS` shortens the five minutes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.integration.processes import ROOT, environment, free_port, running

pytestmark = [pytest.mark.load, pytest.mark.timeout(900)]
SECONDS = float(os.environ.get("LOAD_SECONDS", "300"))
COMMAND = ["-c", "import sys; from api.cli.main import main; sys.exit(main(sys.argv[1:]))", "serve", "--port"]


def drive(port: int, clients: int, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.load.driver", str(port), str(clients), str(seconds)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
    )


def resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def test_200_clients_get_answers_and_memory_stays_flat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    settings = environment(tmp_path, rate_limit_total="off")
    with running([*COMMAND, str(port)], port, settings) as server:
        drive(port, 20, 20).communicate()
        before = resident_mb(server.pid)
        load = drive(port, 200, SECONDS)
        time.sleep(SECONDS / 2)
        middle = resident_mb(server.pid)
        found = json.loads(load.communicate()[0])
        after = resident_mb(server.pid)
    with capsys.disabled():
        sys.stdout.write(f"\n{found}, resident {before:.0f} → {middle:.0f} → {after:.0f} MB\n")
    assert set(found["statuses"]) <= {"200", "503"}
    assert found["without_retry"] == 0
    assert after <= middle * 1.05 + 10
    assert after <= 500


def test_past_the_cap_every_refusal_says_when_to_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    settings = environment(tmp_path, rate_limit_total="off", max_concurrent="8")
    with running([*COMMAND, str(port)], port, settings):
        found = json.loads(drive(port, 100, min(SECONDS, 15)).communicate()[0])
    with capsys.disabled():
        sys.stdout.write(f"\n{found}\n")
    assert set(found["statuses"]) == {"200", "503"}
    assert found["without_retry"] == 0
