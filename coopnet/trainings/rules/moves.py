"""When and where a training is: what whoever has a place must hear of when it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coopnet.trainings.rules.drafts import Draft, SessionDraft, VenueDraft
from coopnet.trainings.rules.states import Status

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Meeting:
    """A session as who comes needs it; `public_id` stays when its hour moves. `place` is the room, venue, address."""

    public_id: str
    starts_at: datetime
    ends_at: datetime
    place: Place = ("", "", "")

    @property
    def facts(self) -> tuple[datetime, datetime, Place]:
        return self.starts_at, self.ends_at, self.place


@dataclass(frozen=True)
class Timetable:
    """In the order in which they happen."""

    format: str
    meetings: tuple[Meeting, ...]

    def after(self, moment: datetime) -> "Timetable":
        """Without the sessions that had ended then."""
        return Timetable(self.format, tuple(one for one in self.meetings if one.ends_at > moment))

    def without_places(self) -> "Timetable":
        """For who takes part online where each way has places of its own."""
        return Timetable(self.format, tuple(Meeting(m.public_id, m.starts_at, m.ends_at) for m in self.meetings))

    def beside(self, other: "Timetable") -> tuple[Meeting, ...]:
        """Those that are not the same there; all of them where the format is another."""
        same = [] if self.format != other.format else [one.facts for one in other.meetings]
        return tuple(one for one in self.meetings if one.facts not in same)


@dataclass(frozen=True)
class Manner:
    """How people hear of a change. `said` is what the team adds, by language; thought over, they hear it later."""

    said: tuple[tuple[str, str], ...] = ()
    is_thought_over: bool = False


@dataclass(frozen=True)
class TrainingMoved:
    """Sessions to come of a public training have another date, hour or place, or its format is another."""

    training_id: int
    at: datetime
    actor: str
    before: Timetable
    manner: Manner = Manner()
    undo: Mapping[str, Any] | None = None  # as JSON keeps it; see `undo_of`


@dataclass(frozen=True)
class Moving:
    """A change that is about to be made, for whoever knows the people. None: only who they are is asked."""

    training_id: int
    before: Timetable | None = None
    after: Timetable | None = None
    said: Mapping[str, str] = field(default_factory=dict)


def timetable(form: str, meetings: Sequence[Meeting]) -> Timetable:
    return Timetable(form, tuple(sorted(meetings, key=lambda one: one.facts)))


def is_moved(before: Timetable, after: Timetable, *, since: datetime) -> bool:
    """What was over by then does not count; and of a training that is over nobody needs to hear.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> hour = timedelta(hours=1)
    >>> def at(*starts, room="", form="in_person"):
    ...     place = (room, "", "")
    ...     return timetable(form, [Meeting(str(n), noon + n * hour, noon + (n + 1) * hour, place) for n in starts])
    >>> is_moved(at(5), at(6), since=noon), is_moved(at(5), at(5, room="B"), since=noon)
    (True, True)
    >>> is_moved(at(5), at(5), since=noon)
    False
    >>> is_moved(at(5), at(5, form="online"), since=noon), is_moved(at(-3, 5), at(-4, 5), since=noon)
    (True, False)
    >>> is_moved(at(5), at(-5), since=noon), is_moved(at(5, 6), at(6), since=noon)
    (False, True)
    """
    was, is_now = before.after(since), after.after(since)
    if not is_now.meetings:
        return False
    return (was.format, [one.facts for one in was.meetings]) != (is_now.format, [one.facts for one in is_now.meetings])


def undo_of(before: Draft, *, mark: str) -> dict[str, Any]:
    """What taking a change back puts in its place. `mark` is that of the sessions as the change has left them."""
    sessions = [
        {
            "starts_at": one.starts_at.isoformat(),
            "ends_at": one.ends_at.isoformat(),
            "venue": None if one.venue is None else [one.venue.name, one.venue.address, one.venue.barri],
            "room": one.room,
            "online_url": one.online_url,
            "internal_notes": one.internal_notes,
        }
        for one in before.sessions
    ]
    return {"format": before.format, "sessions": sessions, "mark": mark}


def undone(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a `Draft`.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    >>> one = SessionDraft(noon, noon.replace(hour=13), VenueDraft("Can Batlló"), "Aula 1", None, "claus")
    >>> other = SessionDraft(noon, noon.replace(hour=14))
    >>> draft = Draft((), "ca", "hybrid", "open", sessions=(one, other))
    >>> undone(undo_of(draft, mark="")) == {"format": "hybrid", "sessions": (one, other)}
    True
    """
    sessions = tuple(
        SessionDraft(
            datetime.fromisoformat(one["starts_at"]),
            datetime.fromisoformat(one["ends_at"]),
            None if one["venue"] is None else VenueDraft(*one["venue"]),
            one["room"],
            one["online_url"],
            one["internal_notes"],
        )
        for one in kept["sessions"]
    )
    return {"format": kept["format"], "sessions": sessions}


def is_draft_moved(before: Draft, after: Draft, *, status: str, now: datetime) -> bool:
    """Only of a public training that takes place."""
    return status == Status.PUBLISHED and is_moved(of_draft(before), of_draft(after), since=now)


def as_plain(table: Timetable) -> dict[str, Any]:
    """As JSON keeps it."""
    return {
        "format": table.format,
        "meetings": [
            [one.public_id, one.starts_at.isoformat(), one.ends_at.isoformat(), *one.place] for one in table.meetings
        ],
    }


def from_plain(plain: Mapping[str, Any]) -> Timetable:
    """
    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> one = Timetable("online", (Meeting("a", noon, noon.replace(hour=13), ("Aula 1", "", "")),))
    >>> from_plain(as_plain(one)) == one
    True
    """
    return Timetable(
        plain["format"],
        tuple(
            Meeting(public_id, datetime.fromisoformat(starts), datetime.fromisoformat(ends), (room, venue, address))
            for public_id, starts, ends, room, venue, address in plain["meetings"]
        ),
    )


def of_draft(draft: Draft) -> Timetable:
    meetings = []
    for one in draft.sessions:
        venue = (one.venue.name, one.venue.address) if one.venue else ("", "")
        meetings.append(Meeting("", one.starts_at, one.ends_at, (one.room, *venue)))
    return timetable(draft.format, meetings)
