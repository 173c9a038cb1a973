"""Request counts that several processes share, one row a client and window."""

import time
from collections.abc import Callable

from sqlalchemy import Connection, delete, select, text

from bot.storage.database import Database
from bot.storage.record_tables import RequestCountRow

_COUNT = text("""
    INSERT INTO request_counts (key, count, ends_at) VALUES (:key, :amount, :ends_at)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN request_counts.ends_at <= :now THEN :amount ELSE request_counts.count + :amount END,
        ends_at = CASE WHEN request_counts.ends_at <= :now THEN :ends_at ELSE request_counts.ends_at END
    RETURNING count
""")


class RequestCounts:
    """Counts per key in windows that begin with their first request."""

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self._database = database
        self._now = now

    def add(self, key: str, window_s: float, amount: int = 1) -> int:
        """Count requests of a key; returns how many there are in the current window, these included."""
        now = self._now()
        values = {"key": key[:200], "amount": amount, "now": now, "ends_at": now + window_s}
        with self._database.write() as connection:
            _without_waiting_for_disk(connection)
            return int(connection.execute(_COUNT, values).scalar_one())

    def current(self, key: str) -> tuple[int, float]:
        """The count of the key's window and when it ends; 0 and now where there is none."""
        now = self._now()
        query = select(RequestCountRow.count, RequestCountRow.ends_at).where(RequestCountRow.key == key[:200])
        with self._database.read() as connection:
            row = connection.execute(query).first()
        return (row[0], row[1]) if row and row[1] > now else (0, now)

    def forget(self, key: str | None = None) -> int:
        """Forget one key, or all; returns how many were forgotten."""
        statement = delete(RequestCountRow)
        if key is not None:
            statement = statement.where(RequestCountRow.key == key[:200])
        with self._database.write() as connection:
            return connection.execute(statement).rowcount


def _without_waiting_for_disk(connection: Connection) -> None:
    """A count lost in a crash costs nothing; waiting for the disk would cost every request."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL synchronous_commit = off"))
