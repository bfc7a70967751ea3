from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue
from coopnet.registrations.models import Answer, Registration
from coopnet.registrations.rules.people import Contact, normal_name
from coopnet.registrations.rules.states import ACTIVE, HOLDING, State
from coopnet.trainings.models import (
    Training,
    TrainingPartner,
    TrainingQuestion,
    TrainingSession,
    TrainingText,
)
from coopnet.trainings.rules.states import Way

# Rule 4 of the product; never a stored position.
QUEUE_ORDER = (Registration.priority, Registration.queued_at, Registration.id)

MANAGE = "manage"
ENTRY = "entry"
CODE = "registration"

# With all that belongs to it; made once, and what there is one of comes in the same query.
_WHOLE: Select[Registration] = select(Registration).options(
    joinedload(Registration.training, innerjoin=True),
    joinedload(Registration.needs),
    selectinload(Registration.companions),
    selectinload(Registration.steps),
    selectinload(Registration.answers).selectinload(Answer.question),
)


def find_by_link(token: str, *, purpose: str = MANAGE) -> Registration | None:
    """Whom a link belongs to. None alike for a link that is forged, revoked, cut short, or of nobody."""
    claim = links.read_link(token)
    if claim is None:
        return None
    found = find_registration(claim.public_id)
    if found is None or not links.is_genuine(claim, purpose, found.link_version):
        return None
    return found


def find_registration(public_id: str) -> Registration | None:
    return db.session.scalars(_WHOLE.where(Registration.public_id == public_id)).first()


def find_by_code(typed: str) -> Registration | None:
    """By the short code that a person says on the phone, however it is written."""
    hashes = links.code_hashes(links.clean_code(typed))
    return db.session.scalars(_WHOLE.where(Registration.code_hash.in_(hashes))).first()


def code_of(registration: Registration) -> str:
    """As a person reads and says it: two groups of four."""
    code = links.make_code(CODE, registration.public_id, registration.code_key_id).upper()
    return f"{code[:4]}-{code[4:]}"


@dataclass(frozen=True)
class Sitting:
    """One session as a registered person needs it. `online_url` is the secret one."""

    number: int
    public_id: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    address: str
    room: str
    online_url: str | None


def list_sittings(training_id: int) -> list[Sitting]:
    rows = db.session.execute(
        select(
            TrainingSession.position,
            TrainingSession.public_id,
            TrainingSession.starts_at,
            TrainingSession.ends_at,
            Venue.name,
            Venue.address,
            TrainingSession.room,
            TrainingSession.online_url,
        )
        .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
        .where(TrainingSession.training_id == training_id)
        .order_by(TrainingSession.starts_at, TrainingSession.position)
    )
    return [
        Sitting(number, key, starts, ends, venue or "", address or "", room, url)
        for number, (_, key, starts, ends, venue, address, room, url) in enumerate(rows, start=1)
    ]


def list_sittings_of(registration: Registration) -> list[Sitting]:
    """As this person takes part: where the ways are apart, each has its own half of a session."""
    sittings = list_sittings(registration.training_id)
    if not registration.training.has_two_ways:
        return sittings
    if registration.way == Way.ONLINE:
        return [replace(sitting, venue="", address="", room="") for sitting in sittings]
    return [replace(sitting, online_url=None) for sitting in sittings]


@dataclass(frozen=True)
class Title:
    """`language` is that of the text, which may not be the one asked for."""

    text: str
    language: str


def get_title(training_id: int, language: str) -> Title:
    """In the language asked for, else in the original."""
    rows = db.session.execute(
        select(TrainingText.title, TrainingText.language, Training.language)
        .join(Training, Training.id == TrainingText.training_id)
        .where(TrainingText.training_id == training_id, TrainingText.title.is_not(None))
    ).all()
    found = {spoken: text for text, spoken, _ in rows if text}
    original = rows[0][2] if rows else language
    spoken = language if language in found else original
    return Title(found.get(spoken, ""), spoken)


@dataclass(frozen=True)
class Question:
    """`kind` is a `QuestionKind`."""

    public_id: str
    kind: str
    text: str
    why: str
    options: tuple[str, ...]
    is_required: bool


def list_questions(training_id: int) -> list[Question]:
    rows = db.session.execute(
        select(
            TrainingQuestion.public_id,
            TrainingQuestion.kind,
            TrainingQuestion.text,
            TrainingQuestion.why,
            TrainingQuestion.options,
            TrainingQuestion.is_required,
        )
        .where(TrainingQuestion.training_id == training_id, TrainingQuestion.retired_at.is_(None))
        .order_by(TrainingQuestion.position)
    )
    return [Question(key, kind, text, why, tuple(options), must) for key, kind, text, why, options, must in rows]


def list_entities(training_id: int) -> list[str]:
    """The names of the co-producers: who answers for the data of whoever registers."""
    return list(
        db.session.scalars(
            select(Initiative.name)
            .join(TrainingPartner, TrainingPartner.initiative_id == Initiative.id)
            .where(TrainingPartner.training_id == training_id)
            .order_by(TrainingPartner.position)
        )
    )


def find_training(slug: str) -> Training | None:
    """A public one, by its address."""
    if not slug.isprintable():  # PostgreSQL refuses to look for a NUL
        return None
    return db.session.scalars(select(Training).where(Training.slug == slug, Training.is_public)).first()


def count_ahead(registration: Registration, *, has_two_ways: bool) -> int:
    """Waiting parties that stand before this one, for the same places."""
    before = and_(
        Registration.training_id == registration.training_id,
        Registration.state == State.WAITING,
        or_(
            Registration.priority < registration.priority,
            and_(
                Registration.priority == registration.priority,
                or_(
                    Registration.queued_at < registration.queued_at,
                    and_(Registration.queued_at == registration.queued_at, Registration.id < registration.id),
                ),
            ),
        ),
    )
    counted = select(func.count()).select_from(Registration).where(before)
    if has_two_ways:
        counted = counted.where(Registration.way == registration.way)
    return db.session.scalar(counted) or 0


def count_waiting(training_id: int) -> int:
    """Parties, not people."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Registration)
            .where(Registration.training_id == training_id, Registration.state == State.WAITING)
        )
        or 0
    )


class HasId(Protocol):
    """Of the trainings' room: what its page shows."""

    @property
    def id(self) -> int: ...


def panel(training: HasId) -> dict[str, object]:
    """What a training's page says of the people who wait."""
    return {"waiting": count_waiting(training.id)}


def find_same_person(
    training_id: int, contact: Contact, name: str, *, other_than: int | None = None
) -> Registration | None:
    """Who stands in the training already under this name and any one of these contacts.

    `other_than` is the id of a registration that is not meant. Exact under the queue's lock.
    """
    columns = (Registration.email, Registration.phone, Registration.point)
    values = (contact.email, contact.phone, contact.point)
    reached = [column == value for column, value in zip(columns, values, strict=True) if value]
    standing = db.session.scalars(
        select(Registration)
        .where(Registration.training_id == training_id, Registration.state.in_(ACTIVE), or_(*reached))
        .order_by(Registration.id)
    )
    wanted = normal_name(name)
    return next((one for one in standing if normal_name(one.name) == wanted and one.id != other_than), None)


def list_registrations(training_id: int | None = None) -> Sequence[Registration]:
    """Of one training or of all, in the order of their queue."""
    wanted = (
        select(Registration)
        .options(selectinload(Registration.training))
        .order_by(Registration.training_id, *QUEUE_ORDER)
    )
    if training_id is not None:
        wanted = wanted.where(Registration.training_id == training_id)
    return db.session.scalars(wanted).all()


def list_active_by_contact(*, email: str | None = None, phone: str | None = None) -> Sequence[Registration]:
    reached = Registration.email == email if email else Registration.phone == phone
    return db.session.scalars(
        select(Registration)
        .options(selectinload(Registration.training))
        .where(reached, Registration.state.in_(ACTIVE))
        .order_by(Registration.created_at)
    ).all()


def list_miscounted() -> Sequence[tuple[str, int, int, int, int]]:
    """Trainings whose counters differ from what their registrations hold: slug, taken, held, online taken, held.

    Empty unless something went past `service.places`.
    """
    is_online = and_(Training.has_two_ways, Registration.way == "online")
    size = Registration.party_size
    held = (
        select(
            Registration.training_id,
            func.sum(size).filter(~is_online).label("room"),
            func.sum(size).filter(is_online).label("online"),
        )
        .join(Training, Training.id == Registration.training_id)
        .where(Registration.state.in_(HOLDING))
        .group_by(Registration.training_id)
        .subquery()
    )
    room, online = func.coalesce(held.c.room, 0), func.coalesce(held.c.online, 0)
    rows = db.session.execute(
        select(Training.slug, Training.taken, room, Training.online_taken, online)
        .outerjoin(held, held.c.training_id == Training.id)
        .where(or_(Training.taken != room, Training.online_taken != online))
    )
    return [
        (slug, counted, held, counted_online, held_online) for slug, counted, held, counted_online, held_online in rows
    ]
