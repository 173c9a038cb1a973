"""What requests on accounts carry and responses hold: sessions, users, keys, the audit."""

from datetime import datetime
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.staff.accounts import Role
from bot.staff.api_keys import Scope
from bot.staff.entries import Line

Password = Annotated[str, StringConstraints(max_length=1000)]
HIGHEST_ID = 2**31 - 1
RowId = Annotated[int, Path(ge=1, le=HIGHEST_ID)]


class View(BaseModel):
    """What is read off an object of ours."""

    model_config = ConfigDict(from_attributes=True)


class SignInRequest(BaseModel):
    """Name and password."""

    name: str = Field(max_length=100)
    password: Password


class PasswordRequest(BaseModel):
    """The old password and the new one."""

    old_password: Password
    password: Password


class UserView(View):
    """A member of staff."""

    id: int
    name: str
    role: Role
    is_active: bool
    is_external: bool
    created_at: datetime


class SessionView(BaseModel):
    """Who is signed in; `csrf` belongs into the header of every change. `user` is null where nobody is."""

    user: UserView | None
    csrf: str = ""
    single_sign_on: bool = False
    two_person_approval: bool = False


class UserRequest(BaseModel):
    """A new user."""

    name: str = Field(max_length=100)
    password: Password
    role: Role


class UserChange(BaseModel):
    """What is to be changed of a user."""

    role: Role | None = None
    is_active: bool | None = None
    password: Password | None = None


class UserList(BaseModel):
    """The users."""

    users: list[UserView]


class KeyView(View):
    """A key of another system, without its secret."""

    id: int
    name: str
    scopes: list[Scope]
    created_by: str
    created_at: datetime
    revoked_at: datetime | None


class KeyList(BaseModel):
    """The keys."""

    keys: list[KeyView]


class KeyRequest(BaseModel):
    """A new key."""

    name: Annotated[Line, Field(max_length=64)]
    scopes: list[Scope] = Field(min_length=1, max_length=3)


class NewKey(BaseModel):
    """A new key with its secret, which is shown this once."""

    key: KeyView
    secret: str


class ActionView(View):
    """An audited action."""

    id: int
    at: datetime
    actor: str
    action: str
    target: str
    detail: str


class AuditList(BaseModel):
    """Audited actions, newest first."""

    actions: list[ActionView]
