"""The server as a process: graceful stop with open streams, folder and port in use, streams that vanish."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bot.storage.locking import FolderLock
from tests.integration.processes import ROOT, environment, free_port, running

COMMAND = "import sys; from api.cli.main import main; sys.exit(main(sys.argv[1:]))"
QUESTION = {"question": "补多少钱"}
STREAM = {"Accept": "text/event-stream"}


def fake_server(port: int, pause_s: float) -> list[str]:
    return ["-m", "tests.fake_server", "--port", str(port), "--pause-s", str(pause_s)]


def last_event(client: httpx.Client, port: int) -> str:
    """The name of the last event of one stream, read to its end."""
    text = client.post(f"http://127.0.0.1:{port}/api/ask", json=QUESTION, headers=STREAM).text
    return re.findall(r"^event: (\w+)$", text, re.MULTILINE)[-1]


@pytest.mark.parametrize(("pause_s", "end", "ending"), [(1, "answer", signal.SIGINT), (30, "error", signal.SIGTERM)])
def test_on_a_signal_50_open_streams_each_get_an_end_and_the_server_leaves(
    tmp_path: Path, pause_s: float, end: str, ending: signal.Signals
) -> None:
    port = free_port()
    server = running(fake_server(port, pause_s), port, environment(tmp_path))
    client = httpx.Client(trust_env=False, timeout=30, limits=httpx.Limits(max_connections=60))
    with server as process, client, ThreadPoolExecutor(50) as pool:
        streams = [pool.submit(last_event, client, port) for _ in range(50)]
        _wait_for_streams(port, 50)
        process.send_signal(ending)
        began = time.monotonic()
        assert process.wait(15) == 0
        assert time.monotonic() - began < 10
        assert [stream.result() for stream in streams] == [end] * 50


def _wait_for_streams(port: int, count: int) -> None:
    for _ in range(200):
        if _active_streams(port) == count:
            return
        time.sleep(0.02)
    raise AssertionError("the streams did not open")


def _active_streams(port: int) -> int:
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False).text
    return int(float(re.findall(r"^policy_active_streams (\S+)$", text, re.MULTILINE)[0]))


def test_streams_whose_readers_vanish_leave_nothing_behind(tmp_path: Path) -> None:
    port = free_port()
    body = json.dumps(QUESTION).encode()
    head = (
        f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    settings = environment(tmp_path, max_concurrent="2000")
    with running(fake_server(port, 30), port, settings):
        for _ in range(10):
            open_now = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
            for connection in open_now:
                connection.sendall(head + body)
            _wait_for_streams(port, 20)
            for connection in open_now:
                connection.close()
            _wait_for_streams(port, 0)


def run_command(*arguments: str, env: dict[str, str]) -> tuple[subprocess.CompletedProcess[str], float]:
    """A command to its end, and the seconds it took."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], env=env, cwd=ROOT, text=True, capture_output=True, check=False
    )
    return done, time.monotonic() - began


def test_a_folder_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with FolderLock(tmp_path):
        done, took_s = run_command("serve", "--port", str(free_port()), env=environment(tmp_path))
    assert done.returncode == 1
    assert "数据目录正在被另一个程序使用" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert took_s < 5  # two seconds on a machine with nothing else to do


def test_a_port_in_use_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done, took_s = run_command("serve", "--port", port, env=environment(tmp_path))
    assert done.returncode == 1
    assert f"端口 {port} 已被占用" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert took_s < 5


@pytest.mark.parametrize("name", ["POLICY_NOTHING", "POLICY_PORT"])
def test_settings_that_cannot_be_used_stop_the_server(tmp_path: Path, name: str) -> None:
    done, _ = run_command("serve", env={**environment(tmp_path), name: "x"})
    assert done.returncode == 1
    assert name in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_client_that_writes_a_large_body_to_its_end_reads_the_refusal(tmp_path: Path) -> None:
    port = free_port()
    body = b'{"question":"' + b"a" * 10_000_000 + b'"}'
    kind = f"POST /api/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    with running(fake_server(port, 0), port, environment(tmp_path)):
        for head, sent in ((f"{kind}\r\n", body), (f"{kind}Expect: 100-continue\r\n\r\n", b"")):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
                connection.sendall(head.encode() + sent)
                answer = connection.makefile("rb").read()
            assert answer.startswith(b"HTTP/1.1 413 ")
            assert b"application/problem+json" in answer
