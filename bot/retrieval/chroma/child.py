"""Running `bot.retrieval.chroma.worker` in a child process."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import Literal

import structlog

_log = structlog.get_logger(__name__)
_ROOT = Path(__file__).parents[3]
_POLL_S = 0.05


def run_worker(task: Literal["build", "probe"], folder: Path, timeout_s: float, stop: Event) -> bool:
    """Whether the task was done and the build is good; False also when it took too long or `stop` was set."""
    command = [sys.executable, "-m", "bot.retrieval.chroma.worker", task, str(folder), str(os.getpid())]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; nothing of a user's is in it
        command, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    waited = 0.0
    while process.poll() is None and waited < timeout_s and not stop.wait(_POLL_S):
        waited += _POLL_S
    if process.poll() is None:
        process.kill()
    _, complaint = process.communicate()
    if process.returncode != 0 and not stop.is_set():
        last = complaint.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        _log.warning("index_worker_failed", task=task, code=process.returncode, reason=last[:200])
    return process.returncode == 0


def _environment() -> dict[str, str]:
    """This process's environment without the assistant's settings: a child needs no key and no password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    path = os.pathsep.join(part for part in (str(_ROOT), kept.get("PYTHONPATH", "")) if part)
    return {**kept, "PYTHONPATH": path, "ANONYMIZED_TELEMETRY": "False", "OMP_NUM_THREADS": "1"}
