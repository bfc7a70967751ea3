"""What waits for somebody at the desk: each room says its own (slot `desk.home`), the desk only shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Waiting:
    """One line, which leads to where it is dealt with; the address as `url_for` takes it.

    `due_at` is after which it is too late, None where nothing ends. `is_pressing`: for today, however new. `note` is
    said in the place of since when and until when.
    """

    text: str
    count: int
    oldest_at: datetime
    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None
    is_pressing: bool = False
    note: str = ""
