"""A test client of the service over an assistant, fake unless another is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from api.app import create_app
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from bot.settings import Settings
from corpus.library import load_policies
from corpus.rulebook import load_rulebook
from tests.fakes import FakeAssistant

NOWHERE = Path("not-built")


def make_assistant() -> FakeAssistant:
    """The fake, with the real calculators and the real self-check."""
    rulebook = load_rulebook({policy.id: policy for policy in load_policies()})
    return FakeAssistant(CalculatorRegistry(rulebook), EligibilityEngine(rulebook))


@contextmanager
def client_of(assistant: Any, static: Path = NOWHERE, **settings: Any) -> Iterator[TestClient]:
    """A client of a running service; nothing is raised through it, as nothing is over a network."""
    app = create_app(Settings(**settings), assistant, static=static)
    with TestClient(app, raise_server_exceptions=False, client=("203.0.113.7", 50000)) as client:
        yield client


def problem_of(response: Any) -> dict[str, Any]:
    """The problem that a response is, after checking that it is one."""
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == response.status_code
    assert any("\u4e00" <= character <= "\u9fff" for character in body["detail"])
    return body
