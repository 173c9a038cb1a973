"""`/m` in HTML forms: what is sent is shown as text, and what cannot be used is explained in the page."""

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.asking import STOPPING
from api.plain_pages import is_plain, plain_url
from bot.calculators.registry import CalculatorRegistry
from bot.eligibility import EligibilityEngine
from bot.settings import Settings
from corpus.errors import ModelUnavailableError
from corpus.library import load_policies
from corpus.rulebook import load_rulebook
from tests.fakes import FOURTH, FakeAssistant
from tests.service import client_of, make_assistant, problem_of


@pytest.fixture(scope="module")
def client() -> TestClient:
    rulebook = load_rulebook({policy.id: policy for policy in load_policies()})
    assistant = FakeAssistant(CalculatorRegistry(rulebook), EligibilityEngine(rulebook))
    return TestClient(create_app(Settings(), assistant))


def test_an_answer_comes_with_its_source(client: TestClient) -> None:
    page = client.post("/m", data={"question": "补贴多少"})
    assert page.status_code == 200
    assert FOURTH in page.text
    assert 'href="/m/clause/baotou-jineng-qiangqi/4#c-4-1"' in page.text


def test_markup_in_a_question_is_escaped(client: TestClient) -> None:
    page = client.post("/m", data={"question": "<script>alert(1)</script>"})
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text


@pytest.mark.parametrize("question", ["", "  ", "问" * 501])
def test_unusable_questions_are_explained_in_the_page(client: TestClient, question: str) -> None:
    page = client.post("/m", data={"question": question})
    assert page.status_code == 422
    assert 'role="alert"' in page.text
    assert "问问" not in page.text


def test_a_line_break_counts_as_one_character(client: TestClient) -> None:
    assert client.post("/m", data={"question": "问" * 249 + "\r\n" + "问" * 250}).status_code == 200


@pytest.mark.parametrize("address", ["/m/clause/nowhere/1", "/m/clause/baotou-jineng-qiangqi/99", "/m/calc/nothing"])
def test_unknown_addresses_are_pages_too(client: TestClient, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 404
    assert 'role="alert"' in page.text


def test_the_document_is_shown_whole(client: TestClient) -> None:
    page = client.get("/m/clause/baotou-jineng-qiangqi/4")
    assert "四、大力推行中国特色学徒制。" in page.text
    assert f'<span id="c-4-1" class="sentence">{FOURTH}</span>' in page.text
    assert "文件未标注" in page.text


@pytest.mark.parametrize(("value", "reason"), [("-1", "不能是负数"), ("NaN", "无法识别"), ("", "请填写")])
def test_a_wrong_input_is_named_beside_its_field(client: TestClient, value: str, reason: str) -> None:
    page = client.post("/m/calc/apprentice_subsidy", data={"headcount": value, "years": "1"})
    assert page.status_code == 422
    assert reason in page.text
    assert 'name="years" inputmode="decimal" maxlength="40" value="1"' in page.text


def test_the_self_check_refuses_what_it_did_not_ask(client: TestClient) -> None:
    page = client.post("/m/check", data={"audience": "<b>emperor</b>"})
    assert page.status_code == 422
    assert "emperor" not in page.text


def test_a_body_that_is_no_form_is_no_error_of_ours(client: TestClient) -> None:
    for address in ("/m", "/m/check", "/m/calc/apprentice_subsidy"):
        sent = client.post(address, content=b"\xff\xfe\x00", headers={"content-type": "multipart/form-data"})
        assert sent.status_code < 500


def told(page: Response, status: int) -> str:
    """The page that tells of trouble, after checking that it is one."""
    assert page.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert 'role="alert"' in page.text
    assert 'href="/m"' in page.text
    return page.text


@pytest.mark.parametrize("uses_model", [False, True])
def test_a_server_that_stops_says_so_in_a_page(uses_model: bool) -> None:
    assistant = make_assistant()
    assistant.uses_model, assistant.fail = uses_model, ModelUnavailableError(STOPPING)
    with client_of(assistant) as client:
        page = client.post("/m", data={"question": "补贴多少"})
    assert STOPPING in told(page, 503)
    assert page.headers["retry-after"] == "5"


def test_an_error_of_ours_is_a_page_without_its_cause() -> None:
    assistant = make_assistant()
    assistant.fail = RuntimeError("secret cause")
    with client_of(assistant) as client:
        assert "secret cause" not in told(client.post("/m", data={"question": "补贴多少"}), 500)


def test_whatever_stops_a_form_on_its_way_is_told_in_a_page() -> None:
    with client_of(make_assistant(), rate_limit_per_client="1/minute") as client:
        assert client.post("/m", data={"question": "补贴多少"}).status_code == 200
        page = client.post("/m", data={"question": "补贴多少"})
        assert "请稍等一会儿再试" in told(page, 429)
        assert page.headers["retry-after"]
    with client_of(make_assistant()) as client:
        told(client.post("/m", data={"question": "问" * 70_000}), 413)
        told(client.get("/m/nowhere"), 404)
        told(client.delete("/m"), 405)


def test_programs_get_their_problems_as_before() -> None:
    with client_of(make_assistant()) as client:
        problem_of(client.get("/api/nowhere"))
        problem_of(client.get("/v1/nowhere"))
    assert not is_plain("/mobile")


@pytest.mark.parametrize(
    ("url", "expected"),
    [("/clause/p/4#1", "/m/clause/p/4#c-4-1"), ("/clause/p/4.2", "/m/clause/p/4.2"), ("/clause/p", "/m/clause/p")],
)
def test_citations_lead_to_the_plain_page(url: str, expected: str) -> None:
    assert plain_url(url) == expected
