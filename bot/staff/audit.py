"""The audit: who did what, when. Written in the transaction of the action itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.staff_tables import AuditRow

PAGE = 200
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Action:
    """One action; `target` is `kind:id`."""

    id: int
    at: datetime
    actor: str
    action: str
    target: str
    detail: str


def note(connection: Connection, actor: str, action: str, target: str, detail: str = "") -> None:
    """Write an action down; it stands or falls with the caller's transaction."""
    values = {"at": datetime.now(UTC), "actor": actor, "action": action, "target": target[:100]}
    connection.execute(insert(AuditRow).values(**values, detail=detail[:_LONGEST]))


class Audit:
    """Reads the audit."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def actions(self, before: int | None = None) -> Sequence[Action]:
        """The last actions, newest first; `before` an id for those that are older."""
        return self._read() if before is None else self._read(AuditRow.id < before)

    def history(self, target: str) -> Sequence[Action]:
        """The actions on one thing, newest first."""
        return self._read(AuditRow.target == target)

    def _read(self, *conditions: Any) -> list[Action]:
        columns = (AuditRow.id, AuditRow.at, AuditRow.actor, AuditRow.action, AuditRow.target, AuditRow.detail)
        query = select(*columns).where(*conditions).order_by(AuditRow.id.desc()).limit(PAGE)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return [Action(row.id, in_utc(row.at), row.actor, row.action, row.target, row.detail) for row in rows]
