"""Input that must get a clear error or a right answer: never a 5xx, never an echo."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.service import client_of, make_assistant, problem_of

JSON = {"Content-Type": "application/json"}
MARK = "zqx9Secret"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with client_of(make_assistant(), rate_limit_per_client="off", rate_limit_total="off") as client:
        yield client


def ask(client: TestClient, body: bytes) -> tuple[int, str]:
    response = client.post("/api/ask", content=body, headers=JSON)
    return response.status_code, response.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"null", 422),
        (b"[]", 422),
        (b"{}", 422),
        (b'"text"', 422),
        (b"{", 400),
        (b"\xff\xfe{", 400),
        (b'{"question": "\xff"}', 400),
        (b"[" * 30_000, 400),
        (b'{"a":' * 12_000, 400),
        (b'{"question": ""}', 422),
        (b'{"question": " \\t\\n\\u3000"}', 422),
        (b'{"question": NaN}', 422),
        (b'{"question": -Infinity}', 422),
        (b'{"question": 1e400}', 422),
        (b'{"question": ["a"]}', 422),
        (b'{"question": "\\ud800"}', 422),
        (b'{"question": "a", "audience": "zqx9Secret"}', 422),
        (b'{"question": "a", "conversation_id": 7}', 422),
        (b'{"question": "' + b"a" * 501 + b'"}', 422),
        (json.dumps({"question": "\ufdfa" * 2000}).encode(), 422),
    ],
)
def test_unusable_bodies_are_refused_in_chinese(client: TestClient, body: bytes, status: int) -> None:
    response = client.post("/api/ask", content=body, headers=JSON)
    assert problem_of(response)["status"] == status
    assert MARK not in response.text


@pytest.mark.parametrize(
    "question",
    [
        "😀" * 20,
        "补\x00贴",
        "\u202e补贴\u202c",
        "补\u200b贴",
        "<script>alert(1)</script>",
        "１２３",
        "\ufdfa" * 500,
        "'; DROP TABLE",
    ],
)
def test_odd_questions_are_answered(client: TestClient, question: str) -> None:
    assert client.post("/api/ask", json={"question": question}).status_code == 200


@pytest.mark.parametrize("size", [65_537, 10 * 2**20])
def test_a_large_body_is_413_whether_announced_or_not(client: TestClient, size: int) -> None:
    whole = b"x" * size
    assert problem_of(client.post("/api/ask", content=whole, headers=JSON))["status"] == 413
    pieces = (whole[start : start + 32_768] for start in range(0, size, 32_768))
    assert problem_of(client.post("/api/ask", content=pieces, headers=JSON))["status"] == 413


def test_another_content_type_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", content=b"question=1", headers={"Content-Type": "text/plain"})
    assert problem_of(response)["status"] == 422


@pytest.mark.parametrize(
    "value",
    ["NaN", "Infinity", "-Infinity", "1e400", "-1", "9" * 30, '"NaN"', '"1e400"', "true", "[]", "{}", '"\\ud800"'],
)
def test_unusable_calculator_values_name_the_field(client: TestClient, value: str) -> None:
    body = f'{{"headcount": {value}, "years": 1}}'.encode()
    response = client.post("/api/calculators/apprentice_subsidy", content=body, headers=JSON)
    problem = problem_of(response)
    assert problem["status"] == 422
    assert [error["field"] for error in problem["errors"]] == ["headcount"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "-1", "9" * 30, "[]", '"\\ufdfa"'])
def test_every_field_of_every_calculator_refuses_what_is_no_value(client: TestClient, value: str) -> None:
    for spec in client.get("/api/calculators").json()["calculators"]:
        for field in spec["fields"]:
            body = f'{{"{field["name"]}": {value}}}'.encode()
            response = client.post(f"/api/calculators/{spec['name']}", content=body, headers=JSON)
            assert [error["field"] for error in problem_of(response)["errors"]] == [field["name"]]


def test_full_width_digits_are_digits(client: TestClient) -> None:
    plain = client.post("/api/calculators/apprentice_subsidy", json={"headcount": "123", "years": 1}).json()
    wide = client.post("/api/calculators/apprentice_subsidy", json={"headcount": "１２３", "years": 1}).json()
    # 123 people at 6000 and at 8000 yuan a year.
    assert (wide["low"], wide["high"]) == (plain["low"], plain["high"]) == ("738000", "984000")


def test_an_unknown_calculator_field_is_refused_without_repeating_it(client: TestClient) -> None:
    response = client.post("/api/calculators/apprentice_subsidy", json={MARK: 1})
    assert problem_of(response)["status"] == 422
    assert MARK not in response.text


@pytest.mark.parametrize(
    "facts", [{MARK: "yes"}, {"audience": MARK}, {"audience": [MARK]}, {"audience": 1.5}, {"audience": None}]
)
def test_unusable_facts_are_refused_without_repeating_them(client: TestClient, facts: dict[str, object]) -> None:
    response = client.post("/api/eligibility", json={"facts": facts})
    assert problem_of(response)["status"] == 422
    assert MARK not in response.text


@pytest.mark.parametrize(
    "address",
    [
        "/api/zqx9Secret", "/zqx9Secret", "/api/policies/zqx9Secret", "/api/answers/zqx9Secret", "/static/zqx9Secret",
        "/api/policies/baotou-jineng-qiangqi/clauses/zqx9Secret", "/api/conversations/zqx9Secret", "/static/../app.py",
        "/static/%2e%2e/app.py", "/static/%00", "/static/" + "a" * 3000, "/%2e%2e/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_unknown_addresses_are_404_without_repeating_them(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert MARK not in response.text


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=%ff", "?q=a&k=0", "?q=a&k=zqx9Secret", "?q=" + "a" * 501])
def test_unusable_searches_are_refused(client: TestClient, query: str) -> None:
    response = client.get(f"/api/search{query}")
    assert response.status_code in {200, 422}
    assert response.status_code == 422 or query == "?q=%ff"
    assert MARK not in response.text


@pytest.mark.parametrize("query", ["", "?q=%20", "?q=%00%E2%80%8B"])
def test_a_search_without_words_says_what_to_do(client: TestClient, query: str) -> None:
    assert problem_of(client.get(f"/api/search{query}"))["detail"] == "请先写下要查的词。"


def test_a_choice_that_is_none_names_the_choices(client: TestClient) -> None:
    detail = problem_of(client.post("/api/ask", json={"question": "a", "audience": MARK}))["detail"]
    assert "worker、enterprise、hotline" in detail


def test_a_wrong_method_is_405(client: TestClient) -> None:
    assert problem_of(client.get("/api/ask"))["status"] == 405


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)
BODIES = st.one_of(
    st.binary(max_size=300),
    VALUES.map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(
        {"question": VALUES}, optional={"conversation_id": VALUES, "audience": VALUES, "policy_id": VALUES}
    ).map(lambda value: json.dumps(value).encode()),
)


@pytest.mark.parametrize(
    "address", ["/api/ask", "/api/calculators/performance_pay_cap", "/api/eligibility", "/api/feedback"]
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=BODIES)
def test_no_body_makes_a_server_error(client: TestClient, address: str, body: bytes) -> None:
    response = client.post(address, content=body, headers=JSON)
    assert response.status_code < 500
    if response.status_code >= 400:
        problem_of(response)
