import threading
import time
from collections.abc import Sequence

from bot.answering.models import Answer, Turn
from bot.storage import record_writer
from bot.storage.models import Record
from bot.storage.record_writer import RecordWriter
from corpus.errors import StorageError
from tests.fakes import NOW


def make_record(answer_id: str, conversation_id: str = "c") -> Record:
    answer = Answer(
        answer_id=answer_id, conversation_id=conversation_id, status="answered", mode="extract", text="6000元"
    )
    return Record("问", None, answer, Turn(question="问", resolved="问", status="answered"), NOW, {})


class Database:
    """Writes into a list; refuses while it is down, and always refuses the answer `bad`."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.is_down = False

    def write(self, records: Sequence[Record]) -> None:
        if self.is_down:
            raise StorageError("数据库现在不能使用。")
        ids = [record.answer.answer_id for record in records]
        if "bad" in ids:
            raise ValueError(ids)
        self.batches.append(ids)

    @property
    def written(self) -> list[str]:
        return [answer_id for batch in self.batches for answer_id in batch]


def test_what_comes_meanwhile_is_written_in_one_commit() -> None:
    database = Database()
    writer = RecordWriter(database.write, linger_s=5)
    for number in range(20):
        writer.put(make_record(str(number)))
    assert len(writer.pending()) == 20
    assert writer.flush(2)
    writer.close(2)
    assert database.written == [str(number) for number in range(20)]
    assert len(database.batches) <= 2


def test_putting_with_a_wait_returns_after_the_commit() -> None:
    database = Database()
    writer = RecordWriter(database.write, linger_s=0)
    writer.put(make_record("a"), wait_s=2)
    assert database.written == ["a"]
    writer.close(2)


def test_records_wait_while_the_database_is_down_and_are_written_later() -> None:
    database = Database()
    database.is_down = True
    writer = RecordWriter(database.write, linger_s=0)
    writer.put(make_record("a"))
    assert not writer.flush(0.2)
    assert writer.is_failing
    database.is_down = False
    assert writer.flush(5)
    assert not writer.is_failing
    writer.close(2)
    assert database.written == ["a"]


def test_a_record_that_cannot_be_stored_does_not_hold_up_the_others() -> None:
    database = Database()
    writer = RecordWriter(database.write, linger_s=0.05)
    for name in ("a", "bad", "b"):
        writer.put(make_record(name))
    writer.close(5)
    assert database.written == ["a", "b"]


def test_past_the_bound_the_oldest_are_lost(monkeypatch) -> None:
    monkeypatch.setattr(record_writer, "MAX_PENDING", 3)
    database = Database()
    writer = RecordWriter(database.write, linger_s=1)
    for number in range(5):
        writer.put(make_record(str(number)))
    writer.close(2)
    assert database.written == ["2", "3", "4"]


def test_a_dropped_conversation_is_not_written() -> None:
    database = Database()
    writer = RecordWriter(database.write, linger_s=1)
    writer.put(make_record("a", "gone"))
    writer.put(make_record("b", "kept"))
    writer.drop("gone")
    writer.close(2)
    assert database.written == ["b"]


def test_closing_while_the_database_is_down_ends_in_time() -> None:
    database = Database()
    database.is_down = True
    writer = RecordWriter(database.write, linger_s=0)
    writer.put(make_record("a"))
    began = time.monotonic()
    writer.close(0.5)
    assert time.monotonic() - began < 2


def test_many_threads_lose_nothing() -> None:
    database = Database()
    writer = RecordWriter(database.write, linger_s=0.001)

    def put(name: str) -> None:
        for number in range(50):
            writer.put(make_record(f"{name}{number}"))

    threads = [threading.Thread(target=put, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close(5)
    assert sorted(database.written) == sorted(f"{name}{number}" for name in "abcd" for number in range(50))
