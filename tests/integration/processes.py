"""Servers as programs of their own, on free ports, ended by their own test."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

ROOT = Path(__file__).parents[2]
START_S = 180.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data_dir: Path, **settings: str) -> dict[str, str]:
    """The environment of a child: no settings but these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    given = {f"POLICY_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "HF_HUB_OFFLINE": "1", "POLICY_DATA_DIR": str(data_dir), **given}


@contextmanager
def running(arguments: Sequence[str], port: int, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers; killed at the end if it is still there. Its output goes to a file: a pipe would fill."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *arguments], env=env, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait(process, port, log)
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            log.seek(0)
            raise AssertionError(log.read().decode())
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")
