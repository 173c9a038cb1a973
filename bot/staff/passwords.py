"""Passwords: hashed with Argon2id, checked a few at a time because each check takes 64 MB."""

from functools import lru_cache
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import InputError

SHORTEST, LONGEST = 10, 200
_FEWEST_CHARACTERS = 5
_at_once = Semaphore(2)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash to compare with where there is no user, so that the time taken does not tell which names exist."""
    return _hasher().hash("nobody has this password")


def hash_password(name: str, password: str) -> str:
    """The hash of a new password.

    Raises:
        InputError: The password is too short, too long or too plain.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"密码要有 {SHORTEST} 到 {LONGEST} 个字符。", "password")
    if name.lower() in password.lower() or len(set(password)) < _FEWEST_CHARACTERS:
        raise InputError("密码太简单：不要包含用户名，也不要只重复几个字符。", "password")
    with _at_once:
        return _hasher().hash(_encodable(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password is the one hashed; as slow where there is no hash."""
    with _at_once:
        try:
            return _hasher().verify(password_hash or _nobodys(), _encodable(password)) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


def _encodable(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
