"""The files in `deploy/`: well formed, true to settings and Makefile, accepted by the programs that read them."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import PREFIX, Settings
from tests.integration.processes import ROOT
from tests.integration.replicas import NGINX, nginx_command, rendered

DEPLOY = ROOT / "deploy"
NAMES = ("Containerfile", "compose.yaml", "nginx.conf", "policy-assistant.service")
ANALYZE = shutil.which("systemd-analyze")


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


@pytest.fixture
def compose() -> Any:
    return yaml.safe_load(text_of("compose.yaml"))


@pytest.fixture
def unit() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", text_of("policy-assistant.service"), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def instructions(word: str) -> list[str]:
    joined = text_of("Containerfile").replace("\\\n", " ")
    return re.findall(rf"^{word} +(.*)$", joined, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_policy_name_is_a_setting(name: str) -> None:
    used = set(re.findall(rf"\b{PREFIX}[A-Z0-9_]+", text_of(name)))
    assert used <= {PREFIX + field.upper() for field in Settings.model_fields}


@pytest.mark.parametrize("name", NAMES)
def test_every_file_is_described_on_the_operations_page(name: str) -> None:
    assert f"deploy/{name}" in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_image_is_made_by_all_that_make_run_is_made_by() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    needed = re.findall(r"^run: (.*)\n\t(.*)$", makefile, re.MULTILINE)[0]
    targets = set(needed[0].replace("$(VENV)", ".venv").split())
    made = {word for line in instructions("RUN") for word in re.findall(r"(?:^|&& )make (\S+)", line)}
    assert targets == made
    assert needed[1].endswith("policy-assistant serve")
    assert (instructions("ENTRYPOINT"), instructions("CMD")[-1]) == (['["policy-assistant"]'], '["serve"]')
    assert "make run" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_the_image_copies_exists_and_is_sent_to_the_builder() -> None:
    sent = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {source for line in instructions("COPY") if not line.startswith("--from") for source in line.split()[:-1]}
    assert copied == sent
    assert all((ROOT / source).exists() for source in copied)


def test_the_image_runs_as_nobody_special_with_a_check_and_a_data_volume() -> None:
    assert instructions("USER") == ["10001"]
    assert instructions("VOLUME") == ["/data"]
    assert "POLICY_DATA_DIR=/data" in text_of("Containerfile")
    assert "/healthz" in instructions("HEALTHCHECK")[0]
    assert ":3.11" in instructions("ARG")[0]


def test_the_replicas_share_a_database_and_no_folder(compose: Any) -> None:
    services = compose["services"]
    replicas = [services[name] for name in re.findall(r"server (\w+):8000", text_of("nginx.conf"))]
    assert len(replicas) == 2
    assert len({each["volumes"][0] for each in replicas}) == 2
    assert len({each["environment"]["POLICY_DATABASE_URL"] for each in replicas}) == 1
    for each in replicas:
        source, _, target = each["volumes"][0].partition(":")
        assert source in compose["volumes"]
        assert target == "/data"
        assert each["depends_on"]["database"] == {"condition": "service_healthy"}


def test_the_replicas_believe_nginx_alone(compose: Any) -> None:
    address = compose["services"]["nginx"]["networks"]["inside"]["ipv4_address"]
    assert compose["services"]["replica1"]["environment"]["POLICY_TRUSTED_PROXIES"] == address
    ports = {name for name, service in compose["services"].items() if "ports" in service}
    assert ports == {"nginx"}


def test_there_is_time_to_stop(compose: Any, unit: dict[str, list[str]]) -> None:
    longest = Settings().stop_timeout_s
    assert float(compose["services"]["replica1"]["stop_grace_period"].rstrip("s")) > longest
    assert float(unit["TimeoutStopSec"][0].rstrip("s")) > longest


def test_nginx_passes_addresses_on_and_streams_through() -> None:
    text = text_of("nginx.conf")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text
    assert re.search(r"api/ask\|v1/chat/completions[^}]*proxy_buffering off;", text)


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_accepts_its_configuration(tmp_path: Path) -> None:
    command = [*nginx_command(tmp_path, rendered(tmp_path, 19599, [19598, 19597])), "-t"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")
def test_systemd_knows_every_line_of_the_unit(tmp_path: Path) -> None:
    program = shutil.which("true")
    text = re.sub(r"^ExecStart=\S+", f"ExecStart={program}", text_of("policy-assistant.service"), flags=re.MULTILINE)
    (tmp_path / "policy-assistant.service").write_text(text, encoding="utf-8")
    command = [str(ANALYZE), "verify", "--man=no", str(tmp_path / "policy-assistant.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = [line for line in done.stderr.splitlines() if "policy-assistant.service" in line]
    assert ours == []


def test_the_unit_serves_from_its_own_state_folder(unit: dict[str, list[str]]) -> None:
    assert unit["ExecStart"] == ["/opt/policy-assistant/.venv/bin/policy-assistant serve"]
    assert f"POLICY_DATA_DIR=/var/lib/{unit['StateDirectory'][0]}" in unit["Environment"]
    assert unit["User"] == ["policy-assistant"]
    hardened = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes"}
    assert {name: unit[name][0] for name in hardened} == hardened
