"""Grouping of open questions: alike wordings together, ids that stay, thousands at once."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select

from bot.answering.asks import AskReader
from bot.answering.words import WordBook
from bot.staff.grouping import Grouper
from bot.staff.likeness import FAMILIES, VAGUE, Likeness, Matter, read_matter
from bot.storage.database import Database, open_database
from bot.storage.staff_tables import WordingRow
from corpus.errors import ModelUnavailableError
from corpus.vocabulary import load_vocabulary
from tests.databases import KINDS, fresh_settings
from tests.staff_support import ByFirst, no_matter


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with fresh_settings(request.param, tmp_path) as settings:
        database = open_database(settings)
        yield database
        database.close()


class Counting(ByFirst):
    """Counts what is embedded; has no model while it is broken."""

    def __init__(self, fingerprint: str = "one") -> None:
        self.fingerprint = fingerprint
        self.embedded: list[str] = []
        self.is_broken = False

    def embed_questions(self, texts: Any) -> Any:
        if self.is_broken:
            raise ModelUnavailableError("无")
        self.embedded.extend(texts)
        return super().embed_questions(texts)


def texts(*wordings: str) -> dict[str, str]:
    return {f"key-{wording}": wording for wording in wordings}


def grouper(database: Database, embeddings: ByFirst | None = None) -> Grouper:
    return Grouper(database, embeddings or ByFirst(), no_matter)


def test_a_group_keeps_its_id_whatever_comes_and_goes(database: Database) -> None:
    first = grouper(database).groups(texts("补贴", "社保"))
    assert first["key-补贴"] != first["key-社保"]
    second = grouper(database).groups(texts("补贴", "社保", "职称", "补助", "补钱"))
    assert second["key-社保"] == first["key-社保"]
    assert second["key-补助"] == second["key-补钱"] == first["key-补贴"]
    assert second["key-职称"] not in first.values()
    third = grouper(database).groups(texts("补钱", "补习"))
    assert set(third.values()) == {first["key-补贴"]}


def test_each_wording_is_embedded_once_in_all_processes(database: Database) -> None:
    here, there = Counting(), Counting()
    grouper(database, here).groups(texts("补贴", "社保"))
    grouper(database, there).groups(texts("补贴", "社保", "职称"))
    assert (here.embedded, there.embedded) == (["补贴", "社保"], ["职称"])


def test_what_is_no_longer_asked_is_forgotten(database: Database) -> None:
    grouper(database).groups(texts("补贴", "社保"))
    grouper(database).groups(texts("社保"))
    with database.read() as connection:
        assert connection.execute(select(WordingRow.question_key)).scalars().all() == ["key-社保"]


def test_readings_are_kept_only_of_what_is_asked_and_of_so_many(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.staff.grouping._REMEMBERED", 3)
    read: list[str] = []

    def read_and_note(text: str) -> Matter:
        read.append(text)
        return no_matter(text)

    held = Grouper(database, ByFirst(), read_and_note)
    held.groups(texts("补贴", "社保"))
    held.groups(texts("补贴", "社保", "职称"))
    assert read == ["补贴", "社保", "职称"]
    held.groups(texts("职称"))
    held.groups(texts("职称", "补贴", "社保", "工资"))
    assert read[3:] == ["补贴", "社保", "工资"], "what was forgotten is read anew"
    held.groups(texts("职称", "补贴", "社保", "工资", "评优"))
    assert read[6:] == ["职称", "评优"], "only the last three were kept"


def test_without_a_model_a_wording_stands_alone_until_there_is_one(database: Database) -> None:
    model = Counting()
    model.is_broken = True
    held = grouper(database, model)
    assert held.groups(texts("补贴", "补助")) == {"key-补贴": "key-补贴", "key-补助": "key-补助"}
    model.is_broken = False
    assert len(set(held.groups(texts("补贴", "补助")).values())) == 1


def test_another_model_changes_no_group(database: Database) -> None:
    before = grouper(database, Counting("one")).groups(texts("补贴", "社保"))
    model = Counting("another")
    after = grouper(database, model).groups(texts("补贴", "社保", "补助"))
    assert {key: after[key] for key in before} == before
    assert after["key-补助"] == before["key-补贴"]
    assert len(model.embedded) == 3


def test_a_thousand_wordings_are_placed_in_seconds_and_looked_up_at_once(database: Database) -> None:
    wordings = texts(*(f"{chr(0x4E00 + n % 200)}问题{n}" for n in range(1000)))
    held = grouper(database)
    began = time.perf_counter()
    while any(name.startswith("key-") for name in held.groups(wordings).values()):
        assert time.perf_counter() - began < 20
    began = time.perf_counter()
    assert len(set(held.groups(wordings).values())) == 200
    assert time.perf_counter() - began < 1


VOCABULARY = load_vocabulary()


@pytest.fixture(scope="module")
def book() -> WordBook:
    return WordBook(VOCABULARY)


def test_a_matter_is_told_by_terms_and_by_what_is_asked(book: WordBook) -> None:
    reader = AskReader(VOCABULARY)
    matter = read_matter("带徒弟的补贴去哪个窗口办", book, reader)
    assert {"学徒", "培训补贴"} <= set(matter.words)
    assert "place" in matter.asks
    assert not matter.asks & VAGUE


def test_every_kind_of_asking_named_here_is_one_of_the_vocabulary() -> None:
    known = {ask.name for ask in VOCABULARY.asks}
    assert VAGUE | {name for members in FAMILIES.values() for name in members} <= known


def alike(cosine: float, first: Matter, second: Matter) -> bool:
    vectors = np.array([[1, 0], [cosine, np.sqrt(1 - cosine**2)]], dtype=np.float32)
    return Likeness(vectors, [first, second]).groups([]) == [0, 0]


def test_another_thing_asked_of_the_same_subject_is_another_matter() -> None:
    subject = {"学徒": 1.0, "培训补贴": 1.0}
    place, materials = Matter(subject, frozenset({"place"})), Matter(subject, frozenset({"materials"}))
    assert alike(0.94, place, place)
    assert not alike(0.94, place, materials)
    assert alike(0.95, place, Matter(subject, frozenset({"apply_to"}))), "where and to whom are settled together"


def test_another_subject_is_another_matter() -> None:
    place = frozenset({"place"})
    assert not alike(0.9, Matter({"学徒": 1.0}, place), Matter({"工伤": 1.0}, place))
