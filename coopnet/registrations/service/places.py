"""The one way in to the places.

Every place given, kept or freed goes through `move`, between `open_queue` and `settle`, in one writing transaction.
`open_queue` is the mutex on every engine: an unconditional `UPDATE` of the training's row, before anything is read.
The queue's order is rule 4 of the product: `(priority, queued_at, id)`; a smaller party may pass one that is too big
for the places that are free, which keeps its turn.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, and_, bindparam, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.attributes import set_committed_value

from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PLACES_LEFT, raise_generation, training_scope
from coopnet.registrations import letters
from coopnet.registrations.models import Registration, RegistrationStep
from coopnet.registrations.queries import QUEUE_ORDER
from coopnet.registrations.rules.states import ACTIVE, Reason, State, can_move, places_held
from coopnet.registrations.service.needs import forget_needs
from coopnet.trainings.models import Training
from coopnet.trainings.rules.states import Places, Status, Way, places_label, places_left, total_left

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


def _next_in(pool: str, way: Way | None) -> Select[int]:
    capacity, taken = POOLS[pool]
    is_room = or_(capacity.is_(None), and_(taken < capacity, Registration.party_size <= capacity - taken))
    chosen = (
        select(Registration.id)
        .join(Training, Training.id == Registration.training_id)
        .where(Training.id == bindparam("training"), Registration.state == State.WAITING, is_room)
        .order_by(*QUEUE_ORDER)
        .limit(2)
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
_COUNTERS = select(Training.taken, Training.online_taken).where(Training.id == bindparam("training"))


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
    way: str | None = None,
) -> bool:
    """Change where a registration stands, the size of its party or its way, and with it the places it holds.

    False when there is no room for it: then nothing has changed. Raises `RuleBroken("cannot_move")` when the state
    machine knows no such move.
    """
    before = State(registration.state)
    if before != to and not can_move(before, to):
        raise RuleBroken("cannot_move", before=before.value, after=to.value)
    size = registration.party_size if party_size is None else party_size
    chosen = registration.way if way is None else way
    held, needed = places_held(before, registration.party_size), places_held(to, size)
    if _pool(training, chosen) == _pool(training, registration.way):
        held, needed = max(0, held - needed), max(0, needed - held)
    if needed and not _take(training, chosen, needed):
        return False
    if held:
        _give_back(training, registration.way, held)
    registration.state, registration.party_size, registration.way = to, size, chosen
    registration.updated_at = now
    if to not in ACTIVE:
        registration.active_key = None
        forget_needs(Registration.id == registration.id)
    db.session.add(RegistrationStep(registration_id=registration.id, at=now, state=to, reason=reason, actor=actor))
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
            _let_in(training, way, now=now, newcomer=newcomer)
    _tell_pages(training)


def _let_in(training: Training, way: Way | None, *, now: datetime, newcomer: Registration | None) -> None:
    """`way` is None where all share the same places."""
    while fitting := _list_fitting(training, way):
        lucky = db.session.get_one(Registration, fitting[0])
        move(training, lucky, to=State.CONFIRMED, reason=Reason.PLACE_FREE, actor=SYSTEM, now=now)
        if lucky is not newcomer:
            letters.place_given(lucky, now=now)
        if len(fitting) == 1:  # places have only become fewer: whoever did not fit before does not now
            return
        db.session.flush()  # or the same party would be found again


def _list_fitting(training: Training, way: Way | None) -> Sequence[int]:
    """The first two waiting parties that fit, by id: the second one only if it fitted too."""
    values = {"training": training.id} | ({} if way is None else {"way": way})
    return db.session.scalars(_NEXT_IN[way], values).all()


def _take(training: Training, way: str, places: int) -> bool:
    """Conditional on there being room: the row count is the answer."""
    return changed_rows(_TAKE[_pool(training, way)], training=training.id, places=places) == 1


def _give_back(training: Training, way: str, places: int) -> None:
    changed_rows(_GIVE_BACK[_pool(training, way)], training=training.id, places=places)


def _pool(training: Training, way: str) -> str:
    """Whose places a way takes: of `POOLS`."""
    return ONLINE_POOL if training.has_two_ways and way == Way.ONLINE else SHARED_POOL


def _tell_pages(training: Training) -> None:
    in_lists, of_ways = _shown(training)
    # Counters are the database's: the session's own copy has not seen them move.
    taken, online_taken = db.session.execute(_COUNTERS, {"training": training.id}).one()
    set_committed_value(training, "taken", taken)
    set_committed_value(training, "online_taken", online_taken)
    now_in_lists, now_of_ways = _shown(training)
    if now_in_lists != in_lists:
        raise_generation(PLACES_LEFT, training_scope(training.public_id))
    elif 0 in now_of_ways or now_of_ways != of_ways:
        # Its own page counts each way, and says how many wait where there is no place.
        raise_generation(training_scope(training.public_id))


def _shown(training: Training) -> tuple[tuple[object, ...], tuple[int | None, ...]]:
    """What lists say of the places, and what its own page says beside: what is left of each way that is apart."""
    ways = (
        places_left(training.capacity, training.taken),
        places_left(training.online_capacity, training.online_taken) if training.has_two_ways else None,
    )
    left = total_left(
        capacity=training.capacity,
        taken=training.taken,
        online_capacity=training.online_capacity,
        online_taken=training.online_taken,
        has_two_ways=training.has_two_ways,
    )
    label = places_label(left)
    in_lists = (label, left if label == Places.FEW else None, *(way == 0 for way in ways))
    return in_lists, ways if training.has_two_ways else (left if label == Places.FULL else None,)
