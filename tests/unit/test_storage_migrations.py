"""Databases that earlier versions filled are brought forward with all that they hold, on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.answering.models import Answer, Turn
from bot.ingest.ingestor import Ingestor
from bot.settings import Settings
from bot.staff.accounts import Accounts
from bot.staff.grouping import Grouper
from bot.staff.questions import OpenQuestions
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.editorial import EditorialStore
from bot.storage.migrate import known_revisions
from bot.storage.models import Feedback, Record
from bot.storage.policies import PolicyStore
from bot.storage.staff_tables import EntryRow, HandledRow
from tests.corpus_builders import TRAINING, CharacterEmbeddings
from tests.databases import KINDS, fresh_settings
from tests.staff_support import ByFirst, no_matter

CORPUS, RECORDS, STAFF = "0001", "0002", "0003"
AT = datetime(2025, 11, 3, 9, tzinfo=UTC)


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    with fresh_settings(request.param, tmp_path / "data") as settings:
        yield settings


@contextmanager
def opened(settings: Settings, schema: str | None = None) -> Iterator[Database]:
    database = open_database(settings, schema)
    try:
        yield database
    finally:
        database.close()


def take_in(database: Database, folder: Path) -> str:
    file = folder / "办法.txt"
    file.write_text(TRAINING, encoding="utf-8")
    return Ingestor(database, CharacterEmbeddings()).ingest([file])[0].policy_id


def answered(database: Database, settings: Settings) -> str:
    """A conversation with an answer in part, judged useless."""
    records = ConversationStore(database, settings)
    conversation = records.start()
    answer = Answer(answer_id="a1", conversation_id=conversation, status="partial", mode="extract", text="没有写明")
    turn = Turn(question="补贴去哪办", resolved="补贴去哪办", status="partial", cited=["p/4#1"])
    records.record(Record("补贴去哪办", "worker", answer, turn, AT, {"respond": 3.0}))
    records.flush()
    records.add_feedback(Feedback("a1", False, "没说清楚"))
    records.close()
    return conversation


def test_a_corpus_of_the_first_schema_is_read_as_before(settings: Settings, tmp_path: Path) -> None:
    with opened(settings, CORPUS) as database:
        policy_id = take_in(database, tmp_path)
        before = PolicyStore(database).get(policy_id)
    with opened(settings) as database:
        store = PolicyStore(database)
        assert store.get(policy_id) == before
        assert store.version() > 0
        assert answered(database, settings), "and the tables that came later can be written"


def test_records_of_the_second_schema_are_the_same_answers(settings: Settings) -> None:
    with opened(settings, RECORDS) as database:
        conversation = answered(database, settings)
        records = ConversationStore(database, settings)
        before = records.export(conversation)
        records.close()
    with opened(settings) as database:
        records = ConversationStore(database, settings)
        assert records.export(conversation) == before
        stored = records.answer("a1", conversation)
        records.close()
        assert stored is not None
        assert (stored.answer.text, stored.helpful, stored.comment) == ("没有写明", False, "没说清楚")
        Accounts(database).create("ann", "a-long-enough-password", "agent", "test")


def test_what_editors_did_under_the_third_schema_still_holds(settings: Settings) -> None:
    body = '{"kind":"answer","questions":["补多少"],"answer":"6000元","clauses":["p/4#1"]}'
    with opened(settings, STAFF) as database:
        answered(database, settings)
        with database.write() as connection:
            row = {"kind": "answer", "state": "published", "body": body, "created_by": "eva", "revision": 1}
            made = insert(EntryRow).values(**row, created_at=AT).returning(EntryRow.id)
            entry = connection.execute(made).scalar_one()
            connection.execute(insert(HandledRow), [{"entry_id": entry, "question_key": "k"}])
    with opened(settings) as database:
        editorial = EditorialStore(database)
        ((answer,),) = (file.answers for file in editorial.published_answers())
        assert (answer.questions, answer.answer, answer.clauses[0].id) == (("补多少",), "6000元", "4#1")
        (group,) = OpenQuestions(database, editorial, Grouper(database, ByFirst(), no_matter)).groups()
        assert group.texts == ("补贴去哪办",)
        with database.read() as connection:
            assert connection.execute(select(HandledRow.question_key)).scalars().all() == ["k"]
        assert editorial.undo(entry, "eva").state == "undone"


def test_every_earlier_schema_is_tried_here() -> None:
    assert known_revisions()[:-1] == (CORPUS, RECORDS, STAFF)
