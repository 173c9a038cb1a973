"""500 numbers of people, in many spellings, put wherever something is written: none is kept, logged or counted."""

import random
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.assembly import build_assistant
from bot.settings import Settings
from tests.service import client_of
from tests.staff_support import PASSWORD
from tests.unit.test_privacy import SPELLINGS

COUNT = 500
HEADERS = {"X-CSRF-Token": "none"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    limits = {"rate_limit_per_client": "off", "rate_limit_total": "off"}
    assistant = build_assistant(Settings(data_dir=tmp_path))
    assert assistant.staff is not None
    assistant.staff.accounts.create("ada", PASSWORD, "admin", "test")
    with client_of(assistant, data_dir=tmp_path, **limits) as client:
        yield client
    assistant.close()


def numbers() -> list[tuple[str, str]]:
    """Each number in plain digits and as it is spelled, all kinds in turn."""
    chance = random.Random("kept")  # noqa: S311 - made-up numbers, the same each time
    kinds = list(SPELLINGS.values())
    found = []
    for count in range(COUNT):
        make, spellings = kinds[count % len(kinds)]
        number = make(chance)
        found.append((number, spellings[count // len(kinds) % len(spellings)](number)))
    return found


def write(client: TestClient, headers: dict[str, str], spelled: str, place: int) -> None:
    """The number in a question, in a judgement, in a note and in a decision, in turn."""
    answer = client.post("/api/ask", json={"question": f"我的号码是{spelled}，学徒补贴多少"}).json()
    body = {"kind": "dismissal", "reason": f"已回电{spelled}"}
    places: list[tuple[str, Any]] = [
        ("/api/feedback", {"answer_id": answer["answer_id"], "helpful": False, "comment": f"回电{spelled}"}),
        ("/api/desk/notes", {"text": f"来电人{spelled}问补贴", "question": f"{spelled}能领吗"}),
        ("/api/desk/entries", {"body": body}),
    ]
    path, content = places[place % len(places)]
    assert client.post(path, json=content, headers=headers).status_code < 300


def talk(client: TestClient, headers: dict[str, str], spellings: list[str]) -> None:
    """The numbers in a conversation that a person has taken over, from both sides."""
    conversation = client.post("/api/ask", json={"question": "转人工"}).json()["conversation_id"]
    client.post(f"/api/desk/handovers/{conversation}/take", headers=headers)
    for spelled in spellings:
        for path in (f"/api/conversations/{conversation}/messages", f"/api/desk/handovers/{conversation}/messages"):
            assert client.post(path, json={"text": f"号码{spelled}"}, headers=headers).status_code in (200, 201, 204)


def plain(text: str) -> str:
    """The text as somebody would read numbers out of it: digits of any script, without what stands between them."""
    digits = "".join(str(unicodedata.digit(c, c)) for c in unicodedata.normalize("NFKC", text))
    return re.sub(r"(?<=\d)[\s\-—.()（）\u200b]+(?=\d)", "", digits)


@pytest.mark.timeout(900)
def test_none_of_500_numbers_is_kept(client: TestClient, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    signed = client.post("/api/desk/session", json={"name": "ada", "password": PASSWORD}, headers=HEADERS)
    headers = {"X-CSRF-Token": signed.json()["csrf"]}
    made = numbers()
    for place, (_, spelled) in enumerate(made):
        write(client, headers, spelled, place)
    talk(client, headers, [spelled for _, spelled in made[:40]])
    kept = client.get("/api/desk/notes").text + client.get("/api/desk/questions").text + client.get("/metrics").text
    client.app.state.service.assistant.conversations.flush()
    with sqlite3.connect(tmp_path / "policy.db") as database:
        rows = "\n".join(database.iterdump())
    assert rows.count('INSERT INTO "answers"') > COUNT
    seen = "\n".join((rows, kept, *capfd.readouterr()))
    read = plain(seen)
    found = [number for number, spelled in made if spelled in seen or number in read or number.lower() in read]
    assert found == []
