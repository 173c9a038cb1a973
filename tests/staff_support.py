"""A service whose staff stores are real, over the fake assistant: no model and no index."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import numpy as np
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.staff.accounts import Role
from bot.staff.likeness import Matter
from bot.staff.stores import Held, StaffStores, open_stores
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.editorial import EditorialStore
from bot.storage.policies import PolicyStore
from tests.fakes import FakeAssistant
from tests.service import client_of, make_assistant

PASSWORD = "a-long-enough-password"
NAMES: dict[Role, str] = {"agent": "ann", "editor": "eva", "admin": "ada"}


class ByFirst:
    """Embeddings by the first character: texts that begin alike mean the same."""

    fingerprint = "by-first"

    def embed_questions(self, texts: Any) -> Any:
        rows = np.zeros((len(texts), 256), np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[ord(text[0]) % 256] = 1
        return rows


def no_matter(text: str) -> Matter:
    """Nothing is told of any question."""
    return Matter({}, frozenset())


@contextmanager
def opened_stores(settings: Settings, assistant: FakeAssistant) -> Iterator[tuple[StaffStores, Database]]:
    """The stores over a fresh database, with one user of each role; the assistant gets them and a real record."""
    database = open_database(settings)
    editorial = EditorialStore(database, two_person=settings.two_person_approval)
    held = Held(database, cast(PolicyStore, assistant.policies), editorial)
    stores = open_stores(settings, held, ByFirst(), no_matter)
    for role, name in NAMES.items():
        stores.accounts.create(name, PASSWORD, role, "test")
    records = ConversationStore(database, settings)
    assistant.staff = stores
    cast(Any, assistant).conversations = records
    try:
        yield stores, database
    finally:
        records.close()
        database.close()


@contextmanager
def staff_client(folder: Path, **settings: Any) -> Iterator[tuple[TestClient, FakeAssistant]]:
    """A client of the service with staff, on a fresh data folder."""
    assistant = make_assistant()
    chosen = {"data_dir": folder, "rate_limit_per_client": "off", **settings}
    with opened_stores(Settings(**chosen), assistant), client_of(assistant, **chosen) as client:
        yield client, assistant


def sign_in(client: TestClient, role: Role) -> dict[str, str]:
    """Sign in as the user of that role; the headers that changes need."""
    body = {"name": NAMES[role], "password": PASSWORD}
    response = client.post("/api/desk/session", json=body, headers={"X-CSRF-Token": "none"})
    assert response.status_code == 200, response.text
    return {"X-CSRF-Token": response.json()["csrf"]}
