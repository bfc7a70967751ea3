"""Each of these is called in the transaction that is the letter's cause, under the training's lock.

Nothing is worded here: values are ids and counts as they are now.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from coopnet.accounts.rules.helping import tell_by
from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.registrations import queries
from coopnet.registrations.letters import kinds
from coopnet.registrations.models import Registration
from coopnet.registrations.rules.people import Contact
from coopnet.registrations.rules.states import State
from coopnet.trainings.models import Training
from coopnet.trainings.rules.moves import Timetable, as_plain


def asked(registration: Registration, *, now: datetime) -> None:
    """The first letter: confirmed, waiting or pending."""
    _put(registration, kinds.BY_STATE[registration.state], now=now, key="asked", ahead=_ahead(registration))


def place_given(registration: Registration, *, now: datetime) -> None:
    _put(registration, kinds.PLACE_GIVEN, now=now, key="place")


def approved(registration: Registration, *, now: datetime) -> None:
    """Approved, and so confirmed or waiting."""
    _put(registration, kinds.APPROVED, now=now, key="approved", ahead=_ahead(registration))


def declined(registration: Registration, *, now: datetime) -> None:
    _put(registration, kinds.DECLINED, now=now, key="declined")


def again(registration: Registration, *, now: datetime) -> datetime | None:
    """At most once in each hour of the clock: whoever knows both contact and name cannot fill somebody's letter box.

    None when it leaves now, else the moment at which that of this hour was sent. A new contact has its own.
    """
    key = f"again:{registration.link_version}:{now:%Y%m%d%H}"
    if _put(registration, kinds.AGAIN, now=now, key=key, ahead=_ahead(registration)):
        return None
    return outbox.find_queued_at(_dedup_key(registration, key))


def cancelled(registration: Registration, *, by_person: bool, now: datetime) -> None:
    kind = kinds.CANCELLED if by_person else kinds.CANCELLED_BY_TEAM
    _put(registration, kind, now=now, key="cancelled")


def party_changed(registration: Registration, *, now: datetime) -> None:
    _put(registration, kinds.PARTY_CHANGED, now=now, key=f"party:{now.isoformat()}")


def way_changed(registration: Registration, *, now: datetime) -> None:
    _put(registration, kinds.WAY_CHANGED, now=now, key=f"way:{now.isoformat()}", more={"way": registration.way})


def note(registration: Registration, *, key: str, subject: str, text: str, now: datetime) -> None:
    """What the team writes to people of a training; `key` is that of what was sent to all of them, once to each."""
    more = {"subject": subject, "text": text}
    _put(registration, kinds.NOTE, now=now, key=f"note:{key}", ahead=_ahead(registration), more=more)


def moved_away(registration: Registration, *, now: datetime) -> None:
    _put(registration, kinds.MOVED_AWAY, now=now, key="moved-away")


def contact_changed(registration: Registration, *, old: Contact, now: datetime) -> None:
    """The new link to the new contact; a word without any link to the old one."""
    version = registration.link_version
    _put(registration, kinds.CONTACT_CHANGED, now=now, key=f"contact:{version}", ahead=_ahead(registration))
    new = _contact_of(registration)
    if old.key != new.key:
        _put(registration, kinds.CONTACT_LEFT, now=now, key=f"left:{version}", to=old)


def training_cancelled(
    registration: Registration, *, now: datetime, reason: Mapping[str, str] | None = None, suggested: Sequence[str] = ()
) -> None:
    """With why, in their language where it was written in it, and what they could go to instead."""
    told = {"reason": reason_for(registration.language, reason or {}), "suggested": list(suggested)}
    _put(registration, kinds.TRAINING_CANCELLED, now=now, key=f"off:{now.isoformat()}", more=told)


def reason_for(language: str, reason: Mapping[str, str]) -> str:
    """In another language rather than not at all."""
    return reason.get(language) or next((text for text in reason.values() if text), "")


def training_moved(
    registration: Registration,
    *,
    before: Timetable,
    after: Timetable,
    now: datetime,
    said: Mapping[str, str] | None = None,
) -> None:
    """Of the sessions that were to come at `now`, when it was changed; with what the team adds, if anything."""
    told = {"before": as_plain(before), "after": as_plain(after), "said": reason_for(registration.language, said or {})}
    _put(registration, kinds.TRAINING_MOVED, now=now, key=f"moved:{now.isoformat()}", more=told)


def _put(
    registration: Registration,
    kind: str,
    *,
    now: datetime,
    key: str,
    ahead: int | None = None,
    to: Contact | None = None,
    more: Mapping[str, Any] | None = None,
) -> bool:
    """By e-mail, else by SMS, else by the support point, which tells them in time. Whether it was put in the outbox."""
    to = to or _contact_of(registration)
    recipient = to.email or to.phone or to.point
    if recipient is None:
        return False
    channel = outbox.EMAIL if to.email else outbox.SMS if to.phone else outbox.POINT
    return outbox.put(
        dedup_key=_dedup_key(registration, key),
        channel=channel,
        kind=kind,
        now=now,
        subject_kind="registration",
        subject_id=registration.public_id,
        recipient=recipient,
        language=registration.language,
        values={
            "state": registration.state,
            "ahead": ahead,
            "people": registration.party_size,
            "version": registration.link_version,
            **(more or {}),
        },
        due_at=tell_by(now, _starts_at(registration)) if channel == outbox.POINT else None,
    )


def _contact_of(registration: Registration) -> Contact:
    return Contact(email=registration.email, phone=registration.phone, point=registration.point)


def _starts_at(registration: Registration) -> datetime | None:
    """The training is locked, and so at hand."""
    return db.session.get_one(Training, registration.training_id).starts_at


def _dedup_key(registration: Registration, key: str) -> str:
    return f"registration:{registration.public_id}:{key}"


def _ahead(registration: Registration) -> int | None:
    if registration.state != State.WAITING:
        return None
    training = db.session.get_one(Training, registration.training_id)  # locked, so it is here already
    return queries.count_ahead(registration, has_two_ways=training.has_two_ways)
