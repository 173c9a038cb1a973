"""OpenTelemetry as a setting: what a real collector is sent, and what is sent nowhere."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.answering.models import Question
from bot.assembly import build_assistant
from bot.settings import Settings
from bot.tracing import make_tracer
from tests.integration import fake_llm
from tests.integration.collector import collecting, facts
from tests.integration.processes import ROOT, environment, free_port, running

STEPS = {"normalise", "screen", "understand", "respond", "verify"}
SERVE = "import sys; from api.cli.main import main; sys.exit(main())"
QUESTION = "我叫王小明，手机13812345678，学徒补贴多少钱"


def test_a_server_sends_its_requests_and_steps_and_nothing_of_what_was_asked(tmp_path: Path) -> None:
    port = free_port()
    with collecting() as collector:
        env = environment(tmp_path, otel_endpoint=collector.url + "/") | {"OTEL_BSP_SCHEDULE_DELAY": "60000"}
        with (
            running(["-c", SERVE, "serve", "--port", str(port)], port, env) as server,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
        ):
            answer = client.post("/api/ask", json={"question": QUESTION}).json()
            client.get(f"/api/conversations/{answer['conversation_id']}")
            with client.stream("POST", "/api/ask", json={"question": QUESTION}, headers=_STREAM) as stream:
                stream.read()
            server.send_signal(signal.SIGTERM)
            assert server.wait(15) == 0
        request = collector.wait_for("POST /api/ask")
        told = {"http.request.method": "POST", "http.route": "/api/ask", "http.response.status_code": 200}
        assert facts(request) == told
        answered = collector.within(request)["answer"]
        assert facts(answered) == {"policy.status": "answered", "policy.mode": "approved"}
        steps = collector.within(answered)
        assert set(steps) == STEPS
        assert request.start_time_unix_nano <= answered.start_time_unix_nano
        assert all(step.start_time_unix_nano <= step.end_time_unix_nano for step in steps.values())
        assert steps["respond"].end_time_unix_nano == steps["verify"].start_time_unix_nano
        assert len({span.trace_id for span in (request, answered, *steps.values())}) == 1
        assert collector.wait_for("GET /api/conversations/{conversation_id}")
        assert [span.name for span in collector.spans].count("answer") == 2, "a streamed answer is traced as well"
        assert set(collector.paths) == {"/v1/traces"}
        assert b"policy-assistant" in collector.raw
        for secret in ("王小明", "13812345678", "学徒", "127.0.0.1", answer["answer_id"], answer["conversation_id"]):
            assert secret.encode() not in collector.raw
        assert not {span.name for span in collector.spans} & {"GET /healthz", "GET /readyz", "GET /metrics"}


_STREAM = {"Accept": "text/event-stream"}


def test_the_language_model_is_a_step_of_its_own(tmp_path: Path) -> None:
    with collecting() as collector, fake_llm.fake_llm(fake_llm.says("not a draft")) as model:
        settings = Settings(
            data_dir=tmp_path, otel_endpoint=collector.url, llm_base_url=model.url, llm_model="fake", llm_deadline_s=3
        )
        assistant = build_assistant(settings)
        recorded: list[dict[str, float]] = []
        assistant.conversations.on_record(lambda record: recorded.append(record.timings_ms))
        answer = assistant.ask(Question(text="第二条原文是什么"))
        assistant.close()
        assert answer.mode == "extract"
        assert collector.wait_for("model")
        assert recorded[0]["model"] > 0
        assert set(recorded[0]) == STEPS | {"model"}


def test_a_collector_that_is_gone_costs_neither_answers_nor_the_stop(tmp_path: Path) -> None:
    assistant = build_assistant(Settings(data_dir=tmp_path, otel_endpoint=f"http://127.0.0.1:{free_port()}"))
    assert assistant.ask(Question(text="学徒补贴多少钱")).status == "answered"
    began = time.monotonic()
    assistant.close()
    assert time.monotonic() - began < 6


OFF = """
import sys
from bot.assembly import build_assistant
from bot.answering.models import Question
from bot.settings import read_settings
assistant = build_assistant(read_settings())
assistant.ask(Question(text="学徒补贴多少钱"))
assistant.close()
sys.exit(int(any(name.startswith(("bot.tracing.otel", "opentelemetry.exporter")) for name in sys.modules)))
"""
WITHOUT = """
import sys
sys.modules["opentelemetry.exporter.otlp.proto.http.trace_exporter"] = None
from api.cli.main import main
sys.exit(main())
"""


def test_nothing_of_it_is_imported_while_it_is_off(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", OFF], env=environment(tmp_path), cwd=ROOT, check=False)
    assert done.returncode == 0


def test_a_missing_extra_is_said_in_one_line(tmp_path: Path) -> None:
    env = environment(tmp_path, otel_endpoint="http://127.0.0.1:4318")
    command = [sys.executable, "-c", WITHOUT, "ask", "学徒补贴多少钱"]
    done = subprocess.run(command, env=env, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert "policy-assistant[otel]" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("endpoint", ["http://c:4318", "http://c:4318/", "http://c:4318/v1/traces"])
def test_the_endpoint_is_given_with_or_without_the_path(endpoint: str) -> None:
    tracer = make_tracer(Settings(otel_endpoint=endpoint))
    assert tracer._exporter._endpoint == "http://c:4318/v1/traces"  # type: ignore[attr-defined]
    tracer.close()
