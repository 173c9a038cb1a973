"""The service over the real assistant: no connection goes out, and nothing personal is kept or shown."""

import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.assembly import build_assistant
from bot.settings import Settings
from tests.service import client_of

PERSONAL = ("13812345678", "11010519491231002X", "6222021234567890123", "0472-5155555")
SPELLED = ("138 1234 5678", "１３８１２３４５６７８", "幺三八一二三四五六七八", "110105 19491231 002x")


@pytest.fixture(scope="module")
def blocked() -> Iterator[list[Any]]:
    """No socket of this process can reach anything from here on; what was tried is listed."""
    tried: list[Any] = []
    patch = pytest.MonkeyPatch()

    def refuse(_: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError("blocked by the test")

    def refuse_name(host: Any, *_: Any, **__: Any) -> None:
        tried.append(host)
        raise OSError("blocked by the test")

    patch.setattr(socket.socket, "connect", refuse)
    patch.setattr(socket.socket, "connect_ex", refuse)
    patch.setattr(socket, "getaddrinfo", refuse_name)
    yield tried
    patch.undo()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("real")


@pytest.fixture(scope="module")
def client(blocked: list[Any], folder: Path) -> Iterator[TestClient]:
    settings = Settings(data_dir=folder)
    assistant = build_assistant(settings, serving=True)
    with client_of(assistant, data_dir=folder) as client:
        yield client
    assistant.close()


def test_questions_searches_and_calculations_connect_to_nothing(client: TestClient, blocked: list[Any]) -> None:
    asked = client.post("/api/ask", json={"question": "企业办学徒制培训政府补多少钱"}).json()
    assert asked["status"] == "answered"
    assert "6000" in asked["text"]
    assert client.get("/api/search", params={"q": "学徒补贴"}).json()["hits"]
    assert client.get("/readyz").status_code == 200
    assert blocked == []


def test_every_citation_resolves_to_its_sentence(client: TestClient) -> None:
    for question in ("企业办学徒制培训政府补多少钱", "技师能评什么职称", "职工教育经费多少要用在一线"):
        for citation in client.post("/api/ask", json={"question": question}).json()["citations"]:
            policy_id, _, place = citation["id"].partition("/")
            path = place.partition("#")[0]
            clause = client.get(f"/api/policies/{policy_id}/clauses/{path}").json()
            sentences = {sentence["id"]: sentence["text"] for sentence in clause["clause"]["sentences"]}
            assert citation["quote"] in sentences[citation["id"]]


@pytest.mark.parametrize("number", [*PERSONAL, *SPELLED])
def test_personal_numbers_are_in_no_answer_log_metric_or_row(
    client: TestClient, folder: Path, capfd: pytest.CaptureFixture[str], number: str
) -> None:
    answer = client.post("/api/ask", json={"question": f"我的号码{number}，企业学徒培训补多少钱"}).json()
    client.post("/api/feedback", json={"answer_id": answer["answer_id"], "helpful": False, "comment": f"打{number}"})
    kept = client.get(f"/api/conversations/{answer['conversation_id']}").text
    assert kept.count("[") > 2
    seen = [str(answer), kept, client.get("/metrics").text, "".join(capfd.readouterr())]
    with sqlite3.connect(folder / "policy.db") as database:
        seen.append("\n".join(database.iterdump()))
    assert all(number not in text for text in seen)


@pytest.mark.parametrize(
    "question",
    [
        "\u202e补贴\u202c多少",
        "补\u200b贴\x00多少",
        "😀😀",
        "<script>alert(1)</script>",
        "\ufdfa" * 500,
        "１２３",
        "？" * 500,
        "a" * 500,
    ],
)
def test_odd_questions_get_an_answer_that_is_valid_by_the_contract(client: TestClient, question: str) -> None:
    body = client.post("/api/ask", json={"question": question})
    assert body.status_code == 200
    assert body.json()["status"] in {"answered", "partial", "needs_input", "not_covered", "declined", "notice"}
    assert "<script>" not in body.json()["text"]


def test_a_conversation_carries_a_calculation_over(client: TestClient) -> None:
    first = client.post("/api/ask", json={"question": "帮我算下学徒补贴"}).json()
    assert first["status"] == "needs_input"
    follow = {"question": "十二个", "conversation_id": first["conversation_id"]}
    second = client.post("/api/ask", json=follow).json()
    # 12 people at 6000 and at 8000 yuan.
    assert (second["calculation"]["low"], second["calculation"]["high"]) == ("72000", "96000")
