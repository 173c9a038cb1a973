from collections.abc import Iterator
from pathlib import Path

import pytest

from api.limits import CountsStorage, RateLimits, rate_limits
from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.request_counts import RequestCounts
from tests.databases import KINDS, fresh_settings


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with fresh_settings(request.param, tmp_path) as settings:
        database = open_database(settings)
        yield database
        database.close()


def test_a_window_counts_and_then_begins_anew(database: Database) -> None:
    now = 1000.0
    counts = RequestCounts(database, lambda: now)
    assert [counts.add("a", 60), counts.add("a", 60), counts.add("b", 60)] == [1, 2, 1]
    assert counts.current("a") == (2, 1060.0)
    now = 1060.0
    assert counts.current("a") == (0, 1060.0)
    assert counts.add("a", 60) == 1
    assert counts.forget("a") == 1
    assert counts.forget() == 1


def test_two_processes_share_one_limit(database: Database) -> None:
    replicas = [RateLimits(CountsStorage(RequestCounts(database)), "3/minute", "off") for _ in range(2)]
    refusals = [replicas[number % 2].refusal("203.0.113.7") for number in range(4)]
    assert refusals[:3] == [None, None, None]
    assert refusals[3] is not None
    assert 1 <= refusals[3].retry_after_s <= 60


def test_a_shared_database_counts_for_all_unless_told_otherwise(database: Database) -> None:
    counts = RequestCounts(database)
    assert rate_limits(Settings(), counts).is_remote
    assert not rate_limits(Settings(rate_limit_storage="memory"), counts).is_remote
    assert not rate_limits(Settings()).is_remote
