"""What a person asks for, and what they are answered."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from coopnet.registrations.rules.people import Contact

NOTICE = "notice"
ACCESS_NEEDS = "access_needs"
# Of the words of the notices. `tests/registrations/test_notices.py` keeps their fingerprint beside it, so that no word
# changes without it; the very words are kept with each registration too.
TEXTS_VERSION = "2026-11"


@dataclass(frozen=True)
class Shown:
    """A text that the person was told (`notice`) or agreed to (`access_needs`), as it stood on the page."""

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


class OutcomeKind(StrEnum):
    MADE = "made"
    SAME_FORM = "same_form"
    ALREADY_THERE = "already_there"


@dataclass(frozen=True)
class Outcome:
    """Of registering. `ALREADY_THERE` is a result and no refusal: its letter must be committed."""

    kind: OutcomeKind
    public_id: str
    state: str
    link_version: int


@dataclass(frozen=True)
class Standing:
    """Where a registration stands now. `ahead` counts waiting parties before it, None when it does not wait."""

    public_id: str
    state: str
    ahead: int | None
    at: datetime
