"""Accounts, sessions and keys."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.staff.accounts import Accounts
from bot.staff.api_keys import ApiKeys
from bot.staff.audit import Audit
from bot.staff.sessions import (
    IDLE,
    LASTS,
    LOCK_S,
    TRIES_PER_CLIENT,
    TRIES_PER_USER,
    LockedOutError,
    Sessions,
    SignInRefusedError,
)
from bot.storage.database import Database, open_database
from bot.storage.staff_tables import ApiKeyRow, AuditRow, SessionRow, UserRow
from corpus.errors import InputError, NotFoundError
from tests.databases import KINDS, fresh_settings

PASSWORD = "correct horse battery"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2025, 11, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with fresh_settings(request.param, tmp_path) as settings:
        database = open_database(settings)
        yield database
        database.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(database: Database) -> Accounts:
    accounts = Accounts(database)
    accounts.create("ada", PASSWORD, "admin", "test")
    return accounts


@pytest.fixture
def sessions(database: Database, accounts: Accounts, clock: Clock) -> Sessions:
    return Sessions(database, clock)


def test_the_right_password_begins_a_session(sessions: Sessions) -> None:
    session = sessions.find(sessions.sign_in("ada", PASSWORD, "1.2.3.4"))
    assert session is not None
    assert session.user.name == "ada"
    assert session.user.may("editor")


@pytest.mark.parametrize("name", ["ada", "nobody", "a\x00", "\ud800"])
def test_a_wrong_name_or_password_is_refused_alike(sessions: Sessions, name: str) -> None:
    with pytest.raises(SignInRefusedError, match="用户名或密码不对"):
        sessions.sign_in(name, "wrong", "1.2.3.4")


def test_a_user_is_locked_out_after_failed_tries_and_let_in_later(sessions: Sessions, clock: Clock) -> None:
    for _ in range(TRIES_PER_USER):
        with pytest.raises(SignInRefusedError):
            sessions.sign_in("ada", "wrong", "1.2.3.4")
    with pytest.raises(LockedOutError) as locked:
        sessions.sign_in("ada", PASSWORD, "5.6.7.8")
    assert 0 < locked.value.retry_after_s <= LOCK_S
    clock.now += timedelta(seconds=LOCK_S + 1)
    assert sessions.sign_in("ada", PASSWORD, "5.6.7.8")


def test_a_client_is_locked_out_whatever_names_it_tries(sessions: Sessions) -> None:
    for number in range(TRIES_PER_CLIENT):
        with pytest.raises(SignInRefusedError):
            sessions.sign_in(f"name{number}", "wrong", "1.2.3.4")
    with pytest.raises(LockedOutError):
        sessions.sign_in("ada", PASSWORD, "1.2.3.4")
    assert sessions.sign_in("ada", PASSWORD, "5.6.7.8")


def test_signing_in_rightly_is_no_failed_try(sessions: Sessions) -> None:
    for _ in range(TRIES_PER_CLIENT + TRIES_PER_USER):
        assert sessions.sign_in("ada", PASSWORD, "1.2.3.4")


def test_a_session_ends_by_signing_out_by_idling_and_in_the_end(sessions: Sessions, clock: Clock) -> None:
    token = sessions.sign_in("ada", PASSWORD, "local")
    session = sessions.find(token)
    assert session
    sessions.end(session)
    assert sessions.find(token) is None
    token = sessions.sign_in("ada", PASSWORD, "local")
    clock.now += IDLE + timedelta(seconds=1)
    assert sessions.find(token) is None
    token = sessions.sign_in("ada", PASSWORD, "local")
    for _ in range(int(LASTS / timedelta(hours=1))):
        clock.now += timedelta(hours=1)
        assert sessions.find(token)
    clock.now += timedelta(seconds=1)
    assert sessions.find(token) is None


def test_an_unknown_token_is_no_session(sessions: Sessions) -> None:
    assert sessions.find("") is None
    assert sessions.find("x" * 1000) is None


def test_what_changes_a_user_ends_the_sessions(accounts: Accounts, sessions: Sessions) -> None:
    user = accounts.create("eva", PASSWORD, "editor", "ada")
    for change in (
        lambda: accounts.set_role(user.id, "agent", "ada"),
        lambda: accounts.set_password(user.id, PASSWORD, "ada"),
        lambda: accounts.change_own_password(user, PASSWORD, PASSWORD),
    ):
        token = sessions.sign_in("eva", PASSWORD, "local")
        change()
        assert sessions.find(token) is None
    accounts.set_active(user.id, False, "ada")
    with pytest.raises(SignInRefusedError):
        sessions.sign_in("eva", PASSWORD, "local")


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    (ada,) = accounts.users()
    with pytest.raises(InputError, match="最后一个管理员"):
        accounts.set_active(ada.id, False, "ada")
    with pytest.raises(InputError, match="最后一个管理员"):
        accounts.set_role(ada.id, "agent", "ada")
    assert accounts.users() == [ada]


@pytest.mark.parametrize("password", ["short", "ada-is-my-name", "aaaaaaaaaaaa", "x" * 201])
def test_a_poor_password_is_refused(accounts: Accounts, password: str) -> None:
    (ada,) = accounts.users()
    with pytest.raises(InputError):
        accounts.set_password(ada.id, password, "ada")


def test_a_name_is_taken_once_and_plain(accounts: Accounts) -> None:
    for name in ("ada", "a", "x" * 33, "a b", "<b>", "oidc:x"):
        with pytest.raises(InputError):
            accounts.create(name, PASSWORD, "agent", "ada")
    with pytest.raises(NotFoundError):
        accounts.set_role(999, "agent", "ada")


def test_the_old_password_must_be_right(accounts: Accounts) -> None:
    (ada,) = accounts.users()
    with pytest.raises(InputError, match="原来的密码"):
        accounts.change_own_password(ada, "wrong", "another long one")


def test_an_external_user_keeps_his_account_and_takes_nobodys(accounts: Accounts) -> None:
    first = accounts.external("issuer 1", "ada", "agent")
    assert first is not None
    assert (first.name, first.role, first.is_external) == ("oidc:ada", "agent", True)
    assert accounts.external("issuer 1", "changed", "admin") == first
    second = accounts.external("issuer 2", "ada", "agent")
    assert second is not None
    assert second.id != first.id
    assert accounts.external("issuer 3", "x", None) is None
    with pytest.raises(InputError):
        accounts.set_password(first.id, PASSWORD, "ada")


def test_an_external_user_has_no_password(accounts: Accounts, sessions: Sessions) -> None:
    accounts.external("issuer 1", "ada", "agent")
    for password in ("", "nobody has this password"):
        with pytest.raises(SignInRefusedError):
            sessions.sign_in("oidc:ada", password, "local")


def test_pending_sign_ins_are_used_once_and_expire(sessions: Sessions, clock: Clock) -> None:
    token = sessions.keep_pending("state")
    assert sessions.take_pending(token) == "state"
    assert sessions.take_pending(token) is None
    token = sessions.keep_pending("state")
    clock.now += timedelta(minutes=11)
    assert sessions.take_pending(token) is None


def test_nothing_secret_is_kept_as_it_is(database: Database, accounts: Accounts, sessions: Sessions) -> None:
    token = sessions.sign_in("ada", PASSWORD, "local")
    key, secret = ApiKeys(database).create("portal", ["ask"], "ada")
    with database.read() as connection:
        for table in (UserRow, SessionRow, ApiKeyRow, AuditRow):
            rows = str(connection.execute(select(table)).all())
            assert PASSWORD not in rows
            assert token not in rows
            assert secret not in rows
    assert key.scopes == ("ask",)


def test_a_revoked_key_is_unknown(database: Database) -> None:
    keys = ApiKeys(database)
    key, secret = keys.create("portal", ["read", "ask"], "ada")
    assert keys.find(secret) == key
    assert keys.find("pak_other") is None
    keys.revoke(key.id, "ada")
    assert keys.find(secret) is None
    with pytest.raises(NotFoundError):
        keys.revoke(key.id, "ada")


def test_every_change_is_audited(database: Database, accounts: Accounts) -> None:
    user = accounts.create("eva", PASSWORD, "editor", "ada")
    accounts.set_role(user.id, "agent", "ada")
    actions = Audit(database).actions()
    assert [(one.actor, one.action, one.target) for one in actions] == [
        ("ada", "user.change", "user:eva"),
        ("ada", "user.create", "user:eva"),
        ("test", "user.create", "user:ada"),
    ]
    assert [one.id for one in Audit(database).actions(before=actions[1].id)] == [actions[2].id]
