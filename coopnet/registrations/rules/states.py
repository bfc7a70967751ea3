"""Where a registration can stand, and what holds a place."""

from datetime import datetime, timedelta
from enum import StrEnum

ONLINE_LINK_HOURS = 24


class State(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    OFFERED = "offered"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    ATTENDED = "attended"
    ABSENT = "absent"


class Reason(StrEnum):
    """Why a registration moved; each has words on the person's own page."""

    ASKED = "asked"
    NO_PLACE = "no_place"
    PLACE_FREE = "place_free"
    APPROVED = "approved"
    DECLINED_BY_TEAM = "declined_by_team"
    CANCELLED_BY_PERSON = "cancelled_by_person"
    CANCELLED_BY_TEAM = "cancelled_by_team"
    NOT_ME = "not_me"
    PARTY_CHANGED = "party_changed"
    CONTACT_CHANGED = "contact_changed"
    NAME_CORRECTED = "name_corrected"
    MOVED_AWAY = "moved_away"
    CAME = "came"
    CAME_BY_MISTAKE = "came_by_mistake"
    DID_NOT_COME = "did_not_come"
    LET_IN = "let_in"
    WALKED_IN = "walked_in"
    WAY_CHANGED = "way_changed"


# Offered places count as taken; so do those of people who came, or did not.
HOLDING = frozenset({State.CONFIRMED, State.OFFERED, State.ATTENDED, State.ABSENT})
# A person stands once in a training; once it has ended they may ask again.
ACTIVE = HOLDING | {State.PENDING, State.WAITING}
# What a person may still give up by themselves.
CANCELLABLE = frozenset({State.PENDING, State.WAITING, State.CONFIRMED, State.OFFERED})
# Who may take part in the other way, where there is room for the whole party.
TURNABLE = frozenset({State.WAITING, State.CONFIRMED})
# It holds nothing any more; whoever gave it up, or let an offer pass, may register anew.
ENDED = frozenset({State.DECLINED, State.EXPIRED, State.CANCELLED, State.REMOVED})
RETURNABLE = frozenset({State.EXPIRED, State.CANCELLED})

MOVES: dict[State, frozenset[State]] = {
    State.PENDING: frozenset({State.WAITING, State.DECLINED, State.CANCELLED, State.REMOVED}),
    State.WAITING: frozenset({State.CONFIRMED, State.OFFERED, State.CANCELLED, State.REMOVED}),
    State.OFFERED: frozenset({State.CONFIRMED, State.EXPIRED, State.DECLINED, State.CANCELLED, State.REMOVED}),
    State.CONFIRMED: frozenset({State.CANCELLED, State.REMOVED, State.ATTENDED, State.ABSENT}),
    State.EXPIRED: frozenset({State.WAITING, State.REMOVED}),
    State.DECLINED: frozenset({State.REMOVED}),
    State.CANCELLED: frozenset({State.REMOVED}),
    State.REMOVED: frozenset(),
    State.ATTENDED: frozenset({State.CONFIRMED, State.REMOVED}),
    State.ABSENT: frozenset({State.ATTENDED, State.REMOVED}),
}


def is_of_team(actor: str) -> bool:
    """Whether a step was one of the team's: then its actor is their e-mail or phone.

    >>> is_of_team("rosa@example.org"), is_of_team("+34612345678"), is_of_team("person"), is_of_team("system")
    (True, True, False, False)
    """
    return "@" in actor or actor.startswith("+")


def can_move(before: State, after: State) -> bool:
    """Whether the state machine knows the move.

    >>> can_move(State.WAITING, State.CONFIRMED), can_move(State.CANCELLED, State.CONFIRMED)
    (True, False)
    """
    return after in MOVES[before]


def places_held(state: str, party_size: int) -> int:
    """Only a standing that holds places counts its people.

    >>> places_held("confirmed", 3), places_held("waiting", 3), places_held("attended", 1)
    (3, 0, 1)
    """
    return party_size if state in HOLDING else 0


def is_online_link_shown(*, state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Only to confirmed people, from a day before a session until it ends.

    >>> from datetime import UTC
    >>> start = datetime(2026, 11, 24, 18, tzinfo=UTC)
    >>> shown = lambda state, now: is_online_link_shown(
    ...     state=state, starts_at=start, ends_at=start + timedelta(hours=2), now=now)
    >>> shown("confirmed", start - timedelta(hours=25)), shown("confirmed", start - timedelta(hours=24))
    (False, True)
    >>> shown("waiting", start), shown("confirmed", start + timedelta(hours=2))
    (False, False)
    """
    return state in HOLDING and starts_at - timedelta(hours=ONLINE_LINK_HOURS) <= now < ends_at


def next_in_queue_time(now: datetime, last: datetime | None) -> datetime:
    """The time of asking, a microsecond after the last one where clocks or commits would tie or run backwards.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> next_in_queue_time(noon, None) == noon
    True
    >>> [(next_in_queue_time(noon, noon + timedelta(seconds=ahead)) - noon).total_seconds() for ahead in (0, 1)]
    [1e-06, 1.000001]
    """
    return now if last is None or now > last else last + timedelta(microseconds=1)
