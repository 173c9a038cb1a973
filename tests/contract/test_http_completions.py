"""The interface that other programs already speak."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from corpus.errors import StorageError
from tests.fakes import FOURTH, FakeAssistant
from tests.service import client_of, make_assistant, problem_of

ADDRESS = "/v1/chat/completions"
MESSAGES = [
    {"role": "system", "content": "你是助手"},
    {"role": "user", "content": "你好"},
    {"role": "assistant", "content": "您好"},
    {"role": "user", "content": [{"type": "text", "text": "补多少钱"}]},
]


@pytest.fixture
def assistant() -> FakeAssistant:
    return make_assistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with client_of(assistant) as client:
        yield client


def test_the_last_user_message_is_answered_with_citations(client: TestClient, assistant: FakeAssistant) -> None:
    body = client.post(ADDRESS, json={"model": "any", "messages": MESSAGES, "temperature": 0}).json()
    assert [question.text for question in assistant.asked] == ["补多少钱"]
    assert body["object"] == "chat.completion"
    assert body["choices"][0]["message"] == {"role": "assistant", "content": FOURTH}
    assert body["citations"][0]["id"] == "baotou-jineng-qiangqi/4#1"


def test_a_stream_is_chunks_and_done(client: TestClient) -> None:
    text = client.post(ADDRESS, json={"messages": MESSAGES, "stream": True}).text
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]
    assert lines[-1] == "[DONE]"
    chunks = [json.loads(line) for line in lines[:-1]]
    assert "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks) == FOURTH
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["citations"]


def test_a_stream_that_fails_says_so(client: TestClient, assistant: FakeAssistant) -> None:
    assistant.fail = StorageError("数据库现在不能使用。")
    text = client.post(ADDRESS, json={"messages": MESSAGES, "stream": True}).text
    assert "数据库现在不能使用。" in text
    assert text.strip().endswith("[DONE]")


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [{"role": "system", "content": "x"}],
        [{"role": "user", "content": " "}],
        [{"role": "user", "content": "补" * 501}],
    ],
)
def test_without_a_usable_question_it_is_refused(client: TestClient, messages: list[dict[str, str]]) -> None:
    assert problem_of(client.post(ADDRESS, json={"messages": messages}))["status"] == 422
