"""Reading the datasets. A row that is not well formed stops the run, naming file and line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from corpus.errors import DataError
from eval.models import Dialogue, Item

DATASETS = Path(__file__).parent / "datasets"
QUESTIONS = "policy_questions*.jsonl"
CONVERSATIONS = "conversations*.jsonl"


def read_questions(folder: Path = DATASETS) -> list[Item]:
    """The single questions, in file order; another folder's may lie in any JSON-lines files of the same form.

    Raises:
        DataError: There is no such file or a row is not well formed.
    """
    own = sorted(folder.glob(QUESTIONS))
    others = (path for path in folder.glob("*.jsonl") if not path.match(CONVERSATIONS))
    files = own or sorted(others)
    if not files:
        raise DataError(f"目录中没有题集（{QUESTIONS} 或同样形式的 .jsonl），请检查 --data。")
    return [_valid(path, line, row) for file in files for path, line, row in _rows(file)]


def read_dialogues(folder: Path = DATASETS) -> list[Dialogue]:
    """The conversations, none where the folder holds none; the turns of `c001` are `c001.1`, `c001.2`, ...

    Raises:
        DataError: A row is not well formed.
    """
    files = sorted(folder.glob(CONVERSATIONS))
    return [_dialogue(path, line, row) for file in files for path, line, row in _rows(file)]


def _dialogue(path: Path, line: int, row: dict[str, Any]) -> Dialogue:
    shared: dict[str, Any] = {key: row[key] for key in ("audience", "category", "split") if key in row}
    turns: list[Item] = []
    for n, turn in enumerate(row.get("turns", []), 1):
        after = [earlier.question for earlier in turns]
        turns.append(_valid(path, line, {**turn, **shared, "id": f"{row.get('id')}.{n}", "after": after}))
    first = turns[0]
    return Dialogue(
        id=str(row["id"]), audience=first.audience, category=first.category, split=first.split, turns=tuple(turns)
    )


def _valid(path: Path, line: int, row: dict[str, Any]) -> Item:
    try:
        return Item.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(f"{path.name} 第 {line} 行：{'.'.join(map(str, first['loc']))} {first['msg']}") from None


def _rows(path: Path) -> Iterator[tuple[Path, int, dict[str, Any]]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise DataError(f"读不到题集 {path.name}，请检查 --data 指向的目录。") from None
    for line, text in enumerate(lines, 1):
        if text.strip():
            try:
                yield path, line, json.loads(text)
            except ValueError:
                raise DataError(f"{path.name} 第 {line} 行不是 JSON。") from None
