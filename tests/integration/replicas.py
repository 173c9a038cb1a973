"""Servers over one PostgreSQL database, each with a data folder of its own, behind the nginx of `deploy/nginx.conf`."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.databases import POSTGRES, fresh_settings
from tests.integration.processes import ROOT, environment, free_port, running

COMMAND = ["-c", "import sys; from api.cli.main import main; sys.exit(main(sys.argv[1:]))"]
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
NEEDED = [
    pytest.mark.skipif(not POSTGRES, reason="TEST_POSTGRES_URL is not set"),
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
]


@dataclass(frozen=True)
class Replicas:
    """The servers' processes and ports, the balancer's port, and the environment of a command beside them."""

    processes: tuple[subprocess.Popen[bytes], ...]
    ports: tuple[int, ...]
    port: int
    env: dict[str, str]


def rendered(folder: Path, port: int, replicas: Sequence[int]) -> Path:
    """A copy of the project's nginx.conf that runs as a child, here: ports, process file and folders are replaced."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for number, replica in enumerate(replicas, 1):
        text = text.replace(f"server replica{number}:8000", f"server 127.0.0.1:{replica}")
    text = re.sub(r"^ *server replica\d.*\n", "", text, flags=re.MULTILINE)
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    paths = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    inside = "\n".join(f"    {name}_temp_path {folder / name};" for name in paths)
    user = "user root;\n" if os.getuid() == 0 else ""
    text = f"daemon off;\npid {folder / 'nginx.pid'};\n{user}{text}".replace("http {", f"http {{\n{inside}", 1)
    written = folder / "nginx.conf"
    written.write_text(text, encoding="utf-8")
    return written


def nginx_command(folder: Path, config: Path) -> list[str]:
    """The command that runs nginx with that configuration and touches nothing outside the folder."""
    return [NGINX or "nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(config)]


@contextmanager
def balanced(folder: Path, replicas: Sequence[int]) -> Iterator[int]:
    """The port of an nginx before these ports."""
    folder.mkdir()
    port = free_port()
    process = subprocess.Popen(nginx_command(folder, rendered(folder, port, replicas)), stderr=subprocess.DEVNULL)
    try:
        _wait(process, port, folder / "error.log")
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nginx did not start: {log.read_text() if log.exists() else ''}")


@contextmanager
def running_replicas(folder: Path, count: int = 2, **settings: str) -> Iterator[Replicas]:
    """So many servers, started at the same moment over an empty database."""
    with fresh_settings("postgresql", folder / "unused") as fresh, ExitStack() as stack:
        url = str(fresh.database_url)
        ports = tuple(free_port() for _ in range(count))
        servers = [
            running(
                [*COMMAND, "serve", "--port", str(port)],
                port,
                environment(folder / f"replica{number}", database_url=url, **settings),
            )
            for number, port in enumerate(ports, 1)
        ]
        with ThreadPoolExecutor(count) as pool:
            processes = tuple(pool.map(stack.enter_context, servers))
        port = stack.enter_context(balanced(folder / "nginx", ports))
        yield Replicas(processes, ports, port, environment(folder / "command", database_url=url))
