"""`POST /api/ask` as the contract has it."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from corpus.errors import StorageError
from tests.fakes import FOURTH, TITLE, FakeAssistant
from tests.service import client_of, make_assistant, problem_of

QUESTION = {"question": "企业办学徒制培训政府补多少钱", "conversation_id": None, "audience": "enterprise"}
STREAM = {"Accept": "text/event-stream"}
FIELDS = {
    "answer_id", "conversation_id", "status", "mode", "text", "citations", "calculation", "needs",
    "suggestions", "notices",
}  # fmt: skip


@pytest.fixture
def assistant() -> FakeAssistant:
    return make_assistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with client_of(assistant) as client:
        yield client


def events_of(text: str) -> list[tuple[str, dict[str, object]]]:
    """The events of a stream: name and data."""
    events = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines())
        events.append((lines["event"], json.loads(lines["data"])))
    return events


def test_an_answer_has_the_fields_of_the_contract(client: TestClient) -> None:
    response = client.post("/api/ask", json=QUESTION)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert body.keys() >= FIELDS
    assert body["citations"] == [
        {
            "id": "baotou-jineng-qiangqi/4#1",
            "policy_id": "baotou-jineng-qiangqi",
            "policy_title": TITLE,
            "label": "第四条",
            "heading": "大力推行中国特色学徒制",
            "quote": FOURTH,
            "url": "/clause/baotou-jineng-qiangqi/4#1",
        }
    ]


def test_the_assistant_is_given_the_turns_and_need_not_read_them_again(
    client: TestClient, assistant: FakeAssistant
) -> None:
    begun = client.post("/api/ask", json=QUESTION).json()["conversation_id"]
    client.post("/api/ask", json={**QUESTION, "conversation_id": begun})
    first, second = assistant.asked
    assert first.turns == ()
    assert [turn.question for turn in second.turns or ()] == [QUESTION["question"]]


def test_a_stream_is_deltas_and_then_one_answer(client: TestClient) -> None:
    response = client.post("/api/ask", json=QUESTION, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    names = [name for name, _ in events_of(response.text)]
    assert names == ["delta", "delta", "answer"]
    deltas = "".join(str(data["text"]) for name, data in events_of(response.text) if name == "delta")
    answer = events_of(response.text)[-1][1]
    assert deltas == answer["text"] == FOURTH
    assert answer.keys() >= FIELDS


def test_ids_are_announced_before_the_answer(client: TestClient) -> None:
    for headers in ({}, STREAM):
        response = client.post("/api/ask", json=QUESTION, headers=headers)
        body = response.json() if not headers else events_of(response.text)[-1][1]
        assert response.headers["x-answer-id"] == body["answer_id"]
        assert response.headers["x-conversation-id"] == body["conversation_id"]


def test_an_answer_can_be_fetched_again_with_its_own_conversation_only(client: TestClient) -> None:
    answer = client.post("/api/ask", json=QUESTION).json()
    address = f"/api/answers/{answer['answer_id']}"
    assert client.get(address, params={"conversation_id": answer["conversation_id"]}).json() == answer
    assert problem_of(client.get(address, params={"conversation_id": "another"}))["status"] == 404
    assert problem_of(client.get("/api/answers/unknown"))["status"] == 404


def test_a_conversation_goes_on_and_an_unknown_one_starts_anew(client: TestClient) -> None:
    first = client.post("/api/ask", json=QUESTION).json()["conversation_id"]
    again = client.post("/api/ask", json={**QUESTION, "conversation_id": first}).json()["conversation_id"]
    fresh = client.post("/api/ask", json={**QUESTION, "conversation_id": "guessed"}).json()["conversation_id"]
    assert again == first
    assert fresh not in {first, "guessed"}


def test_the_same_key_and_question_give_the_same_answer_once(client: TestClient, assistant: FakeAssistant) -> None:
    headers = {"Idempotency-Key": "0123456789abcdef0123"}
    first = client.post("/api/ask", json=QUESTION, headers=headers).json()
    second = client.post("/api/ask", json=QUESTION, headers=headers).json()
    streamed = events_of(client.post("/api/ask", json=QUESTION, headers={**headers, **STREAM}).text)
    assert first == second == streamed[-1][1]
    assert len(assistant.asked) == 1


def test_the_same_key_with_another_question_shows_nothing_of_the_first(client: TestClient) -> None:
    headers = {"Idempotency-Key": "0123456789abcdef0123"}
    first = client.post("/api/ask", json=QUESTION, headers=headers).json()
    other = client.post("/api/ask", json={"question": "技师能评什么职称"}, headers=headers).json()
    assert other["answer_id"] != first["answer_id"]
    assert other["conversation_id"] != first["conversation_id"]


def test_500_characters_are_taken_and_501_are_not(client: TestClient) -> None:
    assert client.post("/api/ask", json={"question": "补" * 500}).status_code == 200
    assert "500" in problem_of(client.post("/api/ask", json={"question": "补" * 501}))["detail"]


def test_a_failing_database_is_a_503_that_says_when_to_come_back(client: TestClient, assistant: FakeAssistant) -> None:
    assistant.fail = StorageError("数据库现在不能使用，请稍后再试。")
    response = client.post("/api/ask", json=QUESTION)
    assert problem_of(response)["status"] == 503
    assert int(response.headers["retry-after"]) > 0


@pytest.mark.parametrize("failure", [RuntimeError("13812345678"), StorageError("数据库现在不能使用，请稍后再试。")])
def test_a_stream_that_fails_ends_with_an_error_event(
    client: TestClient, assistant: FakeAssistant, failure: Exception
) -> None:
    assistant.fail = failure
    events = events_of(client.post("/api/ask", json=QUESTION, headers=STREAM).text)
    assert [name for name, _ in events] == ["error"]
    assert "13812345678" not in str(events)


def test_an_unexpected_failure_is_a_chinese_500_without_its_message(
    client: TestClient, assistant: FakeAssistant, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant.fail = RuntimeError("13812345678")
    response = client.post("/api/ask", json=QUESTION)
    assert problem_of(response)["status"] == 500
    assert "13812345678" not in response.text + "".join(capsys.readouterr())


def test_a_closed_chat_answers_with_its_notice() -> None:
    with client_of(make_assistant(), chat_enabled=False, chat_notice="今天维护，请拨打12333。") as client:
        body = client.post("/api/ask", json=QUESTION).json()
        streamed = events_of(client.post("/api/ask", json=QUESTION, headers=STREAM).text)[-1][1]
    assert (body["status"], body["mode"], body["text"]) == ("notice", "fixed", "今天维护，请拨打12333。")
    assert streamed["text"] == "今天维护，请拨打12333。"
