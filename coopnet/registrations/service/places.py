"""The one way in to the places.

Every place given, kept or freed goes through `move`, between `open_queue` and `settle`, in one writing transaction.
`open_queue` is the mutex on every engine: an unconditional `UPDATE` of the training's row, before anything is read.
The queue's order is rule 4 of the product: `(priority, queued_at, id)`; a smaller party may pass one that is too big
for the places that are free, which keeps its turn.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Update, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PROGRAMME, raise_generation, training_scope
from coopnet.registrations import letters
from coopnet.registrations.models import Registration, RegistrationStep
from coopnet.registrations.queries import QUEUE_ORDER
from coopnet.registrations.rules.states import ACTIVE, Reason, State, can_move, places_held
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Status, Way, places_label, total_left

SYSTEM = "system"
PERSON = "person"


def open_queue(training_id: int) -> Training:
    """The training, locked until the transaction ends; must come before anything else is read.

    Raises `RuleBroken("training_not_found")`.
    """
    raised = changed_rows(
        _quietly(update(Training).where(Training.id == training_id).values(queue_version=Training.queue_version + 1))
    )
    if raised == 0:
        raise RuleBroken("training_not_found")
    return db.session.scalars(
        select(Training).where(Training.id == training_id).execution_options(populate_existing=True)
    ).one()


def move(
    training: Training,
    registration: Registration,
    *,
    to: State,
    reason: Reason,
    actor: str,
    now: datetime,
    party_size: int | None = None,
) -> bool:
    """Change where a registration stands, the size of its party, or both, and with it the places it holds.

    False when there is no room for it: then nothing has changed. Raises `RuleBroken("cannot_move")` when the state
    machine knows no such move.
    """
    before = State(registration.state)
    if before != to and not can_move(before, to):
        raise RuleBroken("cannot_move", before=before.value, after=to.value)
    size = registration.party_size if party_size is None else party_size
    more = places_held(to, size) - places_held(before, registration.party_size)
    if more > 0 and not _take(training, registration.way, more):
        return False
    if more < 0:
        _give_back(training, registration.way, -more)
    registration.state, registration.party_size, registration.updated_at = to, size, now
    if to not in ACTIVE:
        registration.active_key = None
    db.session.add(RegistrationStep(registration_id=registration.id, at=now, state=to, reason=reason, actor=actor))
    db.session.flush()
    return True


def refuse_too_big(training: Training, way: str, party_size: int) -> None:
    """Raises `RuleBroken("party_too_big")`: it would wait for ever, since no freeing of places lets it in."""
    is_online_pool = training.has_two_ways and way == Way.ONLINE
    capacity = training.online_capacity if is_online_pool else training.capacity
    if capacity is not None and party_size > capacity:
        raise RuleBroken("party_too_big", capacity=capacity)


def settle(training: Training, *, now: datetime, newcomer: Registration | None = None) -> None:
    """Let in whoever fits, in order, until no waiting party fits the free places: the last act before a commit.

    Nothing moves once the training has begun or was cancelled, nor while there are more people than places. Whoever is
    let in gets a letter; the newcomer's is written by whoever took their form.
    """
    if training.status == Status.PUBLISHED and (training.starts_at is None or now < training.starts_at):
        for way in (Way.IN_PERSON, Way.ONLINE) if training.has_two_ways else (None,):
            while (lucky := _first_that_fits(training, way)) is not None:
                move(training, lucky, to=State.CONFIRMED, reason=Reason.PLACE_FREE, actor=SYSTEM, now=now)
                if lucky is not newcomer:
                    letters.place_given(lucky, now=now)
    _tell_pages(training)


def _first_that_fits(training: Training, way: Way | None) -> Registration | None:
    """`way` is None where all share the same places."""
    capacity, taken = _pool(training, way)
    free = db.session.execute(select(capacity, taken).where(Training.id == training.id)).one()
    first = (
        select(Registration)
        .where(Registration.training_id == training.id, Registration.state == State.WAITING)
        .order_by(*QUEUE_ORDER)
        .limit(1)
    )
    if way is not None:
        first = first.where(Registration.way == way)
    if free[0] is not None:
        if free[1] >= free[0]:
            return None
        first = first.where(Registration.party_size <= free[0] - free[1])
    return db.session.scalars(first).first()


def _take(training: Training, way: str, places: int) -> bool:
    """Conditional on there being room: the row count is the answer."""
    capacity, taken = _pool(training, way)
    return (
        changed_rows(
            _quietly(
                update(Training)
                .where(Training.id == training.id, or_(capacity.is_(None), taken + places <= capacity))
                .values({taken: taken + places})
            )
        )
        == 1
    )


def _give_back(training: Training, way: str, places: int) -> None:
    taken = _pool(training, way)[1]
    changed_rows(_quietly(update(Training).where(Training.id == training.id).values({taken: taken - places})))


def _pool(training: Training, way: str | None) -> tuple[InstrumentedAttribute[Any], InstrumentedAttribute[int]]:
    """The two counters of the places that a way takes."""
    if training.has_two_ways and way == Way.ONLINE:
        return Training.online_capacity, Training.online_taken
    return Training.capacity, Training.taken


def _quietly(statement: Update) -> Update:
    """The session's own copy is read again at the end: counters are the database's."""
    return statement.execution_options(synchronize_session=False)


def _tell_pages(training: Training) -> None:
    before = _label(training)
    db.session.refresh(training)
    scopes = [training_scope(training.public_id)]
    if _label(training) != before:
        scopes.append(PROGRAMME)
    raise_generation(*scopes)


def _label(training: Training) -> tuple[str, int | None]:
    left = total_left(
        capacity=training.capacity,
        taken=training.taken,
        online_capacity=training.online_capacity,
        online_taken=training.online_taken,
        has_two_ways=training.has_two_ways,
    )
    label = places_label(left)
    return label, left if label == "few" else None
