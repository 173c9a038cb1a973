"""The service under load, from another process on loopback; `LOAD_SECONDS` shortens the five minutes."""

import json
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.processes import ROOT, environment, free_port, running
from tests.load.report import record

pytestmark = [pytest.mark.load, pytest.mark.timeout(900)]
SECONDS = float(os.environ.get("LOAD_SECONDS", "300"))
SAMPLES = 30
_SUMS = re.compile(r'^policy_(?:step|http_request)_seconds_sum\{(?:step|route)="([^"]+)"\} (\S+)$', re.MULTILINE)
COMMAND = ["-c", "import sys; from api.cli.main import main; sys.exit(main(sys.argv[1:]))", "serve", "--port"]


def drive(port: int, clients: int, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.load.driver", str(port), str(clients), str(seconds)],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
    )


def summary(found: dict[str, Any]) -> dict[str, Any]:
    """What the clients saw, for the report."""
    seconds = max(len(found["per_second"]), 1)
    return {
        "answers by status": ", ".join(f"{status}: {count}" for status, count in sorted(found["statuses"].items())),
        "answers a second": round(found["statuses"].get("200", 0) / seconds),
        "p50, s": found["p50_s"],
        "p95, s": found["p95_s"],
        "refusals without Retry-After": found["without_retry"],
    }


def parts_of(values: Sequence[float], count: int) -> list[Sequence[float]]:
    """The values in so many runs of equal length, what is left over dropped."""
    size = max(1, len(values) // count)
    return [values[start : start + size] for start in range(0, size * min(count, len(values) // size), size)]


@dataclass(frozen=True)
class Spent:
    """The time that a server has spent so far: processor seconds, and seconds by step and route."""

    processor_s: float
    by_name: dict[str, float]

    @classmethod
    def of(cls, port: int, pid: int) -> "Spent":
        ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
        text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False, timeout=30).text
        return cls(sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), {n: float(v) for n, v in _SUMS.findall(text)})

    def since(self, earlier: "Spent", answers: int) -> dict[str, str]:
        """Milliseconds an answer."""
        each = {name: 1000 * (s - earlier.by_name.get(name, 0)) / max(answers, 1) for name, s in self.by_name.items()}
        request, steps = each.pop("/api/ask", 0.0), {n: ms for n, ms in each.items() if not n.startswith("/")}
        waiting = request - sum(steps.values())
        shown = ", ".join(f"{name} {ms:.1f}" for name, ms in steps.items() if ms >= 0.05)
        processor = 1000 * (self.processor_s - earlier.processor_s) / max(answers, 1)
        return {"processor time an answer, ms": f"{processor:.1f}", "steps, ms": shown, "waiting, ms": f"{waiting:.0f}"}


def resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def test_200_clients_get_answers_and_memory_stays_flat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    settings = environment(tmp_path, rate_limit_total="off")
    with running([*COMMAND, str(port)], port, settings) as server:
        drive(port, 20, 20).communicate()
        memory, spent = [resident_mb(server.pid)], Spent.of(port, server.pid)
        load = drive(port, 200, SECONDS)
        for _ in range(SAMPLES):
            time.sleep(SECONDS / SAMPLES)
            memory.append(resident_mb(server.pid))
        found = json.loads(load.communicate()[0])
        memory.append(resident_mb(server.pid))
        figures = summary(found) | Spent.of(port, server.pid).since(spent, found["answers"])
    before, middle, after = memory[0], memory[SAMPLES // 2], memory[-1]
    figures["resident memory, MB"] = f"{before:.0f} → {middle:.0f} → {after:.0f}"
    answers = [statistics.mean(part) for part in parts_of(found["per_second"], SAMPLES)]
    record("one server", {**figures, "series": {"answers a second": answers, "memory, MB": memory[1:-1]}})
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")
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
        sys.stdout.write(f"\n{summary(found)}\n")
    record("cap", summary(found))
    assert set(found["statuses"]) == {"200", "503"}
    assert found["without_retry"] == 0
