"""The parts of one training: its words, tags, sessions, co-producers. Statements are made once, of tables."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue, VenueAccess
from coopnet.trainings.models import TrainingPartner, TrainingPartnerRole, TrainingSession, TrainingTag, TrainingText

_TEXT, _TAG, _SESSION = TrainingText.__table__.c, TrainingTag.__table__.c, TrainingSession.__table__.c
_VENUE, _ACCESS, _INITIATIVE = Venue.__table__.c, VenueAccess.__table__.c, Initiative.__table__.c
_PARTNER, _ROLE = TrainingPartner.__table__.c, TrainingPartnerRole.__table__.c
_ID: BindParameter[int] = bindparam("training_id")

_TEXTS = select(_TEXT.language, _TEXT.title, _TEXT.summary, _TEXT.description).where(_TEXT.training_id == _ID)
_TAGS = select(_TAG.kind, _TAG.code).where(_TAG.training_id == _ID).order_by(_TAG.kind, _TAG.position)
_SESSIONS = (
    select(
        _SESSION.public_id,
        _SESSION.starts_at,
        _SESSION.ends_at,
        _SESSION.room,
        _VENUE.id.label("venue_id"),
        _VENUE.name,
        _VENUE.address,
        _VENUE.barri,
        _VENUE.latitude,
        _VENUE.longitude,
    )
    .select_from(TrainingSession.__table__.outerjoin(Venue.__table__, _VENUE.id == _SESSION.venue_id))
    .where(_SESSION.training_id == _ID)
    .order_by(_SESSION.starts_at, _SESSION.position)
)
_VENUE_ACCESS = (
    select(_ACCESS.venue_id, _ACCESS.code)
    .where(_ACCESS.venue_id.in_(bindparam("venue_ids", expanding=True)))
    .order_by(_ACCESS.code)
)
_PARTNERS = (
    select(_PARTNER.id, _INITIATIVE.name, _INITIATIVE.url, _INITIATIVE.slug, _INITIATIVE.is_listed, _ROLE.role)
    .select_from(
        TrainingPartner.__table__.join(Initiative.__table__, _INITIATIVE.id == _PARTNER.initiative_id).outerjoin(
            TrainingPartnerRole.__table__, _ROLE.partner_id == _PARTNER.id
        )
    )
    .where(_PARTNER.training_id == _ID)
    .order_by(_PARTNER.position, _PARTNER.id, _ROLE.position)
)


@dataclass(frozen=True)
class Place:
    id: int
    name: str
    address: str
    barri: str | None
    latitude: float | None
    longitude: float | None
    access: tuple[str, ...]


@dataclass(frozen=True)
class Sitting:
    """One session. `place` is None where there is nowhere to go, or where is not known yet."""

    number: int
    public_id: str
    starts_at: datetime
    ends_at: datetime
    place: Place | None
    room: str


@dataclass(frozen=True)
class Partner:
    """`slug` is of its public profile, None where it has none."""

    name: str
    url: str | None
    roles: tuple[str, ...]
    slug: str | None = None


def read_texts(training_id: int) -> dict[str, Any]:
    """Rows of title, summary and description by language."""
    return {row.language: row for row in db.session.execute(_TEXTS, {"training_id": training_id}).all()}


def read_tags(training_id: int) -> dict[str, tuple[str, ...]]:
    """Codes by kind."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, code in db.session.execute(_TAGS, {"training_id": training_id}).all():
        found[kind] = (*found.get(kind, ()), code)
    return found


def read_sessions(training_id: int) -> tuple[Sitting, ...]:
    rows = db.session.execute(_SESSIONS, {"training_id": training_id}).all()
    access = _read_access({row.venue_id for row in rows if row.venue_id is not None})
    return tuple(
        Sitting(
            number=number,
            public_id=row.public_id,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            place=None
            if row.venue_id is None
            else Place(
                id=row.venue_id,
                name=row.name,
                address=row.address,
                barri=row.barri,
                latitude=row.latitude,
                longitude=row.longitude,
                access=access.get(row.venue_id, ()),
            ),
            room=row.room,
        )
        for number, row in enumerate(rows, start=1)
    )


def read_partners(training_id: int) -> tuple[Partner, ...]:
    found: dict[int, Partner] = {}
    for number, name, url, slug, is_listed, role in db.session.execute(_PARTNERS, {"training_id": training_id}).all():
        roles = found[number].roles if number in found else ()
        found[number] = Partner(
            name=name, url=url, roles=(*roles, role) if role else roles, slug=slug if is_listed else None
        )
    return tuple(found.values())


def _read_access(venues: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    if venues:
        for venue_id, code in db.session.execute(_VENUE_ACCESS, {"venue_ids": sorted(venues)}).all():
            found[venue_id] = (*found.get(venue_id, ()), code)
    return found
