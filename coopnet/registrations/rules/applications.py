"""What a person asks for, and what they are answered."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from coopnet.registrations.rules.people import Contact

NOTICE = "notice"
ACCESS_NEEDS = "access_needs"
READ_ALOUD = "read_aloud"  # by the team, to who rings or stands at the counter
# Of `Door`: somebody of the team registers a person also before and after the days on which everybody can.
OPEN_TO_TEAM = frozenset({"open", "not_yet", "closed"})
# Of the words of the notices. `tests/registrations/test_notices.py` keeps their fingerprint beside it, so that no word
# changes without it; the very words are kept with each registration too.
TEXTS_VERSION = "2026-11-30"
FORM_KEY = re.compile(r"[\w-]{20,64}", re.ASCII)


@dataclass(frozen=True)
class Shown:
    """A text that was told (`notice`, `read_aloud`) or agreed to (`access_needs`), as it stood on the page."""

    kind: str
    text: str
    language: str
    version: str = TEXTS_VERSION


@dataclass(frozen=True)
class Application:
    """A filled-in form. `answers` is by the question's public id; `form_key` is the page's random key, if any."""

    name: str
    contact: Contact
    language: str
    way: str
    guardian_name: str | None = None
    companions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    needs_note: str = ""
    answers: dict[str, object] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()
    form_key: str | None = None

    @property
    def party_size(self) -> int:
        return 1 + len(self.companions)


def is_form_key(sent: str) -> bool:
    """Whether it is as long and strange as the keys that pages carry: what two people could both invent is none.

    Whoever sends a key again is shown what was made with it.

    >>> is_form_key("5tqGQnYw0Jm6Wf1cQn0k1A"), is_form_key("always the same"), is_form_key("ñ" * 22)
    (True, False, False)
    >>> [is_form_key("a" * length) for length in (0, 19, 20, 64, 65)]
    [False, False, True, True, False]
    """
    return FORM_KEY.fullmatch(sent) is not None


class OutcomeKind(StrEnum):
    MADE = "made"
    SAME_FORM = "same_form"  # whatever it says now
    ALREADY_THERE = "already_there"


@dataclass(frozen=True)
class Outcome:
    """Of registering. `ALREADY_THERE` is a result and no refusal: its letter must be committed."""

    kind: OutcomeKind
    public_id: str
    state: str
    link_version: int
    letter_sent_at: datetime | None = None  # before now, so that none leaves now


def next_letter_at(sent_at: datetime) -> datetime:
    """From when a letter that was sent again can be sent once more: one leaves in each hour of the clock.

    >>> next_letter_at(datetime(2026, 11, 30, 17, 31, 5))
    datetime.datetime(2026, 11, 30, 18, 0)
    """
    return sent_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


@dataclass(frozen=True)
class Standing:
    """Where a registration stands now. `ahead` counts waiting parties before it, None when it does not wait."""

    public_id: str
    state: str
    ahead: int | None
    at: datetime
