"""What became of each file, and how far the work is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Result = Literal["added", "updated", "unchanged", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file. `message` says why it failed or was skipped, in Chinese, else it is empty."""

    name: str
    result: Result
    policy_id: str = ""
    title: str = ""
    passages: int = 0
    embedded: int = 0
    supersedes: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is. `rate` counts passages embedded per second; `remaining_s` is None until it can be told."""

    files_done: int
    files_total: int
    passages_embedded: int
    rate: float
    remaining_s: float | None
    current: str


OnProgress = Callable[[Progress], None]
