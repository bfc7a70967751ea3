"""What the team does for one person from the desk, beside deciding."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.rules.helping import Help
from coopnet.accounts.service import assisting
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import letters
from coopnet.registrations.models import Companion, Registration, RegistrationStep
from coopnet.registrations.queries import find_same_person
from coopnet.registrations.queries.served import SUBJECT
from coopnet.registrations.rules.applications import Application, Outcome, OutcomeKind, Shown
from coopnet.registrations.rules.states import ACTIVE, CANCELLABLE, Reason
from coopnet.registrations.service import changing
from coopnet.registrations.service.places import open_queue
from coopnet.registrations.service.registering import key_of_person, only_way, register
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status, is_over
from coopnet.trainings.service.locking import lock_all


def send_again(public_id: str, *, actor: str, now: datetime) -> datetime | None:
    """Their letter with their link, to where they are reached. None when it leaves now, else when it was sent.

    At most once in each hour of the clock, whoever asks. Raises `RuleBroken`: `registration_not_found`,
    `registration_ended`, `training_cancelled`, `training_over`.
    """
    training, registration = open_one(public_id)
    if registration.state not in ACTIVE:
        raise RuleBroken("registration_ended")
    if training.status != Status.PUBLISHED:
        raise RuleBroken("training_cancelled")
    if is_over(training.ends_at, now):
        raise RuleBroken("training_over")
    sent_at = letters.again(registration, now=now)
    if sent_at is None:
        note("registration.send_again", public_id, actor=actor, now=now)
    return sent_at


def add(application: Application, reached: Help | None, *, training_id: int, actor: str, now: datetime) -> Outcome:
    """Somebody who rings or stands at the counter, by the same service as everybody; `actor` is the witness.

    `reached` is how a support point tells them things, None for who is written to. Raises what `register` raises.
    """
    made = register(application, training_id=training_id, now=now, actor=actor)
    if made.kind == OutcomeKind.MADE:
        if reached is None:
            note("registration.add", made.public_id, actor=actor, now=now)
        else:
            assisting.note_made(SUBJECT, made.public_id, reached, action="registration.add", now=now)
    return made


def correct(public_id: str, wish: changing.Wish, *, actor: str, now: datetime) -> bool:
    """What was written down wrong, as the person has told the team; False when it was so already.

    `wish.beside` are the name and that of a guardian, empty where there is none. By the same services as the person's
    own link, so with the same letters. Raises `RuleBroken`: `already_there`, and what `changing.change` raises.
    """
    training, one = open_one(public_id)
    before = _told(one)
    named = (one.name, one.guardian_name or "")
    changing.change(public_id, wish, actor=actor, now=now, beside=lambda: named)
    if wish.beside != named:
        _rename(training, one, *wish.beside, actor=actor, now=now)
    db.session.flush()
    after = _told(one)
    fields = [name for name, was in before.items() if was != after[name]]
    if fields:
        note("registration.correct", public_id, actor=actor, now=now, after={"fields": fields})
    return bool(fields)


def change_way(public_id: str, way: str, *, actor: str, now: datetime) -> bool:
    """For who has asked for it. Raises what `changing.change_way` raises."""
    done = changing.change_way(public_id, way, actor=actor, now=now)
    if done:
        note("registration.change_way", public_id, actor=actor, now=now, after={"way": way})
    return done


def move_to(public_id: str, training_id: int, shown: Shown, *, actor: str, now: datetime) -> Outcome:
    """Out of one training and into another, with all that they told but its own questions; one act, or none.

    There they take their turn as everybody does who comes now; here their place goes to the next. `shown` is what the
    other one does with their data. Raises `RuleBroken`: `registration_not_found`, `registration_ended`,
    `training_over`, `already_there`, and what `register` raises.
    """
    here = db.session.scalar(select(Registration.training_id).where(Registration.public_id == public_id))
    if here is None:
        raise RuleBroken("registration_not_found")
    lock_all([here, training_id])  # both at once: who moves the other way at the same moment waits for this
    training, one = open_one(public_id)
    if one.state not in CANCELLABLE:
        raise RuleBroken("registration_ended")
    if is_over(training.ends_at, now):
        raise RuleBroken("training_over")
    target = open_queue(training_id)
    application = _again(one, way=one.way if target.has_two_ways else only_way(target), shown=shown)
    made = register(application, training_id=training_id, now=now, actor=actor)
    if made.kind != OutcomeKind.MADE:
        raise RuleBroken("already_there")
    changing.leave(training, one, actor=actor, now=now)
    note("registration.move", public_id, actor=actor, now=now, after={"training": target.slug})
    note("registration.move_here", made.public_id, actor=actor, now=now, after={"training": training.slug})
    return made


def _told(one: Registration) -> dict[str, object]:
    """What the team corrects, by name."""
    return {
        "name": one.name,
        "guardian": one.guardian_name,
        "contacts": changing.contact_of(one),
        "language": one.language,
        "companions": _companions_of(one),
    }


def _companions_of(one: Registration) -> tuple[str, ...]:
    asked = select(Companion.name).where(Companion.registration_id == one.id).order_by(Companion.position)
    return tuple(db.session.scalars(asked))


def _rename(training: Training, one: Registration, name: str, guardian: str, *, actor: str, now: datetime) -> None:
    contact = changing.contact_of(one)
    reached = replace(contact, point=None) if contact.each else contact
    if find_same_person(training.id, reached, name, other_than=one.id) is not None:
        raise RuleBroken("already_there")
    one.name, one.guardian_name, one.updated_at = name, guardian or None, now
    one.active_key = key_of_person(contact, name, training)
    step = RegistrationStep(registration_id=one.id, at=now, state=one.state, reason=Reason.NAME_CORRECTED, actor=actor)
    db.session.add(step)


def _again(one: Registration, *, way: str, shown: Shown) -> Application:
    """What they told, for another training. What they need and its consent were for this one alone."""
    return Application(
        name=one.name,
        guardian_name=one.guardian_name,
        contact=changing.contact_of(one),
        language=one.language,
        way=way,
        companions=_companions_of(one),
        shown=(shown,),
    )


def note_export(training_public_id: str, form: str, count: int, *, actor: str, now: datetime) -> None:
    """Who took a list along, of how many."""
    audit.record(
        at=now,
        actor=actor,
        action="registrations.export",
        subject_kind="training",
        subject_id=training_public_id,
        after={"format": form, "count": count},
    )


def open_one(public_id: str) -> tuple[Training, Registration]:
    """The mutex first; what it protects is read after it. Raises `RuleBroken("registration_not_found")`."""
    training_id = db.session.scalar(select(Registration.training_id).where(Registration.public_id == public_id))
    if training_id is None:
        raise RuleBroken("registration_not_found")
    training = open_queue(training_id)
    wanted = select(Registration).where(Registration.public_id == public_id)
    return training, db.session.scalars(wanted.execution_options(populate_existing=True)).one()


def note(
    action: str,
    public_id: str,
    *,
    actor: str,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="registration",
        subject_id=public_id,
        before=before,
        after=after,
    )
