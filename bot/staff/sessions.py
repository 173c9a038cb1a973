"""Signed-in browsers: tokens by hash, locked out after failed tries, ended by time."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from bot.staff.accounts import User, user_of
from bot.staff.audit import note
from bot.staff.passwords import is_right
from bot.storage.conversations import utc_now
from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.request_counts import RequestCounts
from bot.storage.staff_tables import PendingSignInRow, SessionRow, UserRow
from corpus.errors import PolicyAssistantError

LASTS = timedelta(hours=12)
IDLE = timedelta(hours=2)
_TOUCH = timedelta(minutes=5)
_PENDING = timedelta(minutes=10)
LOCK_S = 15 * 60
TRIES_PER_USER, TRIES_PER_CLIENT = 5, 20


class SignInRefusedError(PolicyAssistantError):
    """Name and password do not belong together, or the user is shut out: which of them is not told."""


class LockedOutError(PolicyAssistantError):
    """Too many failed tries."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"登录失败次数太多，请 {-(-retry_after_s // 60)} 分钟后再试。")
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; `csrf` must come with every change that it asks for."""

    user: User
    csrf: str
    token_hash: str


class Sessions:
    """Signs in and out. `clock` is replaced in tests."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = clock
        self._tries = RequestCounts(database, lambda: clock().timestamp())

    def sign_in(self, name: str, password: str, client: str) -> str:
        """A new session's token.

        Raises:
            SignInRefusedError: Wrong name or password, or the user is shut out.
            LockedOutError: Too many failed tries of this user or from this client.
        """
        limits = ((_key("u", name.lower()), TRIES_PER_USER), (_key("c", client), TRIES_PER_CLIENT))
        for key, limit in limits:  # counted before the check: tries at the same moment cannot slip past
            if self._tries.add(key, LOCK_S) > limit:
                raise LockedOutError(max(1, round(self._tries.current(key)[1] - self._now().timestamp())))
        with self._database.read() as connection:
            held = select(UserRow.id, UserRow.password_hash, UserRow.is_active).where(UserRow.name == _clean(name))
            row = connection.execute(held).first()
        if not is_right(password, row.password_hash if row else None) or row is None or not row.is_active:
            raise SignInRefusedError("用户名或密码不对。")
        self._tries.forget(limits[0][0])
        self._tries.add(limits[1][0], LOCK_S, -1)
        return self.begin(row.id, name)

    def begin(self, user_id: int, name: str) -> str:
        """A new session's token for a user who has proved who he is."""
        token, now = secrets.token_urlsafe(32), self._now()
        values = {"token_hash": _digest(token), "user_id": user_id, "csrf": secrets.token_urlsafe(24)}
        with self._database.write() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.began_at < now - LASTS))
            connection.execute(insert(SessionRow).values(**values, began_at=now, seen_at=now))
            note(connection, name, "session.begin", f"user:{name}")
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token; None where it is unknown, has ended, or the user is shut out."""
        user = (UserRow.id, UserRow.name, UserRow.role, UserRow.is_active, UserRow.subject, UserRow.created_at)
        query = (
            select(SessionRow.csrf, SessionRow.began_at, SessionRow.seen_at, *user)
            .join(UserRow, UserRow.id == SessionRow.user_id)
            .where(SessionRow.token_hash == _digest(token), UserRow.is_active)
        )
        with self._database.read() as connection:
            row = connection.execute(query).first()
        now = self._now()
        if row is None or now - in_utc(row.began_at) > LASTS or now - in_utc(row.seen_at) > IDLE:
            return None
        if now - in_utc(row.seen_at) > _TOUCH:
            with self._database.write() as connection:
                held = update(SessionRow).where(SessionRow.token_hash == _digest(token))
                connection.execute(held.values(seen_at=now))
        return Session(user_of(row), row.csrf, _digest(token))

    def end(self, session: Session) -> None:
        """Sign out."""
        with self._database.write() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.token_hash == session.token_hash))
            note(connection, session.user.name, "session.end", f"user:{session.user.name}")

    def keep_pending(self, state: str) -> str:
        """Keep what a browser must bring back from the system that signs in; the browser's token for it."""
        token, now = secrets.token_urlsafe(32), self._now()
        with self._database.write() as connection:
            connection.execute(delete(PendingSignInRow).where(PendingSignInRow.ends_at < now))
            values = {"token_hash": _digest(token), "state": state, "ends_at": now + _PENDING}
            connection.execute(insert(PendingSignInRow).values(**values))
        return token

    def take_pending(self, token: str) -> str | None:
        """What was kept under that token, once."""
        gone = delete(PendingSignInRow).where(
            PendingSignInRow.token_hash == _digest(token), PendingSignInRow.ends_at >= self._now()
        )
        with self._database.write() as connection:
            return connection.execute(gone.returning(PendingSignInRow.state)).scalar()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _key(kind: str, value: str) -> str:
    return f"sign-in:{kind}:{_digest(value)[:32]}"


def _clean(name: str) -> str:
    """The name without what a database refuses."""
    return name.encode("utf-8", "replace").decode().replace("\x00", "")
