"""Search, policies, calculators, self-check, feedback, conversations and health as the contract has them."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from corpus.errors import StorageError
from corpus.library import load_policies
from tests.fakes import FOURTH, TITLE, FakeAssistant, make_policy
from tests.service import client_of, make_assistant, problem_of

POLICY = "baotou-jineng-qiangqi"
CALCULABLE = {
    "apprentice_subsidy": {"headcount": 10, "years": 1.5, "apprentice_type": "graduate", "internship_months": 6},
    "performance_pay_cap": {"surplus_last_year": 900_000, "performance_pay_last_year": 2_000_000, "net_income": 100},
    "education_fund_frontline": {"education_fund": 1_000_000, "frontline_spending": 500_000},
    "wage_growth_check": {"skilled_growth": 5, "comparison_growth": 6},
    "title_route": {"skill_level": "技师"},
}


@pytest.fixture
def assistant() -> FakeAssistant:
    return make_assistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with client_of(assistant) as client:
        yield client


def test_search_gives_hits_with_the_fields_of_the_contract(client: TestClient) -> None:
    hits = client.get("/api/search", params={"q": "学徒补贴", "k": 3}).json()["hits"]
    assert hits[0].keys() >= {"id", "policy_id", "policy_title", "label", "heading", "text", "score"}
    assert (hits[0]["id"], hits[0]["text"]) == (f"{POLICY}/4#1", FOURTH)


def test_policies_are_listed_with_dates_status_and_counts(client: TestClient) -> None:
    (policy,) = client.get("/api/policies").json()["policies"]
    assert (policy["id"], policy["title"], policy["status"], policy["passage_count"]) == (POLICY, TITLE, "现行有效", 2)
    assert policy["begins_on"] is None
    assert policy["metadata"]["document_number"] is None


def test_a_policy_is_its_metadata_its_text_and_its_clause_tree(client: TestClient) -> None:
    body = client.get(f"/api/policies/{POLICY}").json()
    assert [clause["path"] for clause in body["clauses"]] == ["preamble", "4"]
    assert body["text"] == make_policy().text
    sentence = body["clauses"][1]["sentences"][0]
    assert body["text"][sentence["start"] : sentence["end"]] == sentence["text"] == FOURTH


def test_a_clause_is_verbatim_with_its_neighbours(client: TestClient) -> None:
    body = client.get(f"/api/policies/{POLICY}/clauses/4").json()
    assert body["text"] == f"四、大力推行中国特色学徒制。{FOURTH}"
    assert (body["previous"], body["next"]) == ("preamble", None)
    assert problem_of(client.get(f"/api/policies/{POLICY}/clauses/40"))["status"] == 404


def test_calculators_have_names_titles_and_schemas(client: TestClient) -> None:
    listed = client.get("/api/calculators").json()["calculators"]
    assert {item["name"] for item in listed} == {
        "apprentice_subsidy", "performance_pay_cap", "education_fund_frontline", "wage_growth_check", "title_route",
    }  # fmt: skip
    assert all(item["title"] and item["schema"]["type"] == "object" for item in listed)


def test_a_calculation_has_the_fields_of_the_contract(client: TestClient) -> None:
    body = client.post("/api/calculators/apprentice_subsidy", json={"headcount": 25, "years": 1}).json()
    # 25 people, one year, 6000 to 8000 yuan each.
    assert (body["status"], body["low"], body["high"], body["unit"]) == ("range", "150000", "200000", "元")
    assert body.keys() >= {"calculator", "steps", "assumptions", "notices", "citations"}
    assert problem_of(client.post("/api/calculators/none", json={}))["status"] == 404


def test_every_step_of_every_calculator_rests_on_a_verbatim_sentence(client: TestClient) -> None:
    policy = next(policy for policy in load_policies() if policy.id == POLICY)
    for name, inputs in CALCULABLE.items():
        body = client.post(f"/api/calculators/{name}", json=inputs).json()
        assert body["steps"]
        for step in body["steps"]:
            assert step.keys() >= {"text", "expression", "value", "citations"}
            assert step["citations"]
        for cited in [*body["citations"], *(one for step in body["steps"] for one in step["citations"])]:
            assert cited["quote"] in policy.sentence(cited["id"]).text
            assert cited in body["citations"]


def test_a_calculation_that_lacks_inputs_names_them_and_its_unit(client: TestClient) -> None:
    for name, unit in (("performance_pay_cap", "元"), ("wage_growth_check", ""), ("title_route", "")):
        body = client.post(f"/api/calculators/{name}", json={}).json()
        assert (body["status"], body["unit"], body["value"]) == ("needs_input", unit, None)
        assert body["needs"]
        assert body["citations"]


def test_the_self_check_asks_and_judges(client: TestClient) -> None:
    questions = client.get("/api/eligibility/questions").json()["questions"]
    assert questions[0].keys() >= {"name", "label", "help", "options"}
    first = client.post("/api/eligibility", json={"facts": {}}).json()
    asked = first["next_question"]
    assert asked["options"][0].keys() == {"value", "label"}
    assert first["measures"][0].keys() >= {"id", "title", "verdict", "reasons", "needs", "citations"}
    after = client.post("/api/eligibility", json={"facts": {asked["name"]: asked["options"][0]["value"]}}).json()
    assert after["next_question"]["name"] != asked["name"]


def test_what_is_unknown_is_not_asked_again(client: TestClient) -> None:
    facts = {"audience": "enterprise"}
    while (question := client.post("/api/eligibility", json={"facts": facts}).json()["next_question"]) is not None:
        assert question["name"] not in facts
        facts[question["name"]] = "unknown"
    assert len(facts) > 5


def test_feedback_is_kept_and_may_be_changed(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": "补多少钱"}).json()
    given = {"answer_id": answer["answer_id"], "helpful": False, "comment": "没有说期限"}
    assert client.post("/api/feedback", json=given).json() == {"saved": True}
    exchange = client.get(f"/api/conversations/{answer['conversation_id']}").json()["exchanges"][0]
    assert (exchange["helpful"], exchange["comment"]) == (False, "没有说期限")
    assert problem_of(client.post("/api/feedback", json={**given, "answer_id": "unknown"}))["status"] == 404
    assert client.post("/api/feedback", json={**given, "comment": None}).json() == {"saved": True}
    wrong = {**given, "conversation_id": "another"}
    assert problem_of(client.post("/api/feedback", json=wrong))["status"] == 404


def test_a_conversation_is_exported_and_deleted_by_its_id(client: TestClient) -> None:
    conversation = client.post("/api/ask", json={"question": "补多少钱"}).json()["conversation_id"]
    body = client.get(f"/api/conversations/{conversation}").json()
    assert [exchange["question"] for exchange in body["exchanges"]] == ["补多少钱"]
    assert client.delete(f"/api/conversations/{conversation}").status_code == 204
    assert problem_of(client.get(f"/api/conversations/{conversation}"))["status"] == 404
    assert problem_of(client.delete(f"/api/conversations/{conversation}"))["status"] == 404


def test_health_readiness_and_metrics(client: TestClient, assistant: FakeAssistant) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"
    assistant.troubles = ["向量索引正在建立"]
    degraded = client.get("/readyz")
    assert (degraded.status_code, degraded.json()["degraded"]) == (200, ["向量索引正在建立"])
    client.post("/api/ask", json={"question": "补多少钱"})
    metrics = client.get("/metrics").text
    assert 'policy_answers_total{mode="extract",status="answered"} 1.0' in metrics
    assert 'policy_step_seconds_count{step="retrieve"} 1.0' in metrics


def test_a_service_that_cannot_answer_is_not_ready(
    client: TestClient, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StorageError("数据库现在不能使用。")

    monkeypatch.setattr(assistant.policies, "held", fail)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["status"]) == (503, "unavailable")
    monkeypatch.setattr(assistant.policies, "held", lambda: ())
    assert client.get("/readyz").status_code == 503


def test_nothing_that_was_typed_is_in_the_metrics_or_the_log(
    client: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    client.post("/api/ask", json={"question": "zqx9 13812345678"})
    client.get("/api/search", params={"q": "zqx9"})
    client.get("/zqx9/13812345678")
    seen = client.get("/metrics").text + "".join(capfd.readouterr())
    assert "zqx9" not in seen
    assert "13812345678" not in seen


def test_openapi_is_served_and_describes_problems(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    refused = schema["paths"]["/api/ask"]["post"]["responses"]["422"]["content"]
    assert refused == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "HTTPValidationError" not in schema["components"]["schemas"]
    assert client.get("/docs").status_code == 404
