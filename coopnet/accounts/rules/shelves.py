"""What the rooms above put on a person's own page (slot `accounts.home`), and say before an erasure."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Item:
    """`language` of the text, None where it is the page's; the address as `url_for` takes it."""

    text: str
    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    language: str | None = None


@dataclass(frozen=True)
class Press:
    """One button that posts to `endpoint`; `lead` says what it does."""

    lead: str
    label: str
    endpoint: str


@dataclass(frozen=True)
class Shelf:
    title: str
    empty: str  # what stands there when there is nothing
    entries: tuple[Item, ...] = ()
    press: Press | None = None
