import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.bundled import ingest_bundled
from bot.ingest.identity import slug_of
from bot.ingest.ingestor import Ingestor
from bot.ingest.outcomes import FileOutcome, Progress
from bot.storage.database import Database
from bot.storage.policies import PolicyStore
from corpus.errors import DocumentError
from corpus.library import load_policies
from corpus.readers import ExtractedText
from tests.corpus_builders import HOUSING, TRAINING, CharacterEmbeddings, fresh_database, write_policies

TRAINING_ID = "ji-neng-pei-xun-bu-tie-ban-fa-2023"
FIRST_POLICY = "baotou-jineng-qiangqi"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = fresh_database(tmp_path / "data")
    yield database
    database.close()


@pytest.fixture
def embeddings() -> CharacterEmbeddings:
    return CharacterEmbeddings()


@pytest.fixture
def ingestor(database: Database, embeddings: CharacterEmbeddings) -> Ingestor:
    return Ingestor(database, embeddings)


def results(outcomes: list[FileOutcome]) -> list[str]:
    return [outcome.result for outcome in outcomes]


def test_the_same_file_twice_changes_nothing(
    ingestor: Ingestor, embeddings: CharacterEmbeddings, database: Database, tmp_path: Path
) -> None:
    folder = write_policies(tmp_path / "in", a=TRAINING, b=HOUSING)
    assert results(ingestor.ingest([folder])) == ["added", "added"]
    count, version = len(embeddings.embedded), PolicyStore(database).version()
    assert results(ingestor.ingest([folder])) == ["unchanged", "unchanged"]
    assert (len(embeddings.embedded), PolicyStore(database).version()) == (count, version)


def test_the_same_text_under_another_name_is_the_same_policy(ingestor: Ingestor, tmp_path: Path) -> None:
    folder = write_policies(tmp_path / "in", a=TRAINING, 复件_旧版=TRAINING)
    outcomes = ingestor.ingest([folder])
    assert results(outcomes) == ["added", "unchanged"]
    assert {outcome.policy_id for outcome in outcomes} == {TRAINING_ID}


def test_one_changed_sentence_embeds_one_sentence(
    ingestor: Ingestor, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    folder = write_policies(tmp_path / "in", a=TRAINING)
    ingestor.ingest([folder])
    embeddings.embedded.clear()
    write_policies(folder, a=TRAINING.replace("培训不满一年的不予补贴。", "培训不满半年的不予补贴。"))
    (outcome,) = ingestor.ingest([folder])
    assert (outcome.result, outcome.policy_id, outcome.embedded) == ("updated", TRAINING_ID, 1)
    assert len(embeddings.embedded) == 1
    assert "不满半年" in embeddings.embedded[0]


def test_a_bad_file_does_not_stop_the_others(ingestor: Ingestor, database: Database, tmp_path: Path) -> None:
    folder = write_policies(tmp_path / "in", a=TRAINING, b="", c="。！？", d=HOUSING)
    (folder / "e.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "notes.xyz").write_text("not a document")
    outcomes = ingestor.ingest([folder, tmp_path / "missing.txt", tmp_path / "nul\0name.txt"])
    assert results(outcomes) == ["added", "failed", "failed", "added", "failed", "skipped", "failed", "failed"]
    assert all(outcome.message for outcome in outcomes if outcome.result in {"failed", "skipped"})
    assert len(PolicyStore(database).held()) == 2


def test_a_reader_that_breaks_fails_its_file_alone(
    database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    def read(path: Path) -> ExtractedText:
        if path.stem == "a":
            raise ZeroDivisionError
        if path.stem == "b":
            raise DocumentError("读不了。")
        return ExtractedText(path.read_text(encoding="utf-8"), "text")

    folder = write_policies(tmp_path / "in", a=TRAINING, b=TRAINING, c=HOUSING)
    outcomes = Ingestor(database, embeddings, read).ingest([folder])
    assert results(outcomes) == ["failed", "failed", "added"]
    assert outcomes[1].message == "读不了。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_the_encodings_of_offices(
    ingestor: Ingestor, database: Database, tmp_path: Path, encoding: str
) -> None:
    (tmp_path / "a.txt").write_bytes(TRAINING.encode(encoding))
    assert results(ingestor.ingest([tmp_path / "a.txt"])) == ["added"]
    assert "每人每年给予5000元补贴。" in PolicyStore(database).get(TRAINING_ID).text


def test_a_newer_version_in_the_same_run_supersedes_the_older(ingestor: Ingestor, tmp_path: Path) -> None:
    newer = TRAINING.replace("2023年3月1日", "2025年1月10日")
    outcomes = ingestor.ingest([write_policies(tmp_path / "in", a=TRAINING, b=newer)])
    assert results(outcomes) == ["added", "added"]
    assert outcomes[1].supersedes == TRAINING_ID


def test_progress_counts_up_and_ends_complete(ingestor: Ingestor, tmp_path: Path) -> None:
    told: list[Progress] = []
    ingestor.ingest([write_policies(tmp_path / "in", a=TRAINING, b=HOUSING)], told.append)
    assert [progress.files_done for progress in told] == sorted(progress.files_done for progress in told)
    assert (told[-1].files_done, told[-1].files_total) == (2, 2)
    assert told[-1].passages_embedded > 0
    assert told[-1].remaining_s == 0
    assert told[0].remaining_s is None


def test_interrupting_keeps_what_was_done(
    ingestor: Ingestor, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.ingestor.GROUP_PASSAGES", 1)

    def interrupt(progress: Progress) -> None:
        if progress.files_done == 1:
            raise KeyboardInterrupt

    folder = write_policies(tmp_path / "in", a=TRAINING, b=HOUSING)
    with pytest.raises(KeyboardInterrupt):
        ingestor.ingest([folder], interrupt)
    assert [policy.id for policy in PolicyStore(database).held()] == [TRAINING_ID]
    assert results(ingestor.ingest([folder])) == ["unchanged", "added"]


def test_a_folder_with_a_policy_file_is_named_by_it(ingestor: Ingestor, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "my-policy"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text(TRAINING, encoding="utf-8")
    (folder / "policy.yaml").write_text("region: 包头市\n", encoding="utf-8")
    outcomes = ingestor.ingest([tmp_path / "in"])
    assert [(outcome.policy_id, outcome.result) for outcome in outcomes] == [("", "skipped"), ("my-policy", "added")]


def test_the_bundled_policies_are_taken_in_once_and_found_by_their_text(
    ingestor: Ingestor, database: Database, embeddings: CharacterEmbeddings, tmp_path: Path
) -> None:
    policies = load_policies()
    outcomes = ingest_bundled(database, ingestor, policies)
    assert FIRST_POLICY in {outcome.policy_id for outcome in outcomes if outcome.result == "added"}
    count = len(embeddings.embedded)
    assert set(results(ingest_bundled(database, ingestor, policies))) == {"unchanged"}
    assert len(embeddings.embedded) == count
    policy = next(policy for policy in policies if policy.id == FIRST_POLICY)
    (tmp_path / "copy.txt").write_text(policy.text, encoding="utf-8")
    (outcome,) = ingestor.ingest([tmp_path / "copy.txt"])
    assert (outcome.policy_id, outcome.result) == (FIRST_POLICY, "unchanged")
    assert PolicyStore(database).describe(FIRST_POLICY).is_bundled


def test_an_editors_text_is_not_put_back_by_the_bundled_one(
    ingestor: Ingestor, database: Database, tmp_path: Path
) -> None:
    policies = load_policies()
    ingest_bundled(database, ingestor, policies)
    policy = next(policy for policy in policies if policy.id == FIRST_POLICY)
    (tmp_path / "new.txt").write_text(policy.text.replace("8000元", "9000元"), encoding="utf-8")
    (outcome,) = ingestor.ingest([tmp_path / "new.txt"])
    assert (outcome.policy_id, outcome.result) == (FIRST_POLICY, "updated")
    ingest_bundled(database, ingestor, policies)
    policy = PolicyStore(database).get(FIRST_POLICY)
    assert "9000元" in policy.text
    assert policy.metadata.region == "包头市"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("中华人民共和国劳动法", "lao-dong-fa"),
        ("《工伤保险条例》", "gong-shang-bao-xian-tiao-li"),
        ("2025年就业补贴 GDP 办法", "2025nian-jiu-ye-bu-tie-gdp-ban-fa"),
    ],
)
def test_identifiers_come_from_titles(title: str, slug: str) -> None:
    assert slug_of(title).replace("-", "") == slug.replace("-", "")


def test_a_long_or_strange_title_still_gives_a_short_unique_identifier() -> None:
    long = slug_of("关于" + "进一步推动" * 40 + "工作的通知")
    other = slug_of("关于" + "进一步推动" * 41 + "工作的通知")
    assert len(long) <= 60
    assert long != other
    assert slug_of("★☆") != slug_of("☆★")
    assert slug_of("★☆")


def test_a_name_in_another_encoding_is_shown_and_stops_nobody(
    ingestor: Ingestor, database: Database, tmp_path: Path
) -> None:
    folder = write_policies(tmp_path / "in", b=HOUSING)
    (folder / os.fsdecode("培训补贴.txt".encode("gbk"))).write_text(TRAINING, encoding="utf-8")
    (folder / "a\u202etxt.exe.txt").write_text(TRAINING.replace("技能", "安全"), encoding="utf-8")
    outcomes = ingestor.ingest([folder])
    assert results(outcomes) == ["added", "added", "added"]
    assert {outcome.name for outcome in outcomes} == {"b.txt", "培训补贴.txt", "a\ufffdtxt.exe.txt"}
    assert {policy.source_name for policy in PolicyStore(database).held()} == {outcome.name for outcome in outcomes}


def test_a_pipe_is_refused_instead_of_waited_for(ingestor: Ingestor, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (outcome,) = ingestor.ingest([tmp_path / "pipe.txt"])
    assert outcome.result == "failed"
    assert "打不开" in outcome.message


def test_what_became_of_a_file_is_told_before_the_next_group_is_read(
    ingestor: Ingestor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.ingest.ingestor.GROUP_PASSAGES", 1)
    told: list[FileOutcome] = []

    def interrupt(outcome: FileOutcome) -> None:
        told.append(outcome)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingestor.ingest([write_policies(tmp_path / "in", a=TRAINING, b=HOUSING)], on_outcome=interrupt)
    assert results(told) == ["added"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("通知.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .docx"),
        ("通知.rtf", b"{\\rtf1 text}", "RTF"),
        ("通知.ofd", b"PK\x05\x06" + bytes(18), "不支持"),
    ],
)
def test_a_document_of_a_kind_that_is_not_read_is_not_passed_over_in_silence(
    ingestor: Ingestor, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(content)
    (outcome,) = ingestor.ingest([tmp_path / "in"])
    assert outcome.result == "failed"
    assert reason in outcome.message
