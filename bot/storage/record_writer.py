"""Writing records behind the answers' back: one thread, one commit for all that came meanwhile."""

import time
from collections.abc import Callable, Iterable, Sequence
from threading import Condition, Thread

import structlog

from bot.storage.models import Record
from corpus.errors import StorageError

_log = structlog.get_logger(__name__)
MAX_PENDING = 10_000
"""What is kept while the database cannot be written; past it the oldest are lost, and counted in the log."""
RETRY_S = 1.0

Write = Callable[[Sequence[Record]], None]


class RecordWriter:
    """Takes records at once, writes them soon; what is not yet written can be read here.

    A crash loses at most what came in the last `linger_s`; each commit is whole or not at all.
    """

    def __init__(self, write: Write, linger_s: float) -> None:
        self._write = write
        self._linger_s = linger_s
        self._changed = Condition()
        self._pending: list[Record] = []
        self._thread: Thread | None = None
        self._closing = False
        self.is_failing = False

    def put(self, record: Record, wait_s: float = 0.0) -> None:
        """Take a record; with `wait_s`, return once it is in the database, or after so long at the latest."""
        with self._changed:
            if len(self._pending) >= MAX_PENDING:
                del self._pending[0]
                _log.error("record_lost")
            self._pending.append(record)
            if self._thread is None:
                self._thread = Thread(target=self._run, name="record-writer", daemon=True)
                self._thread.start()
            if len(self._pending) == 1:  # with more, the thread is at work or lingers, and an answer need not wake it
                self._changed.notify_all()
            if wait_s:
                self._changed.wait_for(lambda: all(item is not record for item in self._pending), wait_s)

    def pending(self) -> list[Record]:
        """What is not yet known to be in the database, oldest first."""
        with self._changed:
            return list(self._pending)

    def drop(self, conversation_id: str) -> None:
        """Forget what has not been written of a conversation."""
        with self._changed:
            self._pending = [item for item in self._pending if item.answer.conversation_id != conversation_id]

    def flush(self, timeout_s: float) -> bool:
        """Wait until all is written; False where it did not happen in time."""
        with self._changed:
            waiting, self._linger_s = self._linger_s, 0.0
            self._changed.notify_all()
            done = self._changed.wait_for(lambda: not self._pending, timeout_s)
            self._linger_s = waiting
            return done

    def close(self, timeout_s: float) -> None:
        """Write what is outstanding and end the thread."""
        self.flush(timeout_s)
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._pending or self._closing)
                if not self._pending:
                    return
                self._changed.wait_for(lambda: self._closing or not self._linger_s, self._linger_s or None)
                batch = list(self._pending)
            written = self._written(batch)
            with self._changed:
                done = {id(record) for record in written}
                self._pending = [record for record in self._pending if id(record) not in done]
                self._changed.notify_all()
                if self._closing and not written:
                    return
            if not written:
                time.sleep(RETRY_S)

    def _written(self, batch: Sequence[Record]) -> Iterable[Record]:
        """Those that need no further attempt: written, or impossible to write."""
        try:
            self._write(batch)
        except StorageError:
            self.is_failing = True
            _log.warning("records_not_written", waiting=len(batch))
            return ()
        except Exception as error:  # noqa: BLE001 - the boundary of the writer's thread: one bad record must not stop it
            if len(batch) == 1:
                _log.error("record_not_storable", error=type(error).__name__)
                return batch
            return [record for single in batch for record in self._written([single])]
        self.is_failing = False
        return batch
