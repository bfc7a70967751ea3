"""The one way in to the places.

Every place given, kept or freed goes through `move`, between `open_queue` and `settle`, in one writing transaction.
`open_queue` is the mutex on every engine: an unconditional `UPDATE` of the training's row, before anything is read.
The queue's order is rule 4 of the product: `(priority, queued_at, id)`; a smaller party may pass one that is too big
for the places that are free, which keeps its turn.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, or_, select, update
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

SHARED_POOL = "shared"
ONLINE_POOL = "online"
POOLS: dict[str, tuple[InstrumentedAttribute[Any], InstrumentedAttribute[int]]] = {
    SHARED_POOL: (Training.capacity, Training.taken),
    ONLINE_POOL: (Training.online_capacity, Training.online_taken),
}


def _take_from(capacity: InstrumentedAttribute[Any], taken: InstrumentedAttribute[int]) -> Update:
    after = taken + bindparam("places")
    return _of_training(or_(capacity.is_(None), after <= capacity)).values({taken: after})


def _give_back_to(taken: InstrumentedAttribute[int]) -> Update:
    return _of_training().values({taken: taken - bindparam("places")})


def _of_training(*conditions: ColumnElement[bool]) -> Update:
    chosen = update(Training).where(Training.id == bindparam("training"), *conditions)
    return chosen.execution_options(synchronize_session=False)


def _next_in(pool: str, way: Way | None) -> Select[Registration]:
    capacity, taken = POOLS[pool]
    is_room = or_(capacity.is_(None), and_(taken < capacity, Registration.party_size <= capacity - taken))
    chosen = (
        select(Registration)
        .join(Training, Training.id == Registration.training_id)
        .where(Training.id == bindparam("training"), Registration.state == State.WAITING, is_room)
        .order_by(*QUEUE_ORDER)
        .limit(1)
    )
    return chosen if way is None else chosen.where(Registration.way == bindparam("way"))


# Made once: under the lock there is no time to put statements together.
_OPEN = (
    _of_training()
    .values(queue_version=Training.queue_version + 1)
    .returning(Training)
    .execution_options(populate_existing=True)
)
_TAKE = {name: _take_from(*pool) for name, pool in POOLS.items()}
_GIVE_BACK = {name: _give_back_to(pool[1]) for name, pool in POOLS.items()}
_NEXT_IN = {
    None: _next_in(SHARED_POOL, None),
    Way.IN_PERSON: _next_in(SHARED_POOL, Way.IN_PERSON),
    Way.ONLINE: _next_in(ONLINE_POOL, Way.ONLINE),
}


def open_queue(training_id: int) -> Training:
    """The training, locked until the transaction ends; must come before anything else is read.

    Raises `RuleBroken("training_not_found")`.
    """
    training = db.session.scalars(_OPEN, {"training": training_id}).one_or_none()
    if training is None:
        raise RuleBroken("training_not_found")
    return training


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
        raise RuleBroken("party_too_big", capacity=capacity, way=way if training.has_two_ways else None)


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
    values = {"training": training.id} | ({} if way is None else {"way": way})
    return db.session.scalars(_NEXT_IN[way], values).first()


def _take(training: Training, way: str, places: int) -> bool:
    """Conditional on there being room: the row count is the answer."""
    return changed_rows(_TAKE[_pool(training, way)], training=training.id, places=places) == 1


def _give_back(training: Training, way: str, places: int) -> None:
    changed_rows(_GIVE_BACK[_pool(training, way)], training=training.id, places=places)


def _pool(training: Training, way: str) -> str:
    """Whose places a way takes: of `POOLS`."""
    return ONLINE_POOL if training.has_two_ways and way == Way.ONLINE else SHARED_POOL


def _tell_pages(training: Training) -> None:
    before = _label(training)
    # Counters are the database's: the session's own copy has not seen them move.
    db.session.refresh(training, ["taken", "online_taken"])
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
