"""The calendar of a registration: what a letter carries, and what the own page gives."""

from collections.abc import Sequence
from datetime import datetime

from coopnet.foundation.calendars import Happening, make_calendar, method_of
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Attachment, absolute_url
from coopnet.registrations import queries
from coopnet.registrations.letters import kinds
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import Sitting
from coopnet.registrations.rules.states import ACTIVE, HOLDING, State, is_online_link_shown
from coopnet.trainings.rules.moves import Meeting
from coopnet.trainings.rules.states import Status

# Letters that put something into a calendar, or change what is there …
KEEPS = {
    kinds.CONFIRMED,
    kinds.WAITING,
    kinds.PENDING,
    kinds.PLACE_GIVEN,
    kinds.APPROVED,
    kinds.AGAIN,
    kinds.CONTACT_CHANGED,
    kinds.PARTY_CHANGED,
    kinds.WAY_CHANGED,
    kinds.TRAINING_MOVED,
}
# … and those that take it out.
ENDS = {kinds.DECLINED, kinds.CANCELLED, kinds.CANCELLED_BY_TEAM, kinds.MOVED_AWAY, kinds.TRAINING_CANCELLED}


def attachments_of(
    kind: str, registration: Registration, title: str, *, now: datetime, was: Sequence[Meeting] = ()
) -> list[Attachment]:
    """None where the registration has gone on since the letter was queued: the next letter tells it.

    All that one letter box has in a training is one event. So nothing is said to it by a letter while somebody else of
    the family has more: a place, or a turn where this one has ended. Of `was`, what is no more is taken out.
    """
    is_off = _is_off(registration)
    if kind not in (ENDS if is_off else KEEPS):
        return []
    if registration.training.status != Status.CANCELLED and registration.state not in HOLDING:
        others = queries.list_states_beside(registration)
        if HOLDING.intersection(others) or (is_off and ACTIVE.intersection(others)):
            return []
    happenings = _happenings(registration, title, now=now)
    happenings += _gone(registration, title, was, {one.uid for one in happenings})
    if not happenings:
        return []
    content_type = f"text/calendar; method={method_of(happenings)}"
    return [Attachment("coopnet.ics", content_type, make_calendar(happenings, name=title))]


def calendar_of(registration: Registration, *, title: str, now: datetime) -> bytes:
    """All the sessions; a secret address only when it may be shown."""
    return make_calendar(_happenings(registration, title, now=now), name=title)


def visible_link(registration: Registration, sitting: Sitting, *, now: datetime) -> str | None:
    shown = is_online_link_shown(
        state=registration.state, starts_at=sitting.starts_at, ends_at=sitting.ends_at, now=now
    )
    return sitting.online_url if shown and registration.training.status == Status.PUBLISHED else None


def _happenings(registration: Registration, title: str, *, now: datetime) -> list[Happening]:
    """The same `uid` whatever becomes of it, and as on the training's page: a calendar has one event."""
    address = absolute_url("trainings.show", slug=registration.training.slug)
    summary = _summary(registration, title)
    return [
        Happening(
            uid=_uid(sitting.public_id),
            summary=summary,
            starts_at=sitting.starts_at,
            ends_at=sitting.ends_at,
            location=", ".join(part for part in (sitting.room, sitting.venue, sitting.address) if part),
            url=visible_link(registration, sitting, now=now) or address,
            is_cancelled=_is_off(registration),
            is_tentative=registration.state not in HOLDING,
            changed_at=max(registration.training.updated_at, registration.updated_at),
            changes=len(registration.steps),
        )
        for sitting in queries.list_sittings_of(registration)
    ]


def _gone(registration: Registration, title: str, was: Sequence[Meeting], kept: set[str]) -> list[Happening]:
    return [
        Happening(
            uid=_uid(one.public_id),
            summary=title,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            is_cancelled=True,
            changed_at=max(registration.training.updated_at, registration.updated_at),
            changes=len(registration.steps),
        )
        for one in was
        if _uid(one.public_id) not in kept
    ]


def _uid(public_id: str) -> str:
    return f"{public_id}@coopnet"


def _summary(registration: Registration, title: str) -> str:
    """Who looks at a week sees at once that there is no place yet."""
    if registration.state == State.WAITING:
        return _("%(title)s (waiting list)", title=title)
    if registration.state == State.PENDING:
        return _("%(title)s (awaiting an answer)", title=title)
    return title


def _is_off(registration: Registration) -> bool:
    return registration.training.status == Status.CANCELLED or registration.state not in ACTIVE
