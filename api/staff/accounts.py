"""Users, keys of other systems, and the audit: for administrators."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query
from starlette.responses import Response

from api.service import ServiceDep
from api.staff.access import Admin, StoresDep
from api.staff.schemas import (
    HIGHEST_ID,
    ActionView,
    AuditList,
    KeyList,
    KeyRequest,
    KeyView,
    NewKey,
    RowId,
    UserChange,
    UserList,
    UserRequest,
    UserView,
)
from bot.staff.accounts import Accounts
from corpus.errors import InputError

router = APIRouter()
Before = Annotated[int | None, Query(ge=1, le=HIGHEST_ID)]


@router.get("/users", response_model=UserList, summary="工作人员")
async def list_users(_: Admin, stores: StoresDep, service: ServiceDep) -> UserList:
    """All users."""
    users = await to_thread.run_sync(stores.accounts.users, limiter=service.threads)
    return UserList(users=[UserView.model_validate(user) for user in users])


@router.post("/users", response_model=UserView, status_code=201, summary="新增工作人员")
async def create_user(body: UserRequest, session: Admin, stores: StoresDep, service: ServiceDep) -> UserView:
    """A new user with a first password."""
    create = stores.accounts.create
    who = session.user.name
    user = await to_thread.run_sync(create, body.name, body.password, body.role, who, limiter=service.threads)
    return UserView.model_validate(user)


@router.patch("/users/{user_id}", response_model=UserView, summary="修改工作人员")
async def change_user(
    user_id: RowId, body: UserChange, session: Admin, stores: StoresDep, service: ServiceDep
) -> UserView:
    """Gives a user another role or password, or shuts the user out; the user's sessions end."""

    def change() -> UserView:
        return _changed(stores.accounts, user_id, body, session.user.name)

    return await to_thread.run_sync(change, limiter=service.threads)


def _changed(accounts: Accounts, user_id: int, body: UserChange, actor: str) -> UserView:
    user = None
    if body.password is not None:
        user = accounts.set_password(user_id, body.password, actor)
    if body.role is not None:
        user = accounts.set_role(user_id, body.role, actor)
    if body.is_active is not None:
        user = accounts.set_active(user_id, body.is_active, actor)
    if user is None:
        raise InputError("没有要修改的内容。")
    return UserView.model_validate(user)


@router.get("/keys", response_model=KeyList, summary="接口密钥")
async def list_keys(_: Admin, stores: StoresDep, service: ServiceDep) -> KeyList:
    """All keys, without their secrets."""
    keys = await to_thread.run_sync(stores.keys.keys, limiter=service.threads)
    return KeyList(keys=[KeyView.model_validate(key) for key in keys])


@router.post("/keys", response_model=NewKey, status_code=201, summary="新增接口密钥")
async def create_key(body: KeyRequest, session: Admin, stores: StoresDep, service: ServiceDep) -> NewKey:
    """A new key; its secret is in this response and nowhere else."""
    create, who = stores.keys.create, session.user.name
    key, secret = await to_thread.run_sync(create, body.name, body.scopes, who, limiter=service.threads)
    return NewKey(key=KeyView.model_validate(key), secret=secret)


@router.delete("/keys/{key_id}", status_code=204, summary="停用接口密钥")
async def revoke_key(key_id: RowId, session: Admin, stores: StoresDep, service: ServiceDep) -> Response:
    """Makes a key useless at once."""
    await to_thread.run_sync(stores.keys.revoke, key_id, session.user.name, limiter=service.threads)
    return Response(status_code=204)


@router.get("/audit", response_model=AuditList, summary="操作记录")
async def read_audit(_: Admin, stores: StoresDep, service: ServiceDep, before: Before = None) -> AuditList:
    """What members of staff did, newest first; `before` an id for what is older."""
    actions = await to_thread.run_sync(stores.audit.actions, before, limiter=service.threads)
    return AuditList(actions=[ActionView.model_validate(action) for action in actions])
