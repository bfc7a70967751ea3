"""Who stands at the door without a place: from the waiting list first, then without having registered.

Through the one way in to the places: nobody gets one that is not free, and those of who has not come yet are not.
"""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.registrations import letters
from coopnet.registrations.models import Registration
from coopnet.registrations.queries import count_waiting
from coopnet.registrations.rules.applications import Application, Outcome, OutcomeKind
from coopnet.registrations.rules.attendance import At, How, Press
from coopnet.registrations.rules.people import plain_name
from coopnet.registrations.rules.states import ACTIVE, Reason, State, next_in_queue_time
from coopnet.registrations.service import attending
from coopnet.registrations.service.places import move, open_queue, settle
from coopnet.registrations.service.registering import form_hash_of, identify, insert
from coopnet.trainings.models import Training


def walk_in(application: Application, at: At, *, has_asked: bool, now: datetime) -> Outcome:
    """Takes one free place for who came without having registered, and writes down that they are here.

    `has_asked`: nobody who waits and is here wants it. Raises `RuleBroken`: what `attending.mark` raises,
    `waiting_first`, `no_place_at_the_door`, `name_on_the_list`.
    """
    training = open_queue(at.training_id)
    sitting = attending.get_session(training, at, now=now)
    form_hash = form_hash_of(application, training)
    identity, namesakes = identify(application, training, form_hash)
    known = namesakes.same_form
    if known is not None:
        return Outcome(OutcomeKind.SAME_FORM, known.public_id, known.state, known.link_version)
    _refuse_namesake(training, application.name)
    if count_waiting(training.id) and not has_asked:
        raise RuleBroken("waiting_first")
    training.last_queued_at = next_in_queue_time(now, training.last_queued_at)
    one = insert(
        application,
        training,
        identity,
        form_hash=form_hash,
        now=now,
        actor=at.actor,
        is_walk_in=True,
    )
    _let_in(training, sitting, one, Reason.WALKED_IN, at, now=now)
    _note(one, "registration.walk_in", at, now=now)
    return Outcome(OutcomeKind.MADE, one.public_id, one.state, one.link_version)


def let_in(public_id: str, at: At, *, now: datetime) -> None:
    """Somebody of the waiting list stands at the door, and there is room for their party.

    Raises `RuleBroken`: what `attending.mark` raises, `not_waiting`, `no_place_at_the_door`.
    """
    training = open_queue(at.training_id)
    sitting = attending.get_session(training, at, now=now)
    one = db.session.scalar(
        select(Registration)
        .where(Registration.public_id == public_id, Registration.training_id == training.id)
        .execution_options(populate_existing=True)
    )
    if one is None or one.state != State.WAITING:
        raise RuleBroken("not_waiting")
    _let_in(training, sitting, one, Reason.LET_IN, at, now=now)
    _note(one, "registration.let_in", at, now=now)


def _let_in(
    training: Training, sitting: attending.Held, one: Registration, reason: Reason, at: At, *, now: datetime
) -> None:
    """All of the party are here: who is not is taken back with one press."""
    if not move(training, one, to=State.CONFIRMED, reason=reason, actor=at.actor, now=now):
        raise RuleBroken("no_place_at_the_door", people=one.party_size)
    if one.is_walk_in:
        letters.asked(one, now=now)  # if there is anywhere to send it
    db.session.flush()
    everybody = [Press(one.public_id, person, is_here=True, at=now) for person in range(one.party_size)]
    how = How.WALK_IN if one.is_walk_in else How.LIST
    attending.write_down(everybody, training, sitting, at, how=how, now=now)
    settle(training, now=now)


def _refuse_namesake(training: Training, name: str) -> None:
    """Who stands on a list already is found there; two of one name are told apart by the team's own words."""
    names = db.session.scalars(
        select(Registration.name).where(Registration.training_id == training.id, Registration.state.in_(ACTIVE))
    )
    wanted = plain_name(name)
    if any(plain_name(one) == wanted for one in names):
        raise RuleBroken("name_on_the_list")


def _note(one: Registration, action: str, at: At, *, now: datetime) -> None:
    audit.record(
        at=now,
        actor=at.actor,
        action=action,
        subject_kind="registration",
        subject_id=one.public_id,
        before={} if one.is_walk_in else {"state": State.WAITING.value},
        after={"state": one.state},
    )
