"""Editing: what is decided on questions, its state, its history, and the list itself."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.answering.models import Answer, Status, Turn
from bot.settings import Settings
from bot.staff.audit import Audit
from bot.staff.entries import AnswerBody, DismissalBody, SilenceBody, SynonymBody
from bot.staff.figures import FigureReader, percentile
from bot.staff.grouping import Grouper
from bot.staff.questions import Group, OpenQuestions
from bot.storage.conversations import ConversationStore
from bot.storage.database import Database, open_database
from bot.storage.editorial import EditorialStore
from bot.storage.models import Feedback, Record
from bot.storage.wordings import question_key
from corpus.errors import InputError, NotFoundError
from tests.databases import KINDS, fresh_settings
from tests.staff_support import ByFirst, no_matter

NOON = datetime(2025, 11, 3, 4, 0, tzinfo=UTC)
"""Twelve o'clock in Baotou, on a Monday."""
ANSWER = AnswerBody(questions=("补多少", "补贴标准"), answer="每人每年6000元—8000元。", clauses=("p/4#1", "p/4#2"))
SYNONYM = SynonymBody(term="学徒", plain=("徒娃",))
SILENCE = SilenceBody(questions=("去哪办",), subject="办理地点", contact="就业中心")
DISMISSAL = DismissalBody(reason="闲聊")


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with fresh_settings(request.param, tmp_path) as settings:
        database = open_database(settings)
        yield database
        database.close()


@pytest.fixture
def store(database: Database) -> EditorialStore:
    return EditorialStore(database)


@pytest.fixture
def records(database: Database) -> Iterator[ConversationStore]:
    store = ConversationStore(database, Settings())
    yield store
    store.close()


def test_what_is_published_takes_effect(store: EditorialStore) -> None:
    for body in (ANSWER, SYNONYM, SILENCE, DISMISSAL):
        assert store.add(body, [], "eva").state == "published"
    (file,) = store.published_answers()
    (entry,) = file.answers
    assert (file.policy, entry.questions, entry.answer) == ("p", ANSWER.questions, ANSWER.answer)
    assert [clause.id for clause in entry.clauses] == ["4#1", "4#2"]
    assert [(one.term, one.plain) for one in store.synonyms()] == [("学徒", ("徒娃",))]
    assert [(one.subject, one.contact) for one in store.silences()] == [("办理地点", "就业中心")]


def test_an_answer_is_tied_to_its_sentences_as_they_read_when_it_was_written(store: EditorialStore) -> None:
    store.add(ANSWER.model_copy(update={"quotes": ("每人每年6000元", "按年发放")}), [], "eva")
    ((entry,),) = (file.answers for file in store.published_answers())
    assert [(clause.id, clause.quote) for clause in entry.clauses] == [("4#1", "每人每年6000元"), ("4#2", "按年发放")]


def test_undoing_takes_the_effect_back_and_redoing_restores_it(store: EditorialStore) -> None:
    entry = store.add(ANSWER, [], "eva")
    assert store.undo(entry.id, "eva").state == "undone"
    assert store.published_answers() == []
    with pytest.raises(InputError):
        store.undo(entry.id, "eva")
    assert store.redo(entry.id, "eva").state == "published"
    assert len(store.published_answers()) == 1


def test_two_persons_where_that_is_set(database: Database) -> None:
    store = EditorialStore(database, two_person=True)
    entry = store.add(ANSWER, [], "eva")
    assert entry.state == "pending"
    assert store.published_answers() == []
    with pytest.raises(InputError, match="自己写的"):
        store.approve(entry.id, "eva")
    assert store.approve(entry.id, "eli").state == "published"
    store.undo(entry.id, "eva")
    assert store.redo(entry.id, "eli").state == "pending"
    with pytest.raises(InputError, match="自己写的"):
        store.approve(entry.id, "eli")
    assert store.approve(entry.id, "eva").state == "published"
    assert store.add(DISMISSAL, [], "eva").state == "published"


def test_the_version_rises_with_every_change_and_other_processes_follow(database: Database) -> None:
    ticks = [0.0]
    here, there = EditorialStore(database), EditorialStore(database, clock=lambda: ticks[0])
    seen = [here.version(), there.version()]
    entry = here.add(ANSWER, [], "eva")
    assert here.version() > seen[0]
    assert there.version() == seen[1]
    ticks[0] = 2.5
    assert there.version() == here.version()
    before = here.version()
    here.undo(entry.id, "eva")
    assert here.version() > before


def test_the_history_names_who_did_what(database: Database, store: EditorialStore) -> None:
    entry = store.add(ANSWER, [], "eva")
    store.undo(entry.id, "eli")
    history = Audit(database).history(f"entry:{entry.id}")
    assert [(one.actor, one.action) for one in history] == [("eli", "answer.undo"), ("eva", "answer.add")]


def test_what_is_not_there_is_not_found(store: EditorialStore) -> None:
    with pytest.raises(NotFoundError):
        store.entry(1)
    with pytest.raises(NotFoundError):
        store.undo(1, "eva")


def test_the_sentences_of_an_answer_stand_in_one_policy() -> None:
    with pytest.raises(ValidationError, match="同一份文件"):
        AnswerBody(questions=("补多少",), answer="6000元", clauses=("p/4#1", "q/1#1"))


def _ask(records: ConversationStore, question: str, status: Status, at: datetime, **more: object) -> str:
    conversation = records.start()
    name = f"a{len(question)}{at.timestamp():.0f}{conversation[:6]}"
    answer = Answer(answer_id=name, conversation_id=conversation, status=status, mode="extract", text="x")
    cited = ["p/4#1"] if status in ("answered", "partial") else []
    turn = Turn(question=question, resolved=question, status=status, cited=cited)
    confidence = float(str(more.get("confidence", 1.0)))
    times = {"understand": 10.0, "respond": float(str(more.get("took", 20.0)))}
    records.record(Record(question, "hotline", answer, turn, at, times, confidence=confidence))
    return name


def _groups(database: Database, records: ConversationStore, store: EditorialStore) -> list[Group]:
    records.flush()
    return OpenQuestions(database, store, Grouper(database, ByFirst(), no_matter)).groups()


def test_the_list_holds_what_went_wrong_grouped_counted_oldest_first(
    database: Database, records: ConversationStore, store: EditorialStore
) -> None:
    hour = timedelta(hours=1)
    _ask(records, "社保怎么交", "not_covered", NOON + 2 * hour)
    _ask(records, "补贴材料", "partial", NOON + hour)
    _ask(records, "补贴要什么材料", "partial", NOON + 3 * hour)
    _ask(records, "补贴材料？", "partial", NOON + 4 * hour)
    _ask(records, "职称", "answered", NOON)
    _ask(records, "工资", "answered", NOON, confidence=0.3)
    bad = _ask(records, "竞赛", "answered", NOON + 5 * hour)
    records.add_feedback(Feedback(bad, False, "看不懂"))
    groups = _groups(database, records, store)
    assert [(group.texts[0], group.count) for group in groups] == [
        ("工资", 1), ("补贴材料？", 3), ("社保怎么交", 1), ("竞赛", 1),
    ]  # fmt: skip
    assert groups[1].reasons == {"partial": 3}
    assert len(groups[1].keys) == 2
    assert groups[3].comments == ("看不懂",)


def test_what_is_dealt_with_leaves_the_list_and_comes_back_when_undone(
    database: Database, records: ConversationStore, store: EditorialStore
) -> None:
    _ask(records, "补贴材料", "partial", NOON)
    (group,) = _groups(database, records, store)
    entry = store.add(DISMISSAL, group.keys, "eva")
    assert _groups(database, records, store) == []
    store.undo(entry.id, "eva")
    assert len(_groups(database, records, store)) == 1


def test_an_answer_that_does_not_help_comes_back_and_a_silence_stays(
    database: Database, records: ConversationStore, store: EditorialStore
) -> None:
    _ask(records, "补贴材料", "partial", NOON)
    _ask(records, "去哪办", "not_covered", NOON)
    store.add(ANSWER, [question_key("补贴材料")], "eva")
    store.add(SILENCE, [question_key("去哪办")], "eva")
    assert _groups(database, records, store) == []
    later = datetime.now(UTC) + timedelta(hours=1)
    _ask(records, "补贴材料", "partial", later)
    _ask(records, "去哪办", "not_covered", later)
    assert [group.texts[0] for group in _groups(database, records, store)] == ["补贴材料"]


def test_punctuation_and_width_make_no_other_question() -> None:
    assert question_key("补贴 多少？") == question_key("补贴多少") == question_key("补贴多少!")
    assert question_key("30人") == question_key("３０人")
    assert question_key("？") != question_key("！")


def test_figures_are_those_of_the_records(database: Database, records: ConversationStore) -> None:
    for took in range(1, 101):
        _ask(records, "补贴多少", "answered", NOON, took=took - 10)
    _ask(records, "社保", "not_covered", NOON - timedelta(days=7))
    _ask(records, "材料", "partial", NOON)
    _ask(records, "太早", "not_covered", NOON - timedelta(days=40))
    good = _ask(records, "好", "answered", NOON, took=0)
    records.add_feedback(Feedback(good, True))
    records.flush()
    found = FigureReader(database, lambda name: f"条 {name}").read(30, NOON.date())
    assert found.questions == 103
    assert found.statuses == {"answered": 101, "not_covered": 1, "partial": 1}
    assert found.groups == {"hotline": 103}
    assert (found.helpful, found.unhelpful) == (1, 0)
    assert found.days[-1].questions == 102
    assert found.days[-1].groups == {"hotline": 102}
    assert found.days[-8].statuses == {"not_covered": 1}
    assert [(topic.label, topic.count) for topic in found.topics] == [("条 p/4#1", 102)]
    assert {(topic.label, topic.weeks[-2:]) for topic in found.silent} == {("条 p/4#1", (0, 1)), ("社保", (1, 0))}


def test_percentiles_by_hand() -> None:
    assert percentile([], 0.5) == 0
    assert percentile([7], 0.95) == 7
    assert percentile(range(1, 101), 0.5) == 50
    assert percentile(range(1, 101), 0.95) == 95
