import os
import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import create_engine, text

from bot.ingest.ingestor import Ingestor
from bot.ingest.removing import remove
from bot.settings import Settings
from bot.staff.audit import Audit
from bot.storage.database import Database, open_database
from bot.storage.policies import PolicyStore
from bot.storage.vectors import VectorStore, content_key
from bot.storage.writing import series_of
from corpus.errors import InputError, NotFoundError
from tests.corpus_builders import HOUSING, TRAINING, CharacterEmbeddings, fresh_database, ingest_texts, write_policies

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "")
ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("postgresql", marks=pytest.mark.skipif(not POSTGRES, reason="TEST_POSTGRES_URL is not set")),
    ]
)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A new database of each kind; in PostgreSQL a schema of its own."""
    if request.param == "sqlite":
        opened = fresh_database(tmp_path / "data")
        yield opened
        opened.close()
        return
    schema = f"test_{uuid.uuid4().hex}"
    owner = create_engine(POSTGRES.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = f"{POSTGRES}{'&' if '?' in POSTGRES else '?'}options=-csearch_path%3D{schema}"
    opened = open_database(Settings(data_dir=tmp_path / "data", database_url=url))
    yield opened
    opened.close()
    with owner.connect() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    owner.dispose()


@pytest.fixture
def embeddings() -> CharacterEmbeddings:
    return CharacterEmbeddings()


@pytest.fixture
def ingestor(database: Database, embeddings: CharacterEmbeddings, tmp_path: Path) -> Ingestor:
    return ingest_texts(database, embeddings, tmp_path / "in", training=TRAINING, housing=HOUSING)


def test_a_stored_policy_reads_back_verbatim(database: Database, ingestor: Ingestor) -> None:
    policy = PolicyStore(database).get(ID)
    assert policy.title == "技能培训补贴办法"
    assert policy.sentence(f"{ID}/1#1").text.endswith("每人每年给予5000元补贴。")
    for sentence in policy.sentences():
        assert policy.text[sentence.start : sentence.end] == sentence.text
    assert policy.cite(f"{ID}/2#1", "职工名册").label == "第二条"


def test_the_list_shows_what_is_held(database: Database, ingestor: Ingestor) -> None:
    held = {policy.id: policy for policy in PolicyStore(database).held()}
    assert set(held) == {ID, "ren-cai-gong-yu-guan-li-ban-fa-2024"}
    assert held[ID].metadata.written_on == date(2023, 3, 1)
    assert held[ID].passage_count >= 5
    assert held[ID].version == 1
    assert held[ID].force_on(date(2025, 1, 1)) == "in_force"
    assert held[ID].force_on(date(2022, 1, 1)) == "not_begun"


def test_what_is_not_held_is_not_found(database: Database) -> None:
    with pytest.raises(NotFoundError):
        PolicyStore(database).get("nothing")


def test_every_change_raises_the_version(database: Database, ingestor: Ingestor, tmp_path: Path) -> None:
    store = PolicyStore(database)
    before = store.version()
    ingestor.ingest([tmp_path / "in"])
    assert store.version() == before
    assert remove(database, ID, "command").id == ID
    assert store.version() == before + 1
    with pytest.raises(NotFoundError, match="没有收录"):
        remove(database, ID, "command")
    assert store.version() == before + 1


def test_both_versions_stay_readable_and_the_newer_supersedes(
    database: Database, ingestor: Ingestor, tmp_path: Path
) -> None:
    newer = TRAINING.replace("5000元", "6000元").replace("2023年3月1日", "2025年1月10日")
    (outcome,) = ingestor.ingest([write_policies(tmp_path / "newer", newer=newer) / "newer.txt"])
    store = PolicyStore(database)
    assert outcome.policy_id == "ji-neng-pei-xun-bu-tie-ban-fa-2025"
    assert outcome.supersedes == ID
    older = store.describe(ID)
    assert (older.version, older.superseded_by) == (1, outcome.policy_id)
    assert older.force_on(date(2024, 6, 1)) == "in_force"
    assert older.force_on(date(2025, 6, 1)) == "superseded"
    assert store.describe(outcome.policy_id).force_on(date(2025, 6, 1)) == "in_force"
    assert "5000元" in store.get(ID).text


def test_the_order_of_coming_changes_no_identifier_and_no_link(
    database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    newer = TRAINING.replace("2023年3月1日", "2025年1月10日")
    ingest_texts(database, embeddings, tmp_path / "in", a=newer, b=TRAINING)
    held = {p.id: (p.version, p.supersedes) for p in PolicyStore(database).held()}
    assert held == {ID: (1, None), "ji-neng-pei-xun-bu-tie-ban-fa-2025": (2, ID)}


def test_a_name_that_says_older_version_is_believed(
    database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    undated = TRAINING.replace("2023年3月1日\n", "")
    older = undated.replace("5000元", "3000元")
    ingest_texts(database, embeddings, tmp_path / "in", **{"办法_2020-01-01": undated, "办法_旧版_2021-01-01": older})
    newest = next(p for p in PolicyStore(database).held() if p.superseded_by is None)
    assert "5000元" in PolicyStore(database).get(newest.id).text


def test_a_correction_survives_ingesting_again(database: Database, ingestor: Ingestor, tmp_path: Path) -> None:
    ingestor.correct(ID, "effective_from", "2023-07-01")
    changed = TRAINING.replace("5000元", "5500元")
    (outcome,) = ingestor.ingest([write_policies(tmp_path / "in", training=changed) / "training.txt"])
    assert (outcome.result, outcome.policy_id) == ("updated", ID)
    policy = PolicyStore(database).get(ID)
    assert policy.metadata.effective_from == date(2023, 7, 1)
    assert policy.metadata.evidence["effective_from"].confidence == 1.0
    assert "5500元" in policy.text


def test_a_corrected_title_is_in_the_context_of_every_passage(database: Database, ingestor: Ingestor) -> None:
    ingestor.correct(ID, "title", "技能补贴新名称")
    with database.read() as connection:
        contexts = connection.execute(
            text("SELECT context FROM passages WHERE policy_id = :id AND path = '1'"), {"id": ID}
        ).scalars()
        assert all(context.startswith("技能补贴新名称") for context in contexts)
    assert PolicyStore(database).describe(ID).title == "技能补贴新名称"


@pytest.mark.parametrize(("field", "value"), [("nothing", "x"), ("effective_from", "soon"), ("evidence", {})])
def test_an_impossible_correction_is_refused(ingestor: Ingestor, field: str, value: object) -> None:
    with pytest.raises(InputError):
        ingestor.correct(ID, field, value)


def test_a_text_that_names_another_as_replaced_supersedes_it(
    database: Database, ingestor: Ingestor, tmp_path: Path
) -> None:
    ingestor.correct("ren-cai-gong-yu-guan-li-ban-fa-2024", "replaces", ["《技能培训补贴办法》"])
    assert PolicyStore(database).describe(ID).superseded_by == "ren-cai-gong-yu-guan-li-ban-fa-2024"


def test_vectors_read_back_and_are_kept_once(database: Database) -> None:
    rows = np.eye(3, 8, dtype=np.float32)
    keys = [content_key(text) for text in ("一", "二", "三")]
    with database.write() as connection:
        store = VectorStore(connection, "model-a")
        assert store.missing([*keys, keys[0]]) == keys
        store.put(keys, rows)
        store.put(keys, rows)
        assert store.missing(keys) == []
        assert VectorStore(connection, "model-b").missing(keys) == keys
        held = store.of_policies()
    assert np.array_equal(np.frombuffer(held[keys[1]], dtype="<f2"), rows[1].astype("<f2"))


def counted(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(text("SELECT COUNT(*) FROM vectors")).scalar_one())


def test_removing_leaves_the_vectors_that_another_text_uses(database: Database, ingestor: Ingestor) -> None:
    (other,) = (policy.id for policy in PolicyStore(database).held() if policy.id != ID)
    with database.write() as connection:
        shared = connection.execute(text("SELECT content_key FROM passages WHERE policy_id = :id"), {"id": ID}).first()
        move = "UPDATE passages SET content_key = :key WHERE id = (SELECT MIN(id) FROM passages WHERE policy_id = :id)"
        connection.execute(text(move), {"key": shared[0], "id": other})
    before = counted(database)
    remove(database, ID, "command")
    assert 0 < counted(database) < before
    with database.read() as connection:
        kept = connection.execute(text("SELECT COUNT(*) FROM vectors WHERE content_key = :key"), {"key": shared[0]})
        assert kept.scalar() == 1


def test_removing_forgets_passages_and_vectors_and_is_audited(database: Database, ingestor: Ingestor) -> None:
    remove(database, ID, "command")
    (action,) = Audit(database).history(f"policy:{ID}")
    assert (action.actor, action.action, action.detail) == ("command", "policy.remove", "技能培训补贴办法")
    with database.read() as connection:
        used = connection.execute(text("SELECT COUNT(DISTINCT content_key) FROM passages")).scalar()
        assert connection.execute(text("SELECT COUNT(*) FROM vectors")).scalar() == used


def test_title_marks_and_blanks_do_not_make_another_series() -> None:
    assert series_of("《技能 培训补贴办法》") == series_of("技能培训补贴办法")
    assert series_of("技能培训补贴办法") != series_of("技能培训补贴细则")


def test_a_text_that_another_repeals_is_superseded_from_the_day_of_that_one(
    database: Database, ingestor: Ingestor, tmp_path: Path
) -> None:
    newer = (
        "技能提升补贴办法\n第一条 为了工作，制定本办法。\n"
        "第二条 本办法自2025年1月1日起施行。《技能培训补贴办法》同时废止。"
    )
    (outcome,) = ingestor.ingest([write_policies(tmp_path / "new", newer=newer)])
    held = PolicyStore(database).describe(ID)
    assert held.superseded_by == outcome.policy_id
    assert [held.force_on(day) for day in (date(2024, 12, 31), date(2025, 1, 1))] == ["in_force", "superseded"]
