"""What this room tells those above it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AccountErased:
    """Published before the rows go: `key` is that of the account's row."""

    account_id: str  # public
    key: int
    at: datetime


@dataclass(frozen=True)
class AccountBlocked:
    """The team keeps somebody out: `key` is that of the account's row."""

    key: int
    at: datetime


@dataclass(frozen=True)
class ActorRenamed:
    """Who acted under the address `old` is known by `new` from here on, and may be erased under that one."""

    old: str
    new: str
