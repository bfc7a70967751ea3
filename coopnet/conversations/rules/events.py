"""What this room tells those above it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class TalkBegan:
    """The first message of a conversation has reached the maker of what it is about."""

    subject_kind: str
    subject_id: str  # public
    at: datetime
