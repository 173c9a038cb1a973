"""Members of staff: who they are, what they may do."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.staff.audit import note
from bot.staff.passwords import hash_password, is_right
from bot.storage.database import Database
from bot.storage.record_rows import in_utc
from bot.storage.staff_tables import SessionRow, UserRow
from corpus.errors import InputError, NotFoundError

Role = Literal["agent", "editor", "admin"]
ROLES: tuple[Role, ...] = ("agent", "editor", "admin")
"""Each may do what those before it may."""
_NAME = re.compile(r"[\w.\-]{2,32}")
_COLUMNS = (UserRow.id, UserRow.name, UserRow.role, UserRow.is_active, UserRow.subject, UserRow.created_at)


@dataclass(frozen=True, slots=True)
class User:
    """A member of staff; `is_external` where another system signs the person in."""

    id: int
    name: str
    role: Role
    is_active: bool
    is_external: bool
    created_at: datetime

    def may(self, least: Role) -> bool:
        """Whether the person's role is at least that."""
        return ROLES.index(self.role) >= ROLES.index(least)


class Accounts:
    """The users. Every change is audited under the name of whoever made it, and ends sessions it invalidates."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def users(self) -> Sequence[User]:
        """All users by name."""
        with self._database.read() as connection:
            return [user_of(row) for row in connection.execute(select(*_COLUMNS).order_by(UserRow.name))]

    def create(self, name: str, password: str, role: Role, actor: str) -> User:
        """A new user.

        Raises:
            InputError: The name is taken or unusable, or the password is.
        """
        if not _NAME.fullmatch(name):
            raise InputError("用户名要有 2 到 32 个字符，只能用文字、数字、点、短横线和下划线。", "name")
        return self._insert(name, hash_password(name, password), role, None, actor)

    def external(self, subject: str, name: str, role: Role | None) -> User | None:
        """The user whom another system vouches for; made on first sight with `role`, or None where that is None."""
        with self._database.read() as connection:
            row = connection.execute(select(*_COLUMNS).where(UserRow.subject == subject)).first()
        if row is not None:
            return user_of(row)
        if role is None:
            return None
        plain = re.sub(r"[^\w.\-]", "", name)[:32] or "user"
        try:  # a colon stands in no local name: nobody can take over another's account by choosing a name elsewhere
            return self._insert(f"oidc:{plain}", "", role, subject, "oidc")
        except InputError:
            return self._insert(f"oidc:{plain}:{secrets.token_hex(4)}", "", role, subject, "oidc")

    def set_role(self, user_id: int, role: Role, actor: str) -> User:
        """Give a user another role.

        Raises:
            InputError: The user is the last administrator.
        """
        return self._change(user_id, {"role": role}, actor, f"role {role}")

    def set_active(self, user_id: int, is_active: bool, actor: str) -> User:
        """Let a user in, or shut the user out at once.

        Raises:
            InputError: The user is the last administrator.
        """
        return self._change(user_id, {"is_active": is_active}, actor, "enable" if is_active else "disable")

    def set_password(self, user_id: int, password: str, actor: str) -> User:
        """Give a user another password; all of the user's sessions end."""
        user = self._named(user_id)
        if user.is_external:
            raise InputError("这个用户由统一身份认证登录，这里不能设密码。", "password")
        return self._change(user_id, {"password_hash": hash_password(user.name, password)}, actor, "password")

    def change_own_password(self, user: User, old: str, new: str) -> None:
        """Replace one's own password; all sessions end.

        Raises:
            InputError: The old password is not right, or the new one unusable.
        """
        with self._database.read() as connection:
            held = connection.execute(select(UserRow.password_hash).where(UserRow.id == user.id)).scalar()
        if not is_right(old, held):
            raise InputError("原来的密码不对。", "old_password")
        self.set_password(user.id, new, user.name)

    def _named(self, user_id: int) -> User:
        with self._database.read() as connection:
            return _found(connection, user_id)

    def _insert(self, name: str, password_hash: str, role: Role, subject: str | None, actor: str) -> User:
        values = {"name": name, "role": role, "password_hash": password_hash, "subject": subject, "is_active": True}
        try:
            with self._database.write() as connection:
                made = insert(UserRow).values(**values, created_at=datetime.now(UTC)).returning(UserRow.id)
                user_id = connection.execute(made).scalar_one()
                note(connection, actor, "user.create", f"user:{name}", f"role {role}")
                return _found(connection, user_id)
        except IntegrityError:
            raise InputError("已经有这个用户名，请换一个。", "name") from None

    def _change(self, user_id: int, values: dict[str, Any], actor: str, what: str) -> User:
        with self._database.write() as connection:
            user = _found(connection, user_id)
            connection.execute(update(UserRow).where(UserRow.id == user_id).values(**values))
            admins = select(func.count()).where(UserRow.role == "admin", UserRow.is_active)
            if user.role == "admin" and user.is_active and not connection.execute(admins).scalar():
                raise InputError("这是最后一个管理员，不能停用或降级。请先设另一个管理员。")
            connection.execute(delete(SessionRow).where(SessionRow.user_id == user_id))
            note(connection, actor, "user.change", f"user:{user.name}", what)
            return _found(connection, user_id)


def user_of(row: Any) -> User:
    """The user of a row of `staff_users`."""
    role = cast(Role, row.role)
    return User(row.id, row.name, role, row.is_active, row.subject is not None, in_utc(row.created_at))


def _found(connection: Connection, user_id: int) -> User:
    row = connection.execute(select(*_COLUMNS).where(UserRow.id == user_id)).first()
    if row is None:
        raise NotFoundError("没有这个用户。")
    return user_of(row)
