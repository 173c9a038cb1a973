from pathlib import Path

import pytest

from bot.answering.asks import AskReader
from bot.answering.form_readings import FormReadings
from bot.answering.words import WordBook
from corpus.vocabulary import Synonym
from tests.answering_support import book, vocabulary

FORMS = ["学徒补贴一年多少钱", "谁来认定链主企业", "评高级工要带什么材料"]


def test_what_was_read_is_recalled_as_it_was(tmp_path: Path) -> None:
    reader = AskReader(vocabulary())
    FormReadings(tmp_path).keep(FORMS, book(), reader)
    later, later_reader = WordBook(vocabulary()), AskReader(vocabulary())
    FormReadings(tmp_path).recall(later, later_reader)
    assert later.recalls(FORMS)
    assert [later.content(form) for form in FORMS] == [book().content(form) for form in FORMS]
    assert [later_reader.read(form) for form in FORMS] == [reader.read(form) for form in FORMS]
    assert later.content("首席技师的待遇") == book().content("首席技师的待遇")


def test_other_words_recall_nothing(tmp_path: Path) -> None:
    FormReadings(tmp_path).keep(FORMS, book(), AskReader(vocabulary()))
    added = Synonym(term="学徒", plain=("小徒儿",))
    taught = WordBook(vocabulary().model_copy(update={"synonyms": (*vocabulary().synonyms, added)}))
    FormReadings(tmp_path).recall(taught, AskReader(vocabulary()))
    assert not taught.recalls(FORMS)


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", '{"words": 3, "asks": {}}', '{"words": {}, "asks": {"a": ["no-such-kind"]}}']
)
def test_a_damaged_file_is_passed_over(damage: str, tmp_path: Path) -> None:
    reader = AskReader(vocabulary())
    FormReadings(tmp_path).keep(FORMS, book(), reader)
    (kept,) = tmp_path.glob("readings-*.json")
    kept.write_text(damage, encoding="utf-8")
    later, later_reader = WordBook(vocabulary()), AskReader(vocabulary())
    FormReadings(tmp_path).recall(later, later_reader)
    assert later.content(FORMS[0]) == book().content(FORMS[0])
    assert later_reader.read(FORMS[0]) == reader.read(FORMS[0])


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    FormReadings(tmp_path / "file" / "inside").keep(FORMS, book(), AskReader(vocabulary()))
    assert list(tmp_path.iterdir()) == [tmp_path / "file"]
