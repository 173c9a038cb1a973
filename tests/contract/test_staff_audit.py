"""Every change that staff can make is written into the audit; the list is generated from the routes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.ingest.ingestor import Ingestor
from bot.ingest.review import Reviewer
from tests.contract.test_staff_roles import READING, ROUTES
from tests.corpus_builders import TRAINING, CharacterEmbeddings
from tests.fakes import CITED, FOURTH
from tests.staff_support import PASSWORD, sign_in, staff_client

ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"
DESK = "/api/desk"
KEEPS_NOTHING = {("POST", f"{DESK}/questions/check"), ("POST", f"{DESK}/policies/preview")}
ANSWER = {"kind": "answer", "questions": ["补多少"], "answer": FOURTH, "clauses": [CITED]}
FILE = {"params": {"name": "办法.txt"}, "content": TRAINING.encode()}
CHANGES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", f"{DESK}/notes"): {"json": {"text": "问补贴", "question": ""}},
    ("POST", f"{DESK}/handovers/{{conversation_id}}/take"): {},
    ("POST", f"{DESK}/handovers/{{conversation_id}}/messages"): {"json": {"text": "您好"}},
    ("POST", f"{DESK}/handovers/{{conversation_id}}/return"): {},
    ("POST", f"{DESK}/entries"): {"json": {"body": ANSWER}},
    ("POST", f"{DESK}/entries/{{entry_id}}/approve"): {"as": "editor"},
    ("POST", f"{DESK}/entries/{{entry_id}}/undo"): {},
    ("POST", f"{DESK}/entries/{{entry_id}}/redo"): {},
    ("POST", f"{DESK}/policies"): FILE,
    ("PATCH", f"{DESK}/policies/{{policy_id}}/metadata"): {"json": {"field": "region", "value": "包头市"}},
    ("POST", f"{DESK}/users"): {"json": {"name": "new", "password": PASSWORD, "role": "agent"}},
    ("PATCH", f"{DESK}/users/{{user_id}}"): {"json": {"role": "editor"}},
    ("POST", f"{DESK}/keys"): {"json": {"name": "门户", "scopes": ["read"]}},
    ("DELETE", f"{DESK}/keys/{{key_id}}"): {},
    ("POST", f"{DESK}/session"): {"json": {"name": "eva", "password": PASSWORD}},
    ("DELETE", f"{DESK}/session"): {"as": "editor"},
    ("POST", f"{DESK}/session/password"): {"json": {"old_password": PASSWORD, "password": "another-long-password"}},
}
"""In an order in which each succeeds."""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with staff_client(tmp_path, two_person_approval=True) as (client, assistant):
        database = assistant.staff.audit._database
        reviewer = Reviewer(database, Ingestor(database, CharacterEmbeddings()), list)
        assistant.staff = replace(assistant.staff, reviewer=reviewer)
        yield client


def test_no_change_is_forgotten_here() -> None:
    changes = {(method, path) for method, path, _ in ROUTES if method not in READING}
    assert changes - KEEPS_NOTHING == set(CHANGES)


def test_every_change_is_written_down_with_who_made_it(client: TestClient) -> None:
    conversation = client.post("/api/ask", json={"question": "补多少"}).json()["conversation_id"]
    assert client.post(f"/api/conversations/{conversation}/handover").status_code < 300
    names = {"conversation_id": conversation, "entry_id": "1", "policy_id": ID, "user_id": "4", "key_id": "1"}
    stores = client.app.state.service.assistant.staff
    for (method, path), sent in CHANGES.items():
        who = sent.get("as", "admin")
        headers = sign_in(client, who)
        before = stores.audit.actions()[0].id
        request = {key: value for key, value in sent.items() if key != "as"}
        response = client.request(method, path.format(**names), headers=headers, **request)
        assert response.status_code < 300, (path, response.text)
        written = [action for action in stores.audit.actions() if action.id > before]
        assert written, path
        assert written[0].actor in ("ada", "eva")
