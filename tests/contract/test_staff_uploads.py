"""Publishing a policy from the desk, from the preview to the correction."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.ingest.ingestor import Ingestor
from bot.ingest.review import Reviewer
from bot.storage.policies import PolicyStore
from tests.corpus_builders import TRAINING, CharacterEmbeddings, fresh_database
from tests.service import problem_of
from tests.staff_support import sign_in, staff_client

ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"
FILE = {"params": {"name": "办法.txt"}, "content": TRAINING.encode()}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[TestClient, PolicyStore]]:
    database = fresh_database(tmp_path / "corpus")
    with staff_client(tmp_path / "staff") as (client, assistant):
        reviewer = Reviewer(database, Ingestor(database, CharacterEmbeddings()), list)
        assistant.staff = replace(assistant.staff, reviewer=reviewer)
        yield client, PolicyStore(database)
    database.close()


def test_an_editor_previews_publishes_and_corrects(desk: tuple[TestClient, PolicyStore]) -> None:
    client, store = desk
    headers = sign_in(client, "editor")
    seen = client.post("/api/desk/policies/preview", headers=headers, **FILE)
    assert seen.status_code == 200
    assert seen.json()["title"] == "技能培训补贴办法"
    assert seen.json()["replaces"] is None
    assert any("5000元" in sentence for clause in seen.json()["clauses"] for sentence in clause["sentences"])
    assert store.held() == ()

    done = client.post("/api/desk/policies", headers=headers, **FILE)
    assert done.status_code == 201
    assert done.json()["policy_id"] == ID

    body = {"field": "effective_from", "value": "2023-04-01"}
    assert client.patch(f"/api/desk/policies/{ID}/metadata", headers=headers, json=body).status_code == 204
    assert str(store.describe(ID).begins_on) == "2023-04-01"


def test_a_bad_file_and_a_bad_value_are_told(desk: tuple[TestClient, PolicyStore]) -> None:
    client, store = desk
    headers = sign_in(client, "editor")
    bad = client.post("/api/desk/policies", headers=headers, params={"name": "坏.pdf"}, content=b"%PDF-1.4 broken")
    assert problem_of(bad)["status"] == 422
    client.post("/api/desk/policies", headers=headers, **FILE)
    body = {"field": "effective_from", "value": "明年"}
    wrong = client.patch(f"/api/desk/policies/{ID}/metadata", headers=headers, json=body)
    assert problem_of(wrong)["status"] == 422
    assert len(store.held()) == 1


def test_agents_publish_nothing(desk: tuple[TestClient, PolicyStore]) -> None:
    client, store = desk
    headers = sign_in(client, "agent")
    assert client.post("/api/desk/policies/preview", headers=headers, **FILE).status_code == 403
    assert client.post("/api/desk/policies", headers=headers, **FILE).status_code == 403
    assert store.held() == ()


def test_a_file_past_the_limit_is_refused(desk: tuple[TestClient, PolicyStore]) -> None:
    client, _ = desk
    headers = {**sign_in(client, "editor"), "Content-Length": str(21 << 20)}
    response = client.post("/api/desk/policies", headers=headers, params={"name": "大.txt"}, content=b"x")
    assert problem_of(response)["status"] == 413
