"""The real server, started as a program of its own for measurements over HTTP."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from corpus.errors import PolicyAssistantError

START_TIMEOUT_S = 180.0
_STOP_TIMEOUT_S = 15.0


@contextmanager
def running_server(data_dir: Path) -> Iterator[httpx.Client]:
    """A client of a server on a free port with its own data folder; the server ends with the block.

    Raises:
        PolicyAssistantError: The server did not become ready.
    """
    port = _free_port()
    command = [str(Path(sys.executable).with_name("policy-assistant")), "serve", "--port", str(port)]
    environment = {
        **os.environ,
        "POLICY_DATA_DIR": str(data_dir),
        "POLICY_RATE_LIMIT_PER_CLIENT": "off",
        "POLICY_RATE_LIMIT_TOTAL": "off",
    }
    log_path = data_dir / "server.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - our own command
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
                _wait_until_ready(client, process, log_path)
                yield client
        finally:
            process.terminate()
            try:
                process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(client: httpx.Client, process: subprocess.Popen[bytes], log_path: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = log_path.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            last = said[-1] if said else ""
            raise PolicyAssistantError(f"服务没有启动起来，请先运行 policy-assistant doctor。{last}")
        try:
            if client.get("/readyz").status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise PolicyAssistantError("服务没有在规定时间内就绪，请先运行 policy-assistant doctor。")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
