"""The layers around the routes: headers, limits, the cap, compression."""

import asyncio

import pytest
from limits.storage import MemoryStorage

from api.limits import RateLimits, client_key, rate_limits
from api.metrics import Metrics
from api.middleware.limiting import Limiting
from bot.settings import Settings
from corpus.errors import SettingsError
from tests.service import client_of, make_assistant, problem_of


def test_every_response_carries_the_security_headers() -> None:
    with client_of(make_assistant()) as client:
        for response in (client.get("/healthz"), client.get("/nowhere/x"), client.post("/api/ask", content=b"{")):
            policy = response.headers["content-security-policy"]
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert response.headers["x-content-type-options"] == "nosniff"
            assert response.headers["x-frame-options"] == "DENY"
            assert response.headers["cache-control"] == "no-store"
            assert response.headers["x-request-id"]
            assert "server" not in response.headers
            assert "strict-transport-security" not in response.headers


def test_over_tls_browsers_are_told_to_stay_there() -> None:
    with client_of(make_assistant()) as client:
        response = client.get("https://testserver/healthz")
    assert "max-age" in response.headers["strict-transport-security"]


def test_a_client_past_its_limit_gets_429_and_a_time() -> None:
    with client_of(make_assistant(), rate_limit_per_client="2/minute") as client:
        statuses = [client.get("/api/calculators").status_code for _ in range(3)]
        refused = client.get("/api/calculators")
        assert statuses == [200, 200, 429]
        assert problem_of(refused)["status"] == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert client.get("/healthz").status_code == 200
        assert 'policy_refused_total{limit="client"} 2.0' in client.get("/metrics").text


def test_all_clients_together_past_the_limit_get_503_and_a_time() -> None:
    with client_of(make_assistant(), rate_limit_total="1/minute") as client:
        client.get("/api/calculators")
        refused = client.get("/api/calculators")
    assert problem_of(refused)["status"] == 503
    assert int(refused.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("127.0.0.1", ""),
        ("::1", ""),
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_clients_are_counted_by_address_or_network(address: str, key: str) -> None:
    assert client_key(address) == key


def test_a_caller_on_this_machine_has_no_limit_of_its_own() -> None:
    rates = RateLimits(MemoryStorage(), "1/minute", "off")
    assert all(rates.refusal("127.0.0.1") is None for _ in range(5))
    assert rates.refusal("203.0.113.7") is None
    assert rates.refusal("203.0.113.7") is not None
    assert rates.refusal("203.0.113.8") is None


@pytest.mark.parametrize(
    "changes", [{"rate_limit_total": "many"}, {"rate_limit_storage": "nowhere"}, {"rate_limit_storage": "database"}]
)
def test_limits_that_are_not_understood_stop_the_start(changes: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="POLICY_RATE_LIMIT"):
        rate_limits(Settings(**changes))


def test_past_the_cap_the_answer_is_503_at_once_and_room_is_given_back() -> None:
    async def run() -> list[int]:
        entered, leave = asyncio.Event(), asyncio.Event()

        async def slow(scope, receive, send):
            entered.set()
            await leave.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        app = Limiting(slow, RateLimits(MemoryStorage(), "off", "off"), 1, Metrics())
        statuses: list[int] = []

        async def call() -> None:
            async def send(message):
                if message["type"] == "http.response.start":
                    statuses.append(message["status"])

            await app({"type": "http", "path": "/api/ask", "client": None, "headers": []}, None, send)

        first = asyncio.create_task(call())
        await entered.wait()
        await call()
        leave.set()
        await first
        await call()
        return statuses

    assert asyncio.run(run()) == [503, 200, 200]


def test_large_answers_are_compressed_and_streams_are_not() -> None:
    with client_of(make_assistant()) as client:
        assert client.get("/api/eligibility/questions").headers["content-encoding"] == "gzip"
        streamed = client.post("/api/ask", json={"question": "补"}, headers={"Accept": "text/event-stream"})
        assert "content-encoding" not in streamed.headers
