"""Limits per client and in total, counted in memory, in the shared database, or in Redis."""

import ipaddress
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter

from bot.settings import Settings
from bot.storage.request_counts import RequestCounts
from corpus.errors import SettingsError, StorageError

Limit = Literal["client", "total"]
OFF = "off"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Which limit was met and when to try again."""

    limit: Limit
    retry_after_s: int


class RateLimits:
    """Decides whether a client may go on. `is_remote` tells that a decision waits on the network."""

    def __init__(self, storage: Storage, per_client: str, total: str) -> None:
        self._windows = FixedWindowRateLimiter(storage)
        self._items: tuple[tuple[Limit, RateLimitItem | None], ...] = (
            ("client", _parsed(per_client, "RATE_LIMIT_PER_CLIENT")),
            ("total", _parsed(total, "RATE_LIMIT_TOTAL")),
        )
        self.is_remote = not isinstance(storage, MemoryStorage)

    def refusal(self, client: str) -> Refusal | None:
        """None where the request may pass; it is then counted. A direct caller on this machine has no own limit."""
        for limit, item in self._items:
            if item is None:
                continue
            key = client_key(client) if limit == "client" else "all"
            if not key or self._windows.hit(item, limit, key):
                continue
            reset = self._windows.get_window_stats(item, limit, key).reset_time
            return Refusal(limit, max(1, round(reset - time.time())))
        return None


@lru_cache(maxsize=4096)
def client_key(client: str) -> str:
    """What a client is counted under: its IPv4 address or its IPv6 /64; empty for a caller on this machine."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client or "unknown"
    if address.is_loopback:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return client_key(str(address.ipv4_mapped))
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class CountsStorage(Storage):
    """The shared database as a storage of the limits library."""

    STORAGE_SCHEME = None

    def __init__(self, counts: RequestCounts) -> None:
        super().__init__()
        self._counts = counts

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a failing database raises."""
        return StorageError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; returns the count of the window."""
        return self._counts.add(key, expiry, amount)

    def get(self, key: str) -> int:
        """The count of the window."""
        return self._counts.current(key)[0]

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        return self._counts.current(key)[1]

    def check(self) -> bool:
        """Whether the database answers."""
        self._counts.current("")
        return True

    def reset(self) -> int | None:
        """Forget all counts."""
        return self._counts.forget()

    def clear(self, key: str) -> None:
        """Forget the count of one key."""
        self._counts.forget(key)


def rate_limits(settings: Settings, counts: RequestCounts | None = None) -> RateLimits:
    """The limits of these settings; `counts` are in the shared database, where there is one.

    Raises:
        SettingsError: A limit or its storage is not understood.
    """
    chosen = settings.rate_limit_storage or ("memory" if counts is None else "database")
    if chosen == "memory":
        storage: Storage = MemoryStorage()
    elif chosen == "database" and counts is not None:
        storage = CountsStorage(counts)
    else:
        storage = _from_address(chosen)
    return RateLimits(storage, settings.rate_limit_per_client, settings.rate_limit_total)


def _from_address(address: str) -> Storage:
    unusable = "POLICY_RATE_LIMIT_STORAGE 不可用：应为 memory、database（需要 PostgreSQL）或可以连接的 redis://…。"
    try:
        storage = storage_from_string(address)
    except Exception:  # noqa: BLE001 - each storage driver raises its own kinds
        raise SettingsError(unusable) from None
    if not isinstance(storage, Storage) or not storage.check():
        raise SettingsError(unusable)
    return storage


def _parsed(text: str, name: str) -> RateLimitItem | None:
    if text == OFF:
        return None
    try:
        return parse(text)
    except ValueError:
        raise SettingsError(f"设置 POLICY_{name} 的值不可用：应形如 120/minute 或 off。") from None
