"""Who came to a session: when it may be written down, and which of two presses counts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from coopnet.registrations.rules.states import State

OPENS = timedelta(hours=24)  # before it begins: the door is on the page of the whole day
CLOSES = timedelta(hours=48)  # after its end: what a phone kept without a connection still comes in
TEAM_CLOSES = timedelta(days=60)  # a list on paper is typed in later
OLDEST = timedelta(days=7)  # a press that a phone kept; an older one is taken for that old
MOST_PRESSES = 300  # in one go
SIDE = 20  # people on one side of a list to sign
MOST_PEOPLE = 500  # of one party: a number in an address is no memory
PRESS = re.compile(r"(\w{1,40})\.(\d{1,3})\.([01])(?:\.(\d{1,12}))?", re.ASCII)

# On the list at the door: who has a place, came or did not.
LISTED = frozenset({State.CONFIRMED, State.ATTENDED, State.ABSENT})


class How(StrEnum):
    """How it was known who they are."""

    LIST = "list"
    SCAN = "scan"
    WALK_IN = "walk_in"


@dataclass(frozen=True)
class Press:
    """Of one person of a party: 0 is who registered, 1 the first companion. `at` is when it was pressed."""

    public_id: str  # of the registration
    person: int
    is_here: bool
    at: datetime


@dataclass(frozen=True)
class At:
    """Where and by whom it is written down: `session` is a public id, `marked_by` the key of an account."""

    training_id: int
    session: str
    marked_by: int
    actor: str
    is_team: bool


def read_press(sent: str, now: datetime) -> Press | None:
    """As a button or a phone sends it: registration, person, here or not, and for how many milliseconds it was kept.

    The age is the phone's own, so that a clock that is wrong tells no wrong time.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 24, 18, tzinfo=UTC)
    >>> read_press("k3x9.0.1", now) == Press("k3x9", 0, True, now)
    True
    >>> read_press("k3x9.2.0.90000", now) == Press("k3x9", 2, False, now - timedelta(seconds=90))
    True
    >>> (now - read_press("k3x9.0.1.999999999999", now).at).days
    7
    >>> read_press("k3x9.0", now), read_press("k3x9.501.1", now), read_press("k3x9.0.2", now)
    (None, None, None)
    """
    found = PRESS.fullmatch(sent)
    if found is None:
        return None
    public_id, person, here, age = found.groups()
    if int(person) > MOST_PEOPLE:
        return None
    return Press(public_id, int(person), here == "1", now - min(timedelta(milliseconds=int(age or 0)), OLDEST))


def is_door_open(starts_at: datetime, ends_at: datetime, now: datetime, *, is_team: bool) -> bool:
    """Whether who came may be written down now; the team has more time than who helps at the door.

    >>> from datetime import UTC
    >>> starts, ends = datetime(2026, 11, 24, 18, tzinfo=UTC), datetime(2026, 11, 24, 20, tzinfo=UTC)
    >>> def at(now, is_team=False): return is_door_open(starts, ends, now, is_team=is_team)
    >>> at(starts - timedelta(hours=25)), at(starts - timedelta(hours=24)), at(ends + timedelta(hours=48))
    (False, True, True)
    >>> at(ends + timedelta(hours=49)), at(ends + timedelta(hours=49), is_team=True)
    (False, True)
    """
    return starts_at - OPENS <= now <= ends_at + (TEAM_CLOSES if is_team else CLOSES)


def pick_session(sessions: Sequence[tuple[datetime, datetime]], now: datetime) -> int:
    """Which of those whose door is open is on now, or comes next; else the last one. They begin one after the other.

    >>> from datetime import UTC
    >>> ten = datetime(2026, 11, 24, 10, tzinfo=UTC)
    >>> day = [(ten, ten + timedelta(hours=2)), (ten + timedelta(hours=5), ten + timedelta(hours=7))]
    >>> [pick_session(day, ten + timedelta(hours=hours)) for hours in (-1, 1, 2, 6, 8)]
    [0, 0, 1, 1, 1]
    """
    return next((place for place, (_starts, ends) in enumerate(sessions) if now < ends), len(sessions) - 1)


def sides_of(names: Sequence[str]) -> list[list[str]]:
    """Of a list to sign: twenty lines a side, the last one filled with empty ones; one side where nobody is listed.

    >>> [len(side) for side in sides_of(["Rosa"] * 20)], [len(side) for side in sides_of(["Rosa"] * 21)]
    ([20], [20, 20])
    >>> sides_of([])[0][0], len(sides_of([]))
    ('', 1)
    """
    sides = max(1, -(-len(names) // SIDE))
    lines = [*names, *[""] * (sides * SIDE - len(names))]
    return [lines[first : first + SIDE] for first in range(0, len(lines), SIDE)]


def state_after(state: str, *, has_come: bool) -> State | None:
    """Where a registration stands once somebody of it came to any session, or nobody did; None: where it stands.

    >>> state_after("confirmed", has_come=True), state_after("attended", has_come=False)
    (<State.ATTENDED: 'attended'>, <State.CONFIRMED: 'confirmed'>)
    >>> state_after("attended", has_come=True), state_after("absent", has_come=False)
    (None, None)
    """
    if has_come:
        return None if state == State.ATTENDED else State.ATTENDED
    return State.CONFIRMED if state == State.ATTENDED else None
