import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.retrieval.chroma.builds import Builds
from bot.retrieval.index import Index, build_index
from bot.retrieval.models import Scope
from bot.retrieval.retriever import PolicyRetriever
from bot.settings import Settings
from bot.storage.database import Database, open_database
from tests.corpus_builders import HOUSING, TRAINING, CharacterEmbeddings, fresh_database, ingest_texts

TRAINING_ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"
HOUSING_ID = "ren-cai-gong-yu-guan-li-ban-fa-2024"
SUBSIDY = f"{TRAINING_ID}/1#1"
WAIT_S = 60


@pytest.fixture(autouse=True)
def quick_polls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.retrieval.index.POLL_S", 0.1)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two policies and a build of Chroma, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    database, embeddings = fresh_database(folder / "data"), CharacterEmbeddings()
    ingest_texts(database, embeddings, folder / "in", training=TRAINING, housing=HOUSING)
    index = build_index(Settings(data_dir=folder / "data"), database, embeddings)
    index.start()
    wait_until(lambda: index.dense is not None)
    index.close()
    database.close()
    return folder / "data"


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path / "data")
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def embeddings() -> CharacterEmbeddings:
    return CharacterEmbeddings()


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = open_database(settings)
    yield database
    database.close()


@pytest.fixture
def build(settings: Settings) -> Path:
    """The folder of the build that lies in the data folder."""
    (folder,) = (settings.data_dir / "index").glob("b-*")
    return folder


@pytest.fixture
def make_index(
    settings: Settings, database: Database, embeddings: CharacterEmbeddings
) -> Iterator[Callable[[], Index]]:
    made: list[Index] = []

    def make() -> Index:
        made.append(build_index(settings, database, embeddings))
        return made[-1]

    yield make
    for index in made:
        index.close()


def first(index: Index, query: str = "培训补贴每人每年多少元", scope: Scope | None = None) -> str:
    return index.searcher.search(query, 3, scope)[0].passage.id


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_command_that_runs_once_searches_without_building_anything(
    make_index: Callable[[], Index], settings: Settings
) -> None:
    shutil.rmtree(settings.data_dir / "index")
    index = make_index()
    assert first(index) == SUBSIDY
    assert index.degraded == []
    assert not (settings.data_dir / "index").exists()


def test_answers_come_while_chroma_is_built_and_are_the_same_after(
    make_index: Callable[[], Index], build: Path
) -> None:
    shutil.rmtree(build)
    index = make_index()
    index.start()
    assert index.degraded == ["vector_index"]
    before = [(hit.passage.id, hit.score) for hit in index.searcher.search("申请人才公寓的条件", 5)]
    wait_until(lambda: index.dense is not None)
    assert [(hit.passage.id, hit.score) for hit in index.searcher.search("申请人才公寓的条件", 5)] == before
    assert index.degraded == []


def test_a_good_build_is_used_again_and_not_built_anew(make_index: Callable[[], Index], build: Path) -> None:
    index = make_index()
    index.start()
    wait_until(lambda: index.dense is not None)
    assert list(build.parent.glob("b-*")) == [build]


def _delete(folder: Path) -> None:
    shutil.rmtree(folder)


def _truncate(folder: Path) -> None:
    for path in (folder / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _overwrite_with_garbage(folder: Path) -> None:
    for path in (folder / "chroma").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\xde\xad\xbe\xef" * (path.stat().st_size // 4 + 1))


def _flip_inside_the_graph(folder: Path) -> None:
    (path,) = (folder / "chroma").glob("*/data_level0.bin")
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 8] = b"\xff" * 8
    path.write_bytes(content)


def _empty_the_sqlite(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").write_bytes(b"")


def _break_the_marker(folder: Path) -> None:
    (folder.parent / "current.json").write_text("{")


def _make_it_of_an_older_format(folder: Path) -> None:
    marker = folder.parent / "current.json"
    content = json.loads(marker.read_text())
    marker.write_text(json.dumps({**content, "format": 0}))


@pytest.mark.parametrize(
    "damage",
    [
        _delete,
        _truncate,
        _overwrite_with_garbage,
        _flip_inside_the_graph,
        _empty_the_sqlite,
        _break_the_marker,
        _make_it_of_an_older_format,
    ],
)
def test_a_damaged_build_is_noticed_and_mended(
    make_index: Callable[[], Index], build: Path, damage: Callable[[Path], None]
) -> None:
    damage(build)
    index = make_index()
    assert first(index) == SUBSIDY
    index.start()
    assert first(index) == SUBSIDY
    wait_until(lambda: index.dense is not None)
    assert first(index) == SUBSIDY
    assert index.degraded == []
    wait_until(lambda: not build.exists())


def test_an_index_that_fails_a_search_is_replaced(
    make_index: Callable[[], Index], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retrieval.searcher.SMALL", 0)
    index = make_index()
    index.start()
    wait_until(lambda: index.dense is not None)
    broken = index.dense
    assert broken is not None
    broken._collection = None  # type: ignore[attr-defined]
    assert first(index) == SUBSIDY
    assert index.degraded == ["vector_index"]
    wait_until(lambda: index.dense is not None and index.dense is not broken)
    assert first(index) == SUBSIDY


@pytest.mark.parametrize("damage", [_delete, _truncate, _empty_the_sqlite])
def test_damage_while_serving_is_noticed_where_no_search_asks_the_index(
    make_index: Callable[[], Index], build: Path, damage: Callable[[Path], None]
) -> None:
    index = make_index()
    index.start()
    wait_until(lambda: index.dense is not None)
    before = index.dense
    damage(build)
    wait_until(lambda: index.dense is not None and index.dense is not before)
    assert first(index) == SUBSIDY
    assert len(list(build.parent.glob("b-*/chroma/*/data_level0.bin"))) >= 1


def test_a_change_is_searched_at_once_and_chroma_follows(
    make_index: Callable[[], Index], database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    index = make_index()
    index.start()
    wait_until(lambda: index.dense is not None)
    before = index.dense
    ingest_texts(database, embeddings, tmp_path / "new", new=HOUSING.replace("人才公寓", "博士后驿站"))
    assert index.refresh()
    assert not index.refresh()
    assert first(index, "博士后驿站的租金").startswith("bo-shi-hou-yi-zhan")
    wait_until(lambda: index.dense is not before and index.dense is not None)
    assert first(index, "博士后驿站的租金").startswith("bo-shi-hou-yi-zhan")
    builds = Builds(index._folder)
    wait_until(lambda: len(builds.candidates(embeddings.fingerprint, "1.5.9")) == 2)  # it serves before it is recorded


def test_a_running_server_follows_the_database_by_itself(
    make_index: Callable[[], Index], database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    index = make_index()
    index.start()
    version = index.version
    ingest_texts(database, embeddings, tmp_path / "new", new=HOUSING.replace("人才公寓", "博士后驿站"))
    wait_until(lambda: index.version > version)
    assert first(index, "博士后驿站的租金").startswith("bo-shi-hou-yi-zhan")


def test_another_model_is_embedded_in_the_background_with_lexical_answers_meanwhile(
    settings: Settings, database: Database
) -> None:
    other = CharacterEmbeddings("characters-2")
    index = build_index(settings, database, other)
    assert index.degraded == ["vectors"]
    hit = index.searcher.search("培训补贴每人每年多少元", 1)[0]
    assert (hit.passage.id, hit.dense) == (SUBSIDY, None)
    index.start()
    wait_until(lambda: index.degraded == [])
    assert index.searcher.search("培训补贴每人每年多少元", 1)[0].dense is not None
    index.close()


def test_scope_limits_by_policy_and_by_day(
    make_index: Callable[[], Index], database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    newer = TRAINING.replace("5000元", "6000元").replace("2023年3月1日", "2025年1月10日")
    ingest_texts(database, embeddings, tmp_path / "new", newer=newer)
    index = make_index()
    index.start()
    wait_until(lambda: index.dense is not None)
    assert first(index, scope=Scope(policy_ids=(HOUSING_ID,))).startswith(HOUSING_ID)
    assert first(index, scope=Scope(on=date(2024, 6, 1))) == SUBSIDY
    assert first(index, scope=Scope(on=date(2025, 6, 1))) == SUBSIDY.replace("2023", "2025")
    assert index.searcher.search("补贴", 5, Scope(policy_ids=("nothing",))) == []


def test_one_policy_is_searched_as_if_nothing_else_were_held(
    make_index: Callable[[], Index], embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    database = fresh_database(tmp_path / "alone")
    ingest_texts(database, embeddings, tmp_path / "in", training=TRAINING)
    alone = build_index(Settings(data_dir=tmp_path / "alone"), database, embeddings)
    beside, scope = make_index(), Scope(policy_ids=(TRAINING_ID,))
    for query in ("企业培训补贴多少", "高级技师的人才公寓", "租金"):
        expected = [(hit.passage.id, hit.score) for hit in alone.searcher.search(query, 20)]
        assert [(hit.passage.id, hit.score) for hit in beside.searcher.search(query, 20, scope)] == expected
    alone.close()
    database.close()


def test_the_langchain_retriever_gives_verbatim_documents(make_index: Callable[[], Index]) -> None:
    document = PolicyRetriever(searcher=make_index().searcher, k=1).invoke("培训补贴每人每年多少元")[0]
    assert document.id == SUBSIDY
    assert document.page_content.endswith("每人每年给予5000元补贴。")
    assert document.metadata["label"] == "第一条"
    assert 0 < document.metadata["score"] <= 1


def test_an_empty_corpus_answers_nothing_and_is_not_degraded(
    settings: Settings, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    database = fresh_database(tmp_path / "empty")
    index = build_index(settings, database, embeddings)
    assert index.searcher.search("补贴") == []
    assert index.degraded == []
    index.close()
    database.close()


@pytest.mark.parametrize("query", ["", "  ", "\ud800", "\0", "a" * 100_000, "\ufdfa" * 2000, "🙂" * 50])
def test_no_question_makes_a_search_fail(make_index: Callable[[], Index], query: str) -> None:
    assert len(make_index().searcher.search(query, 3)) <= 3


def test_many_threads_search_while_the_corpus_changes(
    make_index: Callable[[], Index], database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    index = make_index()
    index.start()
    stop = threading.Event()
    wrong: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            found = first(index)
            if found != SUBSIDY:
                wrong.append(found)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(3):
        text = HOUSING.replace("人才公寓", f"第{number}驿站")
        ingest_texts(database, embeddings, tmp_path / str(number), **{f"housing{number}": text})
        index.refresh()
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
