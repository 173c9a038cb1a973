"""The staff's interface over HTTP: locking out, hand-over, editing, figures, keys, single sign-on."""

import csv
import io
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.testclient import TestClient

from api.staff.figures import harmless
from api.staff.keys import needed_scope
from tests.fakes import CITED, FOURTH
from tests.service import problem_of
from tests.staff_support import PASSWORD, sign_in, staff_client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with staff_client(tmp_path) as (client, _):
        yield client


def test_failed_tries_lock_out_with_a_time_to_wait(client: TestClient) -> None:
    for _ in range(5):
        body = {"name": "ann", "password": "wrong"}
        response = client.post("/api/desk/session", json=body, headers={"X-CSRF-Token": "none"})
        assert problem_of(response)["detail"] == "用户名或密码不对。"
    body = {"name": "ann", "password": PASSWORD}
    response = client.post("/api/desk/session", json=body, headers={"X-CSRF-Token": "none"})
    assert response.status_code == 429
    assert 0 < int(response.headers["retry-after"]) <= 900
    problem_of(response)


def test_signing_out_ends_the_session(client: TestClient) -> None:
    headers = sign_in(client, "agent")
    cookie = dict(client.cookies)
    assert client.get("/api/desk/session").json()["user"]["name"] == "ann"
    assert client.delete("/api/desk/session", headers=headers).status_code == 204
    client.cookies.update(cookie)
    assert client.get("/api/desk/notes").status_code == 401


def test_suggestions_hold_passages_with_links(client: TestClient) -> None:
    sign_in(client, "agent")
    found = client.get("/api/desk/suggest", params={"q": "学徒"}).json()
    assert found["passages"][0]["url"].startswith("/clause/")
    assert client.get("/api/desk/suggest", params={"q": " "}).status_code == 422


def test_notes_are_masked_and_ones_own(client: TestClient) -> None:
    headers = sign_in(client, "agent")
    body = {"text": "电话13812345678", "question": "我叫王小明"}
    assert client.post("/api/desk/notes", json=body, headers=headers).json()["text"] == "电话[手机号]"
    (note,) = client.get("/api/desk/notes").json()["notes"]
    assert note["question"] == "我叫[姓名]"
    sign_in(client, "editor")
    assert client.get("/api/desk/notes").json()["notes"] == []


def test_a_conversation_goes_to_a_person_and_back(client: TestClient) -> None:
    asked = client.post("/api/ask", json={"question": "补多少"}).json()
    public = f"/api/conversations/{asked['conversation_id']}"
    assert client.get(f"{public}/messages").json() == {"state": "none", "messages": []}
    assert client.post(f"{public}/messages", json={"text": "在吗"}).status_code == 404
    assert client.post(f"{public}/handover").status_code == 204
    assert client.post("/api/conversations/unknown-one/handover").status_code == 404
    headers = sign_in(client, "agent")
    staff = f"/api/desk/handovers/{asked['conversation_id']}"
    (waiting,) = client.get("/api/desk/handovers").json()["handovers"]
    assert (waiting["state"], waiting["question"]) == ("waiting", "补多少")
    assert client.post(f"{staff}/messages", json={"text": "您好"}, headers=headers).status_code == 422
    taken = client.post(f"{staff}/take", headers=headers).json()
    assert [one["question"] for one in taken["exchanges"]] == ["补多少"]
    first = client.post(f"{staff}/messages", json={"text": "您好，我是12333"}, headers=headers).json()
    assert client.post(f"{public}/messages", json={"text": "我的电话13812345678"}).status_code == 201
    said = client.get(f"{public}/messages").json()
    assert [(one["sender"], one["text"]) for one in said["messages"]] == [
        ("staff", "您好，我是12333"), ("user", "我的电话[手机号]"),
    ]  # fmt: skip
    assert len(client.get(f"{public}/messages", params={"after": first["id"]}).json()["messages"]) == 1
    assert client.post(f"{staff}/take", headers=sign_in(client, "editor")).status_code == 422
    assert client.post(f"{staff}/return", headers=sign_in(client, "agent")).json()["handovers"] == []
    assert client.get(f"{public}/messages").json()["state"] == "closed"
    assert client.post(f"{public}/messages", json={"text": "还在吗"}).status_code == 404


def test_deleting_a_conversation_forgets_its_hand_over(client: TestClient) -> None:
    asked = client.post("/api/ask", json={"question": "补多少"}).json()
    public = f"/api/conversations/{asked['conversation_id']}"
    client.post(f"{public}/handover")
    client.post(f"{public}/messages", json={"text": "在吗"})
    assert client.delete(public).status_code == 204
    assert client.get(f"{public}/messages").json() == {"state": "none", "messages": []}
    sign_in(client, "agent")
    assert client.get("/api/desk/handovers").json()["handovers"] == []


def _answer(text: str, clause: str = CITED) -> dict[str, Any]:
    return {"kind": "answer", "questions": ["补多少"], "answer": text, "clauses": [clause]}


def test_only_what_passes_the_gate_is_kept(client: TestClient) -> None:
    headers = sign_in(client, "editor")
    wrong, right = _answer("每人每年9000元的培训补贴。"), _answer(FOURTH)
    checked = client.post("/api/desk/questions/check", json={"body": wrong}, headers=headers).json()
    assert (checked["passed"], checked["faults"][0]["detail"]) == (False, "9000元")
    assert client.post("/api/desk/entries", json={"body": wrong}, headers=headers).status_code == 422
    gone = client.post("/api/desk/entries", json={"body": _answer(FOURTH, "no/4#1")}, headers=headers)
    assert gone.status_code in (404, 422)
    checked = client.post("/api/desk/questions/check", json={"body": right}, headers=headers).json()
    assert checked["passed"]
    assert checked["preview"]["citations"][0]["id"] == CITED
    made = client.post("/api/desk/entries", json={"body": {**right, "quotes": ["别的话"]}}, headers=headers)
    assert made.json()["state"] == "published"
    assert made.json()["body"]["quotes"] == [FOURTH], "the sentence as the text has it, whatever is sent"
    term = {"kind": "synonym", "term": "没有的词", "plain": ["词"]}
    assert client.post("/api/desk/entries", json={"body": term}, headers=headers).status_code == 422


def test_a_second_person_approves_where_that_is_set(tmp_path: Path) -> None:
    with staff_client(tmp_path, two_person_approval=True) as (client, _):
        headers = sign_in(client, "editor")
        entry = client.post("/api/desk/entries", json={"body": _answer(FOURTH)}, headers=headers).json()
        approve = f"/api/desk/entries/{entry['id']}/approve"
        assert "自己写的" in problem_of(client.post(approve, headers=headers))["detail"]
        assert client.post(approve, headers=sign_in(client, "admin")).json()["state"] == "published"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    assert harmless("补贴") == "补贴"
    assert harmless(-1) == -1


def test_the_tables_of_figures_are_harmless_csv(client: TestClient) -> None:
    client.post("/api/ask", json={"question": "补多少"})
    sign_in(client, "editor")
    assert client.get("/api/desk/figures", params={"days": 7}).status_code == 200
    for table in ("days", "topics", "silent"):
        response = client.get("/api/desk/figures/csv", params={"table": table})
        assert response.headers["content-type"].startswith("text/csv")
        rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
        assert len({len(row) for row in rows}) == 1
    assert client.get("/api/desk/figures", params={"days": 181}).status_code == 422


def test_keys_are_held_to_their_scopes(tmp_path: Path) -> None:
    with staff_client(tmp_path, api_keys_required=True) as (client, _):
        headers = sign_in(client, "admin")
        made = client.post("/api/desk/keys", json={"name": "门户", "scopes": ["read"]}, headers=headers).json()
        bearer = {"Authorization": f"Bearer {made['secret']}"}
        assert client.get("/api/policies", headers=bearer).status_code == 200
        problem_of(client.post("/api/ask", json={"question": "补多少"}, headers=bearer))
        assert client.post("/api/ask", json={"question": "补多少"}).status_code == 200
        body = {"messages": [{"role": "user", "content": "补多少"}]}
        assert client.post("/v1/chat/completions", json=body).status_code == 401
        foreign = {"Authorization": "Bearer sk-of-another-kind"}
        assert client.post("/v1/chat/completions", json=body, headers=foreign).status_code == 401
        asks = client.post("/api/desk/keys", json={"name": "平台", "scopes": ["ask"]}, headers=headers).json()
        able = {"Authorization": f"Bearer {asks['secret']}"}
        assert client.post("/v1/chat/completions", json=body, headers=able).status_code == 200
        assert client.delete(f"/api/desk/keys/{made['key']['id']}", headers=headers).status_code == 204
        assert client.get("/api/policies", headers=bearer).status_code == 401
        assert client.get("/api/desk/users", headers=able).status_code == 200  # the cookie decides there, not the key


def test_scopes_by_method_and_path() -> None:
    assert needed_scope("GET", "/api/search") == "read"
    assert needed_scope("POST", "/v1/chat/completions") == "ask"
    assert needed_scope("POST", "/api/policies") == "ingest"
    assert needed_scope("GET", "/healthz") is None


class Provider:
    """A fake system that signs people in; `claims` are what it vouches for."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.claims: dict[str, Any] = {"sub": "42", "preferred_username": "li"}
        self.nonce = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self) -> dict[str, Any]:
        now = int(time.time())
        own = {"iss": self.address, "aud": "desk", "iat": now, "exp": now + 60, "nonce": self.nonce}
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, {**own, **self.claims}, self.key)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/token":
            return self.token()
        if path == "/jwks":
            return {"keys": [self.key.as_dict(private=False)]}
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                body = json.dumps(provider.answer(urlsplit(self.path).path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the name that the server calls

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.server.shutdown()
    provider.server.server_close()


def _sign_in_there(client: TestClient, provider: Provider) -> str:
    """Go there and come back; where the browser ends up."""
    there = client.get("/api/desk/oidc/start", follow_redirects=False)
    query = parse_qs(urlsplit(there.headers["location"]).query)
    provider.nonce = query["nonce"][0]
    assert query["code_challenge_method"] == ["S256"]
    back = client.get(
        "/api/desk/oidc/callback", params={"state": query["state"][0], "code": "c"}, follow_redirects=False
    )
    return str(back.headers["location"])


def _with_provider(provider: Provider, **more: Any) -> dict[str, Any]:
    return {"oidc_issuer": provider.address, "oidc_client_id": "desk", "oidc_client_secret": "s", **more}


def test_another_system_signs_in(tmp_path: Path, provider: Provider) -> None:
    with staff_client(tmp_path, **_with_provider(provider)) as (client, _):
        assert client.get("/api/desk/session").json()["single_sign_on"] is True
        assert _sign_in_there(client, provider) == "/desk"
        user = client.get("/api/desk/session").json()["user"]
        assert (user["name"], user["role"], user["is_external"]) == ("oidc:li", "agent", True)


@pytest.mark.parametrize("claims", [{"aud": "other"}, {"nonce": "old"}, {"exp": 1}, {"iss": "http://evil.example"}])
def test_what_is_not_vouched_for_signs_nobody_in(tmp_path: Path, provider: Provider, claims: dict[str, Any]) -> None:
    provider.claims |= claims
    with staff_client(tmp_path, **_with_provider(provider)) as (client, _):
        assert _sign_in_there(client, provider) == "/desk?failed=sso"
        assert client.get("/api/desk/session").json()["user"] is None


def test_a_way_back_that_nobody_went_signs_nobody_in(tmp_path: Path, provider: Provider) -> None:
    with staff_client(tmp_path, **_with_provider(provider)) as (client, _):
        back = client.get("/api/desk/oidc/callback", params={"state": "x", "code": "c"}, follow_redirects=False)
        assert back.headers["location"] == "/desk?failed=sso"


def test_only_known_people_where_that_is_set(tmp_path: Path, provider: Provider) -> None:
    with staff_client(tmp_path, **_with_provider(provider, oidc_role="none")) as (client, _):
        assert _sign_in_there(client, provider) == "/desk?failed=sso"


def test_single_sign_on_is_off_by_default(client: TestClient) -> None:
    assert client.get("/api/desk/oidc/start").status_code == 404
