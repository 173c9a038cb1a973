"""Files that only save work: each written whole or not at all, the oldest forgotten."""

import os
import tempfile
from pathlib import Path


def kept_files(folder: Path, suffix: str) -> list[Path]:
    """The kept files with that ending, the latest last."""
    try:
        return sorted(folder.glob(f"*{suffix}"), key=lambda kept: kept.stat().st_mtime)
    except FileNotFoundError:  # another process has just removed one
        return []


def keep_file(path: Path, data: bytes, newest: int) -> None:
    """Write a file in one piece, and forget those of its ending but the newest so many; its folder is made if need be.

    Raises:
        OSError: It cannot be written; nothing half is left under its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        file.write(data)
    os.replace(file.name, path)
    for old in kept_files(path.parent, path.suffix)[:-newest]:
        old.unlink(missing_ok=True)
