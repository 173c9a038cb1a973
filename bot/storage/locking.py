"""One process owns a data folder at a time."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from corpus.errors import StorageError

WAIT_S = 1.0


def prepare_folder(folder: Path) -> None:
    """Make the data folder, and make sure that it can be written to.

    Raises:
        StorageError: It cannot be made, or not be written to.
    """
    probe = folder / f".write-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        raise StorageError("数据目录不能写入：请检查 POLICY_DATA_DIR 指向的目录及其权限、磁盘空间。") from None


class FolderLock:
    """An exclusive hold on a data folder, freed by the system however the process ends."""

    def __init__(self, folder: Path, name: str = "in-use.lock") -> None:
        self._path = folder / name
        self._descriptor: int | None = None

    def acquire(self) -> "FolderLock":
        """Take the folder; a predecessor that is just leaving is waited for, one second at most.

        Raises:
            StorageError: Another process has it.
        """
        prepare_folder(self._path.parent)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + WAIT_S
        while not _try_lock(descriptor):
            if time.monotonic() > deadline:
                os.close(descriptor)
                raise StorageError(
                    "数据目录正在被另一个程序使用：请先停止那个程序，或把 POLICY_DATA_DIR 设为别的目录。"
                )
            time.sleep(0.05)
        self._descriptor = descriptor
        return self

    def release(self) -> None:
        """Free the folder; harmless where it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> "FolderLock":
        return self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
