"""What is made at a support point for somebody who cannot do it alone, or has no e-mail and no phone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

# Of the words that are read aloud: `tests/accounts/test_read_aloud.py` keeps their fingerprint beside it.
READ_ALOUD_VERSION = "2026-11"
# So long after it is over a helper still sees what they made for somebody.
SERVED = timedelta(days=30)
TOLD_WITHIN = timedelta(days=2)
TOLD_BEFORE = timedelta(days=1)
NOTE_MAX = 200
LETTER_SIGNS = 1


class Reach(StrEnum):
    """How a person is told what they must know."""

    OWN = "own"  # by a phone or an e-mail of their own, as everybody
    VISIT = "visit"  # they come by
    CALL = "call"  # the point calls them: a landline, a neighbour
    LETTER = "letter"  # the point writes to their letter box


@dataclass(frozen=True)
class ReadAloud:
    """What was read to the person, in which language, as it stood; they agreed, and the helper is the witness."""

    text: str
    language: str
    version: str = READ_ALOUD_VERSION


@dataclass(frozen=True)
class Help:
    """Who helps whom, where. `helper_key` is the account's row, `actor` what the audit log calls them."""

    point: str  # public id
    helper_key: int
    actor: str
    reach: Reach
    note: str
    read: ReadAloud


def tell_by(now: datetime, starts_at: datetime | None = None) -> datetime:
    """By when a point must have told somebody what became so at `now`: within two days, a day before it starts.

    What comes later than that is for now.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    >>> tell_by(noon).day, tell_by(noon, noon + timedelta(days=30)).day
    (2, 2)
    >>> tell_by(noon, noon + timedelta(days=2)).day, tell_by(noon, noon + timedelta(hours=5)) == noon
    (1, True)
    >>> tell_by(noon, noon - timedelta(hours=5)).day
    2
    """
    usual = now + TOLD_WITHIN
    if starts_at is None or starts_at <= now:
        return usual
    return min(usual, max(now, starts_at - TOLD_BEFORE))


def slip_name(name: str) -> str:
    """Never more on paper that others may find: the first name, and one letter.

    >>> slip_name("Maria Puig i Soler"), slip_name("Fatou"), slip_name("  "), slip_name("王 小明")
    ('Maria P.', 'Fatou', '', '王 小.')
    """
    words = name.split()
    return " ".join([*words[:1], *(f"{word[:LETTER_SIGNS]}." for word in words[1:2])])
