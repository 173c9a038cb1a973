"""The real server on an empty folder: it fills itself, answers, stops with all written, and goes on after a restart."""

import signal
from pathlib import Path

import httpx

from tests.integration.processes import environment, free_port, running

SERVE = ["-c", "import sys; from api.cli.main import main; sys.exit(main(sys.argv[1:]))", "serve", "--port"]


def test_what_was_answered_is_there_after_a_restart(tmp_path: Path) -> None:
    port = free_port()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        with running([*SERVE, str(port)], port, environment(tmp_path)) as server:
            assert client.get("/readyz").status_code == 200
            first = client.post("/api/ask", json={"question": "帮我算下学徒补贴"}).json()
            server.send_signal(signal.SIGTERM)
            assert server.wait(15) == 0
        with running([*SERVE, str(port)], port, environment(tmp_path)):
            follow = {"question": "十二个", "conversation_id": first["conversation_id"]}
            second = client.post("/api/ask", json=follow).json()
            kept = client.get(f"/api/conversations/{first['conversation_id']}").json()["exchanges"]
    # 12 people at 6000 and at 8000 yuan.
    assert (second["calculation"]["low"], second["calculation"]["high"]) == ("72000", "96000")
    assert [exchange["answer"]["answer_id"] for exchange in kept] == [first["answer_id"], second["answer_id"]]


def test_a_killed_server_leaves_a_database_that_opens_and_answers(tmp_path: Path) -> None:
    port = free_port()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        with running([*SERVE, str(port)], port, environment(tmp_path)) as server:
            first = client.post("/api/ask", json={"question": "企业办学徒制培训政府补多少钱"}).json()
            client.post("/api/feedback", json={"answer_id": first["answer_id"], "helpful": True, "comment": ""})
            client.post("/api/ask", json={"question": "技师能评什么职称"})
            server.kill()
            server.wait()
        with running([*SERVE, str(port)], port, environment(tmp_path)):
            kept = client.get(f"/api/conversations/{first['conversation_id']}").json()["exchanges"]
            assert client.get("/readyz").status_code == 200
    assert [(exchange["answer"], exchange["helpful"]) for exchange in kept] == [(first, True)]
