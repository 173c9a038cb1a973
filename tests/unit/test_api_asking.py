"""A question that may wait for a language model: no thread is held, and a stop ends the wait."""

import anyio
import pytest

from api.asking import STOPPING, answered
from api.metrics import Metrics
from api.schemas import AskRequest
from api.service import Service
from bot.settings import Settings
from corpus.errors import ModelUnavailableError
from tests.fakes import FOURTH
from tests.service import client_of, make_assistant


@pytest.mark.parametrize("uses_model", [False, True])
def test_the_answer_is_the_same_whether_or_not_a_model_is_waited_for(uses_model: bool) -> None:
    assistant = make_assistant()
    assistant.uses_model = uses_model
    with client_of(assistant) as client:
        answer = client.post("/api/ask", json={"question": "补贴多少"}).json()
    assert answer["text"] == FOURTH
    assert assistant.ended_streams == int(uses_model)


def test_a_stop_ends_the_wait_and_the_work() -> None:
    assistant = make_assistant()
    assistant.uses_model, assistant.pause_s = True, 30

    async def ask_and_stop() -> None:
        service = Service(Settings(), assistant, Metrics())  # type: ignore[arg-type]  # the fake has the same surface
        async with anyio.create_task_group() as group:
            group.start_soon(service.end_streams, 0.5)
            await answered(service, AskRequest(question="补贴多少"), None)

    with pytest.RaisesGroup(pytest.RaisesExc(ModelUnavailableError, match=STOPPING)):
        anyio.run(ask_and_stop)
    assert assistant.ended_streams == 1
