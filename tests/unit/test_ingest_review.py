from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.comparing import Difference, differences, touched
from bot.ingest.ingestor import Ingestor
from bot.ingest.review import Reviewer, safe_name
from bot.storage.database import Database
from bot.storage.policies import PolicyStore
from corpus.approved import AnswerEntry, AnswerFile, BoundClause
from corpus.errors import DocumentError
from corpus.library import load_policies
from corpus.reading import parse_policy
from corpus.rulebook import load_rulebook
from tests.corpus_builders import TRAINING, CharacterEmbeddings, fresh_database, ingest_texts

RAISED = TRAINING.replace("5000元", "6000元").replace("2023年3月1日", "2024年3月1日")
ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"
ANSWERS = AnswerFile(
    policy=ID,
    answers=(
        AnswerEntry(
            id="amount", questions=("多少钱",), answer="5000元", clauses=(BoundClause(id="1#1", quote="5000元"),)
        ),
        AnswerEntry(id="who", questions=("给谁",), answer="企业", clauses=(BoundClause(id="1#1", quote="企业"),)),
        AnswerEntry(id="papers", questions=("材料",), answer="名册", clauses=(BoundClause(id="2#1"),)),
    ),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = fresh_database(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def reviewer(database: Database, tmp_path: Path) -> Reviewer:
    embeddings = CharacterEmbeddings()
    ingest_texts(database, embeddings, tmp_path / "in", training=TRAINING)
    return Reviewer(database, Ingestor(database, embeddings), lambda: [ANSWERS])


def test_a_preview_shows_clauses_and_changes_and_keeps_nothing(reviewer: Reviewer, database: Database) -> None:
    found = reviewer.preview_bytes("新办法.txt", RAISED.encode())
    assert found.policy.title == "技能培训补贴办法"
    assert found.replaces is not None
    assert found.replaces.id == ID
    assert not found.is_same
    assert [(one.change, one.label) for one in found.differences if "5000" in one.before] == [("changed", "第一条")]
    assert len(PolicyStore(database).held()) == 1


def test_what_a_new_version_touches_is_told_with_how_badly(reviewer: Reviewer) -> None:
    found = reviewer.preview_bytes("新办法.txt", RAISED.encode())
    assert {(one.id, one.is_broken) for one in found.touched} == {("amount", True), ("who", False)}


def test_the_same_text_is_told_and_touches_nothing(reviewer: Reviewer) -> None:
    found = reviewer.preview_bytes("training.txt", TRAINING.encode())
    assert found.is_same
    assert found.is_update
    assert found.differences == ()
    assert found.touched == ()


def test_a_published_version_supersedes_and_both_stay(reviewer: Reviewer, database: Database) -> None:
    outcome = reviewer.publish("新办法.txt", RAISED.encode())
    assert outcome.supersedes == ID
    assert {policy.id for policy in PolicyStore(database).held()} == {ID, "ji-neng-pei-xun-bu-tie-ban-fa-2024"}


def test_a_correction_outlives_publishing_the_file_again(reviewer: Reviewer, database: Database) -> None:
    reviewer.correct(ID, "document_number", "某人社发〔2023〕8号")
    reviewer.publish("training.txt", TRAINING.replace("职工名册", "职工花名册").encode())
    assert PolicyStore(database).describe(ID).metadata.document_number == "某人社发〔2023〕8号"


@pytest.mark.parametrize(("name", "content"), [("空.txt", b""), ("坏.pdf", b"%PDF-1.4 broken"), ("空白.md", b" \n ")])
def test_a_bad_file_is_told_in_chinese_and_nothing_is_held(
    reviewer: Reviewer, database: Database, name: str, content: bytes
) -> None:
    with pytest.raises(DocumentError, match=r"[\u4e00-\u9fff]"):
        reviewer.publish(name, content)
    assert len(PolicyStore(database).held()) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\文件\\办法.docx", "办法.docx"),
        ("a\0b\n.txt", "ab.txt"),
        ("...", "upload"),
    ],
)
def test_names_of_uploads_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_name_past_every_limit_is_cut_and_keeps_its_suffix() -> None:
    name = safe_name("长" * 300 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 255


def test_sentences_added_and_removed_are_told_apart_from_changed_ones() -> None:
    older = parse_policy("办法\n第一条 甲应当按月报告情况。\n第二条 乙负责监督。\n", "old")
    newer = parse_policy("办法\n第一条 甲应当按季报告情况。\n第二条 乙负责监督。\n第三条 丙负责解释。\n", "new")
    assert differences(older, newer) == [
        Difference("changed", "第一条", "甲应当按月报告情况。", "甲应当按季报告情况。"),
        Difference("added", "第三条", "", "丙负责解释。"),
    ]
    assert [one.change for one in differences(newer, older)] == ["changed", "removed"]


def test_rules_of_the_first_policy_are_told_where_their_clause_changes() -> None:
    policies = {policy.id: policy for policy in load_policies()}
    first = policies["baotou-jineng-qiangqi"]
    newer = parse_policy(first.text.replace("6000元", "7000元"), first.id)
    found = touched(first, newer, [], load_rulebook(policies))
    assert found
    assert {one.sentence_id for one in found} == {"baotou-jineng-qiangqi/4#1"}
    assert any(one.kind == "rule" and one.is_broken for one in found)
