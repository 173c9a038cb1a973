"""Where a run's results lie: one folder a run, named by time and commit."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings import Settings
from eval.models import TaskResult

ROOT = Path(__file__).parents[1]
_INPUTS = ("corpus", "eval/datasets")
_SECRET = {"llm_api_key"}


@dataclass(frozen=True, slots=True)
class Head:
    """What a run was of: the code, the configuration with the corpus and the questions, the time."""

    commit: str
    is_dirty: bool
    config_hash: str
    at: str
    counts: str = ""


def make_head(settings: Settings, counts: str) -> Head:
    """The head of a run that begins now."""
    now = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M")
    return Head(
        _git("rev-parse", "--short=10", "HEAD") or "unknown",
        bool(_git("status", "--porcelain", "-uno")),
        config_hash(settings),
        now,
        counts,
    )


def config_hash(settings: Settings, root: Path = ROOT) -> str:
    """A hash of all that decides the answers apart from the code: settings, corpus and questions."""
    chosen = {
        key: str(value)
        for key, value in settings.model_dump(mode="json").items()
        if key not in _SECRET and not key.endswith("_dir")
    }
    digest = hashlib.sha256(json.dumps(chosen, sort_keys=True).encode())
    for folder in _INPUTS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".yaml", ".txt", ".jsonl"}:
                digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def new_folder(head: Head, results: Path) -> Path:
    """The folder of a run, made."""
    stamp = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m%d-%H%M%S")
    folder = results / f"{stamp}-{head.commit}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def save_results(folder: Path, head: Head, results: Sequence[TaskResult]) -> None:
    """Writes the head, the measures and the per-question rows."""
    about = {"commit": head.commit, "is_dirty": head.is_dirty, "config_hash": head.config_hash, "at": head.at}
    (folder / "run.json").write_text(json.dumps(about, indent=2), encoding="utf-8")
    for result in results:
        measures = result.model_dump(mode="json", include={"measures", "curves", "notes"})
        (folder / f"{result.task}.json").write_text(json.dumps(measures, ensure_ascii=False, indent=1), "utf-8")
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in result.rows]
        (folder / f"{result.task}-rows.jsonl").write_text("".join(lines), encoding="utf-8")


def _git(*arguments: str) -> str:
    """What git says, or nothing where there is no git or no repository."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=20)  # noqa: S603 - ours
    return done.stdout.strip() if done.returncode == 0 else ""
