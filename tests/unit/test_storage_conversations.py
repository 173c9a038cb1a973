from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.answering.models import Answer, Turn
from bot.settings import Settings
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.models import Feedback, Record
from bot.storage.staff_tables import WordingRow
from bot.storage.wordings import question_key, wording_of
from tests.databases import KINDS, fresh_settings

PHONE = "13812345678"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with fresh_settings(request.param, tmp_path) as settings:
        database = open_database(settings)
        yield database
        database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(database: Database, clock: Clock) -> Iterator[ConversationStore]:
    store = ConversationStore(database, Settings(), clock)
    yield store
    store.close()


def make_record(conversation_id: str, answer_id: str, clock: Clock, question: str = "补多少钱") -> Record:
    answer = Answer(
        answer_id=answer_id, conversation_id=conversation_id, status="answered", mode="extract", text="6000元—8000元"
    )
    turn = Turn(question=question, resolved=question, status="answered", cited=["baotou-jineng-qiangqi/4#1"])
    return Record(question, "worker", answer, turn, clock.now, {"retrieve": 3.0}, index_version="7")


def test_a_started_conversation_has_no_turns_and_an_unknown_one_is_none(store: ConversationStore) -> None:
    assert store.turns(store.start()) == []
    assert store.turns("nobody-has-this") is None


def test_ids_hold_at_least_128_bits_and_never_repeat(store: ConversationStore) -> None:
    ids = {store.start() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(conversation_id) >= 22 for conversation_id in ids)  # 22 characters of base64 hold 128 bits


def test_a_record_is_seen_at_once_and_after_the_commit(store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    store.record(make_record(conversation, "a1", clock, "第一问"))
    assert [turn.question for turn in store.turns(conversation) or []] == ["第一问"]
    store.flush()
    store.record(make_record(conversation, "a2", clock, "第二问"))
    assert [turn.question for turn in store.turns(conversation) or []] == ["第一问", "第二问"]


def test_answers_of_one_commit_begin_their_conversation_at_the_first_and_end_it_at_the_last(
    store: ConversationStore, clock: Clock
) -> None:
    conversation, began = store.start(), clock.now
    for number in range(3):
        store.record(make_record(conversation, f"a{number}", clock))
        clock.now += timedelta(seconds=1)
    kept = store.export(conversation)
    assert kept is not None
    assert (kept.started_at, kept.last_at) == (began, began + timedelta(seconds=2))


def test_only_the_last_ten_turns_are_given(store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    for number in range(12):
        clock.now += timedelta(seconds=1)
        store.record(make_record(conversation, f"a{number}", clock, f"问{number}"))
    assert [turn.question for turn in store.turns(conversation) or []] == [f"问{number}" for number in range(2, 12)]


def test_a_conversation_expires_after_its_idle_time(store: ConversationStore, clock: Clock) -> None:
    started, used = store.start(), store.start()
    store.record(make_record(used, "a1", clock))
    clock.now += timedelta(hours=23)
    assert store.turns(started) == []
    assert store.turns(used)
    clock.now += timedelta(hours=2)
    assert store.turns(started) is None
    assert store.turns(used) is None


def test_a_new_process_finds_the_turns(database: Database, store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    store.record(make_record(conversation, "a1", clock))
    store.close()
    assert len(ConversationStore(database, Settings(), clock).turns(conversation) or []) == 1


def test_an_answer_is_found_before_and_after_the_commit_by_its_own_conversation_only(
    store: ConversationStore, clock: Clock
) -> None:
    conversation = store.start()
    store.record(make_record(conversation, "a1", clock))
    for _ in range(2):
        found = store.answer("a1", conversation)
        assert found is not None
        assert found.answer.text == "6000元—8000元"
        assert found.index_version == "7"
        assert store.answer("a1", "another") is None
        assert store.answer("a2") is None
        store.flush()


def test_nothing_personal_reaches_the_database(database: Database, store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    store.record(make_record(conversation, "a1", clock, f"我的电话{PHONE}，补多少"))
    store.add_feedback(Feedback("a1", False, f"请打{PHONE}"))
    with database.read() as connection:
        rows = [str(connection.execute(text(f"SELECT * FROM {name}")).all()) for name in ("answers", "feedback")]  # noqa: S608
    assert all(PHONE not in row for row in rows)
    assert all("[手机号]" in row for row in rows)


def test_feedback_replaces_earlier_feedback(store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    store.record(make_record(conversation, "a1", clock))
    assert store.add_feedback(Feedback("a1", True))
    assert store.add_feedback(Feedback("a1", False, "没有说期限", conversation))
    assert not store.add_feedback(Feedback("a1", False, "", "another"))
    assert not store.add_feedback(Feedback("unknown", True))
    export = store.export(conversation)
    assert export is not None
    assert [(item.helpful, item.comment) for item in export.exchanges] == [(False, "没有说期限")]


def test_a_deleted_conversation_leaves_nothing(database: Database, store: ConversationStore, clock: Clock) -> None:
    conversation, other = store.start(), store.start()
    store.record(make_record(conversation, "a1", clock))
    store.record(make_record(other, "a2", clock))
    store.add_feedback(Feedback("a1", True, "谢谢"))
    assert store.delete(conversation)
    assert store.turns(conversation) is None
    assert store.export(conversation) is None
    assert not store.delete(conversation)
    with database.read() as connection:
        left = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in ("answers", "feedback")]  # noqa: S608
    assert left == [1, 0]


def test_the_vector_of_a_wording_goes_with_its_question(
    database: Database, store: ConversationStore, clock: Clock
) -> None:
    conversation, other = store.start(), store.start()
    store.record(make_record(conversation, "a1", clock, "在哪申请"))
    store.record(make_record(other, "a2", clock, "几天到账"))
    store.flush()
    with database.write() as connection:
        turns = connection.execute(text("SELECT question, turn FROM answers ORDER BY id")).all()
        for number, row in enumerate(turns):
            vector = {"question_key": question_key(wording_of(row)), "group_id": str(number), "model": "m"}
            connection.execute(insert(WordingRow).values(**vector, vector=b"12"))
    store.delete(conversation)
    with database.read() as connection:
        assert [row.group_id for row in connection.execute(select(WordingRow))] == ["1"]
    clock.now += timedelta(days=181)
    store.purge()
    with database.read() as connection:
        assert connection.execute(select(WordingRow)).all() == []


def test_records_past_the_retention_are_purged(store: ConversationStore, clock: Clock) -> None:
    old, kept = store.start(), store.start()
    store.record(make_record(old, "a1", clock))
    clock.now += timedelta(days=100)
    store.record(make_record(kept, "a2", clock))
    store.flush()
    clock.now += timedelta(days=81)
    counts = store.purge()
    assert (counts.conversations, counts.answers) == (1, 1)
    assert store.export(old) is None
    assert store.export(kept) is not None


def test_text_that_a_database_refuses_is_stored_without_it(store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    store.record(make_record(conversation, "a1", clock, "补\x00贴\ud800吗"))
    store.flush()
    export = store.export(conversation)
    assert export is not None
    assert export.exchanges[0].question == "补贴?吗"


def test_one_bad_record_does_not_stop_the_others(store: ConversationStore, clock: Clock) -> None:
    conversation = store.start()
    for answer_id in ("a1", "a1", "a2"):
        store.record(make_record(conversation, answer_id, clock))
    store.flush()
    export = store.export(conversation)
    assert export is not None
    assert [item.answer.answer_id for item in export.exchanges] == ["a1", "a2"]


def test_observers_see_every_record(store: ConversationStore, clock: Clock) -> None:
    seen: list[str] = []
    store.on_record(lambda record: seen.append(record.answer.answer_id))
    store.record(make_record(store.start(), "a1", clock))
    assert seen == ["a1"]
