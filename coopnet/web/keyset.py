"""Pages that go on from the last thing seen: new ones above do not move what is below."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from coopnet.web.addresses import LARGEST_ID

DIGITS = len(str(LARGEST_ID))


class Keyed(Protocol):
    @property
    def key(self) -> int: ...


Row = TypeVar("Row", bound=Keyed)


def key_of(args: Mapping[str, str], name: str = "abans") -> int | None:
    """That of the last thing seen, out of the address; None for the first page, and for what is no key."""
    typed = args.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= DIGITS):
        return None
    return min(int(typed), LARGEST_ID)


def cut(rows: Sequence[Row], shown: int) -> tuple[Sequence[Row], int | None]:
    """Those of this page, and the key after which the next one begins; None on the last one."""
    kept = rows[:shown]
    return kept, kept[-1].key if len(rows) > shown else None
