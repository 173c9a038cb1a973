from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.service import client_of, make_assistant, problem_of

CHAT = "<!doctype html><title>问政策</title>" + "政" * 500


@pytest.fixture
def build(tmp_path: Path) -> Path:
    for name in ("chat", "clause"):
        (tmp_path / "static" / name).mkdir(parents=True)
        (tmp_path / "static" / name / "index.html").write_text(CHAT if name == "chat" else "clause", encoding="utf-8")
    (tmp_path / "static/assets").mkdir()
    (tmp_path / "static/assets/chat-1a2b.js").write_text("export {}")
    (tmp_path / "static/icon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "static/link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "static"


@pytest.fixture
def client(build: Path) -> Iterator[TestClient]:
    with client_of(make_assistant(), static=build) as client:
        yield client


def test_the_chat_is_at_the_root_and_other_pages_at_their_names(client: TestClient) -> None:
    assert client.get("/").text == CHAT
    assert client.get("/").headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/clause/baotou-jineng-qiangqi/4").text == "clause"
    assert problem_of(client.get("/desk"))["status"] == 404


def test_a_person_with_a_wrong_address_gets_a_page_and_a_program_a_problem(client: TestClient) -> None:
    page = client.get("/zqx9Secret/4", headers={"Accept": "text/html,application/xhtml+xml"})
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "没有找到这个页面" in page.text
    assert "zqx9Secret" not in page.text
    assert problem_of(client.get("/zqx9Secret/4"))["status"] == 404
    assert problem_of(client.get("/api/zqx9Secret", headers={"Accept": "text/html"}))["status"] == 404


def test_hashed_assets_are_kept_for_good_and_the_rest_is_asked_for_again(client: TestClient) -> None:
    asset = client.get("/static/assets/chat-1a2b.js")
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["content-type"].startswith("application/javascript")
    assert client.get("/static/icon.svg").headers["cache-control"] == "no-cache"
    assert client.get("/").headers["cache-control"] == "no-cache"


def test_pages_are_compressed_for_those_who_take_it(client: TestClient) -> None:
    assert client.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/", headers={"Accept-Encoding": "identity"}).headers


@pytest.mark.parametrize("path", ["../secret.txt", "%2e%2e/secret.txt", "link.txt", "assets", "", "a%00b", "a" * 3000])
def test_nothing_outside_the_build_is_served(client: TestClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_a_rebuilt_page_is_seen(client: TestClient, build: Path) -> None:
    client.get("/clause/x")
    (build / "clause/index.html").write_text("rebuilt")
    assert client.get("/clause/x").text == "rebuilt"


def test_without_a_build_the_home_page_says_so_in_chinese(tmp_path: Path) -> None:
    with client_of(make_assistant(), static=tmp_path) as client:
        response = client.get("/")
    assert response.status_code == 503
    assert "页面尚未构建" in response.text
