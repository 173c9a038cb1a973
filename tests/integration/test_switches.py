"""The kill switches: without generation nothing is sent out, without the chat nothing is answered."""

from pathlib import Path
from typing import Any

import pytest

from bot.answering.models import Question
from bot.assembly import build_assistant
from bot.settings import Settings
from tests.integration import fake_llm
from tests.service import client_of


@pytest.mark.parametrize("enabled", [True, False])
def test_without_generation_the_language_model_is_sent_nothing(tmp_path: Path, enabled: bool) -> None:
    with fake_llm.fake_llm(fake_llm.says("no draft")) as model:
        chosen: dict[str, Any] = {"llm_base_url": model.url, "llm_model": "fake", "llm_deadline_s": 3}
        assistant = build_assistant(Settings(data_dir=tmp_path, generation_enabled=enabled, **chosen))
        answer = assistant.ask(Question(text="实习协议要不要去人社备案，三方的还是两方的"))
        assistant.close()
        assert (answer.status, answer.mode) == ("partial", "extract")
        assert bool(model.requests) is enabled


def test_without_the_chat_every_way_of_asking_gets_the_notice_and_nothing_is_recorded(tmp_path: Path) -> None:
    notice = "今天维护，请拨打12333。"
    assistant = build_assistant(Settings(data_dir=tmp_path))
    with client_of(assistant, data_dir=tmp_path, chat_enabled=False, chat_notice=notice) as client:
        answer = client.post("/api/ask", json={"question": "学徒补贴多少"}).json()
        assert (answer["status"], answer["mode"], answer["text"]) == ("notice", "fixed", notice)
        streamed = client.post("/api/ask", json={"question": "学徒补贴多少"}, headers={"Accept": "text/event-stream"})
        assert notice in streamed.text
        assert "6000" not in streamed.text
        body = {"messages": [{"role": "user", "content": "学徒补贴多少"}]}
        completed = client.post("/v1/chat/completions", json=body).json()
        assert completed["choices"][0]["message"]["content"] == notice
        assert notice in client.post("/m", data={"question": "学徒补贴多少"}).text
        assert client.get("/api/search", params={"q": "学徒补贴"}).json()["hits"], "the texts stay open"
    assert assistant.conversations.export(answer["conversation_id"]) is None
    assistant.close()
