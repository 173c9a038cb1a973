"""Kill -9 at random moments of ingesting and index building: nothing acknowledged is lost, nothing half is visible."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.retrieval.index import build_index
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.policies import PolicyStore
from tests.corpus_builders import HOUSING, TRAINING, CharacterEmbeddings, fresh_database, ingest_texts
from tests.load.report import record

ROOT = Path(__file__).parents[2]
VICTIM = """
import sys, time
from pathlib import Path
import bot.ingest.ingestor as ingestor_module
import bot.retrieval.index as index_module
from bot.retrieval.index import build_index
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.locking import FolderLock
from tests.corpus_builders import CharacterEmbeddings

ingestor_module.GROUP_PASSAGES = 16
index_module.POLL_S = 0.05
data, incoming, acknowledged = map(Path, sys.argv[1:])
settings = Settings(data_dir=data)
with FolderLock(data):
    database = open_database(settings)
    index = build_index(settings, database, CharacterEmbeddings())
    index.start()
    log = acknowledged.open("a", encoding="utf-8")
    ingestor = ingestor_module.Ingestor(database, CharacterEmbeddings())
    print("ready", flush=True)
    def acknowledge(outcome):
        log.write(outcome.policy_id + "\\n")
        log.flush()
    # Three at a time, each a group of its own: one is embedded while others are read and stored.
    for number in range(len(acknowledged.read_text("utf-8").split()), 1000, 3):
        files = [incoming / f"{following}.txt" for following in range(number, min(number + 3, 1000))]
        ingestor.ingest(files, on_outcome=acknowledge)
        index.refresh()
        time.sleep(0.05 if number % 8 else 1.5)  # now and then long enough for a build to begin
"""


def write_incoming(folder: Path) -> None:
    """A thousand texts, each of its own title, length and sentences."""
    folder.mkdir()
    for number in range(1000):
        clauses = "\n".join(
            f"第{n}条 第{number}号规定的第{n}项内容，金额为{number * 100 + n}元。" for n in range(1, 21)
        )
        (folder / f"{number}.txt").write_text(f"第{number}号补贴规定\n{clauses}\n", encoding="utf-8")


def run_and_kill(data: Path, incoming: Path, acknowledged: Path, after_s: float) -> None:
    """Ingest and build in a process of its own, and kill it some time after it has begun."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", VICTIM, str(data), str(incoming), str(acknowledged)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline().strip() == "ready", victim.stderr.read() if victim.stderr else ""
        time.sleep(after_s)
        victim.send_signal(signal.SIGKILL)


def check_what_is_left(data: Path, acknowledged: Path) -> int:
    """Open what the killed process left, and search it; returns how many policies are held."""
    settings = Settings(data_dir=data)
    database = open_database(settings)
    store = PolicyStore(database)
    held = {policy.id: policy for policy in store.held()}
    promised = set(acknowledged.read_text(encoding="utf-8").split()) if acknowledged.exists() else set()
    assert promised <= set(held)
    for policy_id, policy in held.items():
        text = store.get(policy_id)
        if policy_id.startswith("di-"):
            assert policy.passage_count == sum(1 for clause in text.clauses for _ in clause.sentences)
            assert len([clause for clause in text.clauses if clause.kind == "article"]) == 20
    index = build_index(settings, database, CharacterEmbeddings())
    assert index.searcher.search("申请人才公寓的条件", 1)[0].passage.id.startswith("ren-cai-gong-yu")
    index.close()
    database.close()
    return len(held)


def kill_times(count: int, folder: Path) -> None:
    data, incoming, acknowledged = folder / "data", folder / "incoming", folder / "acknowledged"
    database = fresh_database(data)
    ingest_texts(database, CharacterEmbeddings(), folder / "first", training=TRAINING, housing=HOUSING)
    database.close()
    write_incoming(incoming)
    seed = random.SystemRandom().randrange(1 << 30)
    print(json.dumps({"seed": seed}))  # noqa: T201 - shown when a kill finds something
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    held = 2
    for _ in range(count):
        run_and_kill(data, incoming, acknowledged, moments.uniform(0, 3))
        now = check_what_is_left(data, acknowledged)
        assert now >= held
        held = now
    settle(data)


def settle(data: Path) -> None:
    """After all the kills a server comes to a good index by itself, and leaves no litter."""
    settings = Settings(data_dir=data)
    database = open_database(settings)
    index = build_index(settings, database, CharacterEmbeddings())
    index.start()
    deadline = time.monotonic() + 120
    while index.degraded:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert index.searcher.search("申请人才公寓的条件", 1)[0].passage.id.startswith("ren-cai-gong-yu")
    index.close()
    database.close()


def test_three_kills_lose_nothing(tmp_path: Path) -> None:
    kill_times(3, tmp_path)


@pytest.mark.load
@pytest.mark.timeout(3600)
def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    kills = 50
    kill_times(kills, tmp_path)
    record("kill -9", {"restarts that answer": f"{kills} of {kills}", "acknowledged and lost": 0, "half documents": 0})
