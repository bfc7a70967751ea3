"""What a person does with what they made, by the right of their link."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.accounts.service import assisting
from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import letters
from coopnet.registrations.models import (
    Answer,
    Attendance,
    Companion,
    Registration,
    RegistrationNeeds,
    RegistrationStep,
)
from coopnet.registrations.queries import find_same_person
from coopnet.registrations.rules.people import Contact, mark_of
from coopnet.registrations.rules.states import ACTIVE, CANCELLABLE, HOLDING, TURNABLE, Reason, State
from coopnet.registrations.service.needs import forget_needs
from coopnet.registrations.service.places import PERSON, move, open_queue, refuse_too_big, settle
from coopnet.registrations.service.registering import key_of_person
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status, Way, is_over


def cancel(public_id: str, *, now: datetime, actor: str = PERSON) -> bool:
    """Frees the places and lets the next in. False when it had ended before: pressing twice is once.

    Raises `RuleBroken("registration_not_found")`, and `RuleBroken("training_started")` once there is nothing to free;
    who rings the team is taken off the list even then, and is written to as long as it is not over.
    """
    training, registration = _open(public_id)
    if registration.state not in CANCELLABLE:
        return False
    if actor == PERSON:
        _refuse_once_started(training, now)
    reason = Reason.CANCELLED_BY_PERSON if actor == PERSON else Reason.CANCELLED_BY_TEAM
    move(training, registration, to=State.CANCELLED, reason=reason, actor=actor, now=now)
    if not is_over(training.ends_at, now):
        letters.cancelled(registration, by_person=actor == PERSON, now=now)
    settle(training, now=now)
    return True


def leave(training: Training, registration: Registration, *, actor: str, now: datetime) -> None:
    """For another training, where the person has been registered by the team; the training is locked."""
    move(training, registration, to=State.CANCELLED, reason=Reason.MOVED_AWAY, actor=actor, now=now)
    letters.moved_away(registration, now=now)
    settle(training, now=now)


def remove(public_id: str, *, now: datetime) -> None:
    """Somebody else typed this contact: frees the places and erases at once who was named, and their contact.

    No letter follows: it would go to somebody who never asked for any. Raises `RuleBroken("registration_not_found")`,
    and `RuleBroken("kept_for_the_grant")` where the list of who took part must still justify a grant (LOPDGDD 32).
    """
    training, registration = _open(public_id)
    if registration.state == State.REMOVED:
        return
    if is_kept_for_grant(training, registration, now):
        raise RuleBroken("kept_for_the_grant")
    move(training, registration, to=State.REMOVED, reason=Reason.NOT_ME, actor=PERSON, now=now)
    erase_person(registration)
    settle(training, now=now)


def is_kept_for_grant(training: Training, registration: Registration, now: datetime) -> bool:
    """Whoever had a place once it has begun stands on the list that a grant must justify."""
    has_started = training.starts_at is not None and now >= training.starts_at
    return has_started and training.is_grant_funded and registration.state in HOLDING


def erase_person(registration: Registration) -> None:
    """Nothing of the person stays; that there was a registration, and what became of it, does."""
    registration.name, registration.guardian_name = "", None
    registration.email = registration.phone = registration.point = None
    registration.active_key = registration.form_hash = None
    for model in (Companion, Answer, RegistrationNeeds):
        db.session.execute(
            delete(model).where(model.registration_id == registration.id).execution_options(synchronize_session=False)
        )
    kept = update(Attendance).where(Attendance.registration_id == registration.id).values(marked_by_id=None)
    db.session.execute(kept.execution_options(synchronize_session=False))
    assisting.forget("registration", registration.public_id)
    outbox.forget("registration", registration.public_id)


@dataclass(frozen=True)
class Wish:
    """What of a registration is to be changed by whoever has `seen` how it stands (`mark_of`).

    `companions` is None where they stay as they are; `beside` is what is asked more, at a support point or at the desk.
    """

    seen: str
    contact: Contact
    language: str
    companions: tuple[str, ...] | None
    beside: tuple[str, ...] = ()


def change(
    public_id: str,
    wish: Wish,
    *,
    now: datetime,
    actor: str = PERSON,
    beside: Callable[[], tuple[str, ...]] = tuple,
) -> bool:
    """All of it, or nothing. False when it was so already.

    `beside` tells what stands now of what a support point asks more. Raises `RuleBroken("changed_meanwhile")` and what
    `change_contact` and `change_companions` raise.
    """
    _refuse_if_changed(public_id, wish, beside)
    # The contact first: what the smaller party brings is told where the person is reached from now on.
    has_changed = change_contact(public_id, wish.contact, language=wish.language, actor=actor, now=now)
    if wish.companions is not None:
        has_changed = change_companions(public_id, wish.companions, actor=actor, now=now) or has_changed
    return has_changed


def _refuse_if_changed(public_id: str, wish: Wish, beside: Callable[[], tuple[str, ...]]) -> None:
    _training, registration = _open(public_id)
    before = tuple(
        db.session.scalars(
            select(Companion.name).where(Companion.registration_id == registration.id).order_by(Companion.position)
        )
    )
    stands = mark_of(contact_of(registration), registration.language, before, beside())
    party = before if wish.companions is None else wish.companions
    if stands not in {wish.seen, mark_of(wish.contact, wish.language, party, wish.beside)}:
        raise RuleBroken("changed_meanwhile")


def change_companions(public_id: str, names: tuple[str, ...], *, now: datetime, actor: str = PERSON) -> bool:
    """The party as it shall be. False when it was so already.

    One that grows needs room at once when it is confirmed, and keeps its turn when it waits. Raises
    `RuleBroken`: `registration_not_found`, `registration_ended`, `training_started`, `too_many_companions`,
    `party_too_big`, `no_places_for_companions`.
    """
    training, registration = _open(public_id)
    if registration.state not in CANCELLABLE:
        raise RuleBroken("registration_ended")
    kept = db.session.scalars(
        select(Companion).where(Companion.registration_id == registration.id).order_by(Companion.position)
    ).all()
    before = tuple(companion.name for companion in kept)
    if names == before:
        return False
    if actor == PERSON:
        _refuse_once_started(training, now)
    if len(names) > max(training.max_companions, len(before)):
        raise RuleBroken("too_many_companions", most=training.max_companions)
    if len(names) > len(before):
        refuse_too_big(training, registration.way, 1 + len(names))
    fits = move(
        training,
        registration,
        to=State(registration.state),
        reason=Reason.PARTY_CHANGED,
        actor=actor,
        now=now,
        party_size=1 + len(names),
    )
    if not fits:
        raise RuleBroken("no_places_for_companions")
    for companion in kept:
        db.session.delete(companion)
    db.session.add_all(
        Companion(registration_id=registration.id, position=place, name=name) for place, name in enumerate(names)
    )
    if registration.state in HOLDING:
        letters.party_changed(registration, now=now)
    settle(training, now=now)
    return True


def change_way(public_id: str, way: str, *, now: datetime, actor: str = PERSON) -> bool:
    """The whole party takes part in the other way, where there is room for it now. False when it was so already.

    What it held goes to the next; who waited for one way passes nobody in the other, since nobody waits there who fits.
    Raises `RuleBroken`: `registration_not_found`, `registration_ended`, `training_started`, `training_cancelled`,
    `way_unknown`, `no_places_in_way`.
    """
    training, registration = _open(public_id)
    if registration.state not in TURNABLE:
        raise RuleBroken("registration_ended")
    if not training.has_two_ways or way not in {Way.IN_PERSON, Way.ONLINE}:
        raise RuleBroken("way_unknown")
    if way == registration.way:
        return False
    if training.status != Status.PUBLISHED:
        raise RuleBroken("training_cancelled")
    _refuse_once_started(training, now)
    if not move(training, registration, to=State.CONFIRMED, reason=Reason.WAY_CHANGED, actor=actor, now=now, way=way):
        raise RuleBroken("no_places_in_way", way=way)
    letters.way_changed(registration, now=now)
    settle(training, now=now)
    return True


def change_contact(public_id: str, contact: Contact, *, language: str, now: datetime, actor: str = PERSON) -> bool:
    """How the person is reached, and in which language. False when it was so already.

    Every link made before is revoked: the old address may belong to somebody else. The new one gets a letter with the
    new link, the old one is told without any. Raises `RuleBroken`: `registration_not_found`, `registration_ended`,
    `already_registered`.
    """
    training, registration = _open(public_id)
    if registration.state not in ACTIVE:
        raise RuleBroken("registration_ended")
    old = contact_of(registration)
    registration.language = language
    if contact.point is None:
        contact = replace(contact, point=old.point)
    if contact == old:
        return False
    key = key_of_person(contact, registration.name, training)
    # Two who share a support point share no more than two who live in one street.
    reached = replace(contact, point=None) if contact.each else contact
    twin = find_same_person(training.id, reached, registration.name, other_than=registration.id)
    if twin is not None:
        raise RuleBroken("already_registered")
    registration.email, registration.phone, registration.point = contact.email, contact.phone, contact.point
    registration.active_key, registration.updated_at = key, now
    registration.link_version += 1
    db.session.add(
        RegistrationStep(
            registration_id=registration.id,
            at=now,
            state=registration.state,
            reason=Reason.CONTACT_CHANGED,
            actor=actor,
        )
    )
    letters.contact_changed(registration, old=old, now=now)
    return True


def take_back_needs(public_id: str, *, now: datetime) -> None:
    """The consent to use access needs is taken back: they are erased at once, the place is kept (GDPR 7.3)."""
    _training, registration = _open(public_id)
    forget_needs(Registration.id == registration.id)
    registration.updated_at = now


def link_version(public_id: str) -> int:
    """Raises `RuleBroken("registration_not_found")`."""
    found = db.session.scalar(select(Registration.link_version).where(Registration.public_id == public_id))
    if found is None:
        raise RuleBroken("registration_not_found")
    return found


def contact_of(registration: Registration) -> Contact:
    return Contact(email=registration.email, phone=registration.phone, point=registration.point)


def _open(public_id: str) -> tuple[Training, Registration]:
    """The mutex first; what it protects is read after it."""
    training_id = db.session.scalar(select(Registration.training_id).where(Registration.public_id == public_id))
    if training_id is None:
        raise RuleBroken("registration_not_found")
    training = open_queue(training_id)
    registration = db.session.scalars(
        select(Registration).where(Registration.public_id == public_id).execution_options(populate_existing=True)
    ).one()
    return training, registration


def _refuse_once_started(training: Training, now: datetime) -> None:
    if training.starts_at is not None and now >= training.starts_at:
        raise RuleBroken("training_started")
