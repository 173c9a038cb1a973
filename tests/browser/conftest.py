"""A real server with the real corpus and one real Chromium, shared by all journeys of this folder.

The fixtures live as long as the folder's tests, not as long as the session: while Playwright's synchronous interface
is open, its event loop occupies the main thread and asynchronous tests elsewhere could not run.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

if TYPE_CHECKING:
    from tests.browser.staff import Staff

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1366, "height": 820}
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_S = 120
ADMIN, PASSWORD = "boss", "correct horse battery"
"""The first administrator of the server that is tested."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("找不到 Chromium：请运行 make setup，或安装系统软件包 chromium。")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base}/readyz", timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"服务没有启动：\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="package")
def base_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `policy-assistant serve` on a fresh data folder, or of the server named in `TEST_SERVER_URL`."""
    if running := os.environ.get("TEST_SERVER_URL"):
        yield running
        return
    if not (ROOT / "api" / "static" / "chat" / "index.html").is_file():
        raise RuntimeError("网页还没有构建：请先运行 make web。")
    folder = tmp_path_factory.mktemp("browser-server")
    log, port = folder / "server.log", _free_port()
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("POLICY_")},
        "POLICY_DATA_DIR": str(folder / "data"),
        "HF_HUB_OFFLINE": "1",
        "ANONYMIZED_TELEMETRY": "False",
    }
    command = [str(Path(sys.executable).with_name("policy-assistant")), "serve", "--port", str(port)]
    create = [command[0], "create-admin", ADMIN, "--password-stdin"]
    subprocess.run(create, cwd=ROOT, env=env, input=f"{PASSWORD}\n".encode(), stdout=subprocess.DEVNULL, check=True)
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
        base = f"http://127.0.0.1:{port}"
        try:
            _wait_until_ready(base, process, log)
            yield base
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        yield opened
        opened.close()


@dataclass
class Visitor:
    """Opens pages in a context of its own and notes what a page must never do."""

    context: BrowserContext
    base: str
    faults: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)
        page.goto(self.base + path)
        return page

    def _note(self, message: Any) -> None:
        # A refused or missing resource is reported as an error too; the journeys provoke those on purpose.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.faults.append(message.text)


@pytest.fixture
def visit(browser: Browser, base_url: str) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: `visit(viewport, care=…, java_script_enabled=…)`."""
    made: list[Visitor] = []

    def make(viewport: dict[str, int] = PHONE, *, care: bool = False, **options: Any) -> Visitor:
        touch = viewport["width"] < 800
        context = browser.new_context(viewport=viewport, has_touch=touch, locale="zh-CN", **options)
        context.set_default_timeout(15_000)
        if care:
            context.add_init_script("localStorage.setItem('policy.display', '{\"size\":17,\"care\":true}')")
        visitor = Visitor(context, base_url)
        own = (base_url, "data:", "blob:")
        context.on("request", lambda sent: None if sent.url.startswith(own) else visitor.foreign.append(sent.url))
        made.append(visitor)
        return visitor

    yield make
    for visitor in made:
        visitor.context.close()
    assert [fault for visitor in made for fault in visitor.faults] == []
    assert [url for visitor in made for url in visitor.foreign] == []


@pytest.fixture
def phone(visit: Callable[..., Visitor]) -> Page:
    """The chat on a phone."""
    return visit(PHONE).open()


@pytest.fixture
def desktop(visit: Callable[..., Visitor]) -> Page:
    """The chat on a desktop."""
    return visit(DESKTOP).open()


@pytest.fixture
def boss(visit: Callable[..., Visitor]) -> "Staff":
    """The administrator, signed in on a desktop."""
    from tests.browser.staff import signed_in  # noqa: PLC0415 - which imports from here

    return signed_in(visit(DESKTOP, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"]))
