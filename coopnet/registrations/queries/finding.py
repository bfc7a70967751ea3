"""Registrations: by link, by code, by person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.registrations.models import Answer, Companion, Registration
from coopnet.registrations.rules.people import Contact, plain_name
from coopnet.registrations.rules.states import ACTIVE

# Rule 4 of the product; never a stored position.
QUEUE_ORDER = (Registration.priority, Registration.queued_at, Registration.id)

MANAGE = "manage"
ENTRY = "entry"
CODE = "registration"

NOTHING: Mapping[str, str] = MappingProxyType({})

# With all that belongs to it; made once, and what there is one of comes in the same query.
_WHOLE: Select[Registration, bool] = select(
    Registration, exists().where(Answer.registration_id == Registration.id)
).options(
    joinedload(Registration.training, innerjoin=True), joinedload(Registration.needs), selectinload(Registration.steps)
)

_COMPANIONS = (
    select(Companion).where(Companion.registration_id == bindparam("registration")).order_by(Companion.position)
)
_ANSWERS = (
    select(Answer)
    .where(Answer.registration_id == bindparam("registration"))
    .options(joinedload(Answer.question, innerjoin=True))
    .order_by(Answer.question_id)
)
_BY_PUBLIC_ID = _WHOLE.where(Registration.public_id == bindparam("wanted"))


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
    return _whole(_BY_PUBLIC_ID, {"wanted": public_id})


def find_by_code(typed: str) -> Registration | None:
    """By the short code that a person says on the phone, however it is written."""
    hashes = links.code_hashes(links.clean_code(typed))
    return _whole(_WHOLE.where(Registration.code_hash.in_(hashes)))


def _whole(asked: Select[Registration, bool], values: Mapping[str, str] = NOTHING) -> Registration | None:
    """With its companions and answers, which are asked for only where there are some."""
    row = db.session.execute(asked, values).first()
    if row is None:
        return None
    registration, has_answers = row
    of_it = {"registration": registration.id}
    come_along = db.session.scalars(_COMPANIONS, of_it).all() if registration.party_size > 1 else ()
    answers = db.session.scalars(_ANSWERS, of_it).all() if has_answers else ()
    set_committed_value(registration, "companions", list(come_along))
    set_committed_value(registration, "answers", list(answers))
    return registration


def code_of(registration: Registration) -> str:
    """As a person reads and says it: two groups of four."""
    code = links.make_code(CODE, registration.public_id, registration.code_key_id).upper()
    return f"{code[:4]}-{code[4:]}"


def find_same_person(
    training_id: int, contact: Contact, name: str, *, other_than: int | None = None
) -> Registration | None:
    """Who stands in the training already under this name and any one of these contacts.

    `other_than` is the id of a registration that is not meant. Exact under the queue's lock.
    """
    standing = db.session.scalars(
        select(Registration)
        .where(or_(*_reached_by(contact, training_id)), Registration.state.in_(ACTIVE))
        .order_by(Registration.id)
    )
    wanted = plain_name(name)
    return next((one for one in standing if plain_name(one.name) == wanted and one.id != other_than), None)


@dataclass(frozen=True)
class Namesakes:
    """Who stands in the way of a new registration, all found by one question."""

    same_form: Registration | None
    same_person: Registration | None  # stands in the training
    has_code: bool  # the short code is somebody's


def find_namesakes(
    *, training_id: int, contact: Contact, name: str, form_hash: str | None, code_hash: str
) -> Namesakes:
    """Exact under the queue's lock."""
    values = {
        "training": training_id,
        "email": contact.email,
        "phone": contact.phone,
        "point": contact.point,
        "form": form_hash,
        "code": code_hash,
    }
    ids = db.session.scalars(_NAMESAKES, values).all()
    # For nearly everybody there is none, and nothing more is asked.
    found = (
        db.session.scalars(select(Registration).where(Registration.id.in_(ids)).order_by(Registration.id)).all()
        if ids
        else []
    )
    wanted, reached = plain_name(name), {contact.email, contact.phone, contact.point} - {None}

    def is_same_person(one: Registration) -> bool:
        return (
            one.training_id == training_id
            and one.state in ACTIVE
            and not reached.isdisjoint({one.email, one.phone, one.point})
            and plain_name(one.name) == wanted
        )

    return Namesakes(
        same_form=next((one for one in found if form_hash is not None and one.form_hash == form_hash), None),
        same_person=next((one for one in found if is_same_person(one)), None),
        has_code=any(one.code_hash == code_hash for one in found),
    )


# Made once: it is asked under the lock. What is None equals nothing.
_NAMESAKES = select(Registration.__table__.c.id).where(
    or_(
        *(
            and_(column == bindparam(name), Registration.training_id == bindparam("training"))
            for name, column in (
                ("email", Registration.email),
                ("phone", Registration.phone),
                ("point", Registration.point),
            )
        ),
        Registration.form_hash == bindparam("form"),
        Registration.code_hash == bindparam("code"),
    )
)


def _reached_by(contact: Contact, training_id: int) -> list[ColumnElement[bool]]:
    """By any one way. Each names the training, so that each finds an index of its own."""
    columns = (Registration.email, Registration.phone, Registration.point)
    values = (contact.email, contact.phone, contact.point)
    return [
        and_(column == value, Registration.training_id == training_id)
        for column, value in zip(columns, values, strict=True)
        if value
    ]


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


def list_states_beside(registration: Registration) -> Sequence[str]:
    """Of the others that the same letter box has in the same training."""
    if registration.email is None:
        return []
    return db.session.scalars(
        select(Registration.state).where(
            Registration.email == registration.email,
            Registration.training_id == registration.training_id,
            Registration.id != registration.id,
        )
    ).all()
