"""One training as anybody may see it. What is secret (online links, notes) is never read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue, VenueAccess
from coopnet.trainings.models import (
    Training,
    TrainingOldSlug,
    TrainingPartner,
    TrainingPartnerRole,
    TrainingSession,
    TrainingTag,
    TrainingText,
)
from coopnet.trainings.queries.standing import COLUMNS, Standing, read_standing
from coopnet.trainings.queries.words import Words, first_words
from coopnet.trainings.rules.states import Format, Status, TagKind, places_left

LONGEST_SLUG = 200


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
    name: str
    url: str | None
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PublicTraining:
    """`ways_left` are the places left by way where the two ways are counted apart, else None."""

    id: int
    public_id: str
    slug: str
    code: str | None
    language: str
    format: str
    level: str | None
    registration_type: str
    external_url: str | None
    closes_at: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    updated_at: datetime
    capacity: int | None
    max_companions: int
    is_cancelled: bool
    ways_left: tuple[int | None, int | None] | None
    standing: Standing
    title: Words
    summary: Words | None
    description: Words | None
    languages_written: tuple[str, ...]
    sessions: tuple[Sitting, ...]
    partners: tuple[Partner, ...]
    trainers: tuple[str, ...]
    topics: tuple[str, ...]
    measures: tuple[str, ...]
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    access: tuple[str, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Each once, in the order of the sessions."""
        return tuple({each.place.id: each.place for each in self.sessions if each.place}.values())

    @property
    def is_online(self) -> bool:
        return self.format != Format.IN_PERSON


def find_public(slug: str, *, language: str, now: datetime) -> PublicTraining | None:
    """None alike for a draft and for what does not exist."""
    if not is_slug(slug):
        return None
    row = db.session.execute(
        select(
            Training.id,
            Training.public_id,
            Training.slug,
            Training.code,
            Training.language,
            Training.format,
            Training.level,
            Training.external_url,
            Training.updated_at,
            Training.max_companions,
            Training.trainers,
            *COLUMNS,
        ).where(Training.slug == slug, Training.is_public == true())
    ).first()
    if row is None:
        return None
    texts = _read_texts(row.id)
    tags = _read_tags(row.id)
    order = [language, row.language, *sorted(texts)]
    words = {
        name: first_words((getattr(texts.get(each), name, None), each) for each in order)
        for name in ("title", "summary", "description")
    }
    return PublicTraining(
        id=row.id,
        public_id=row.public_id,
        slug=row.slug,
        code=row.code,
        language=row.language,
        format=row.format,
        level=row.level,
        registration_type=row.registration_type,
        external_url=row.external_url,
        closes_at=row.closes_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        updated_at=row.updated_at,
        capacity=row.capacity,
        max_companions=row.max_companions,
        is_cancelled=row.status == Status.CANCELLED,
        ways_left=(places_left(row.capacity, row.taken), places_left(row.online_capacity, row.online_taken))
        if row.has_two_ways
        else None,
        standing=read_standing(row, now=now),
        title=words["title"] or Words(row.slug, row.language),
        summary=words["summary"],
        description=words["description"],
        languages_written=tuple(each for each, text in texts.items() if text.title),
        sessions=_read_sessions(row.id),
        partners=_read_partners(row.id),
        trainers=tuple(row.trainers or ()),
        topics=tags.get(TagKind.TOPIC, ()),
        measures=tags.get(TagKind.MEASURE, ()),
        audiences=tags.get(TagKind.AUDIENCE, ()),
        languages=tags.get(TagKind.LANGUAGE, ()),
        access=tags.get(TagKind.ACCESS, ()),
    )


def find_moved(old_slug: str) -> str | None:
    """Where a public training that was once at this address is now."""
    if not is_slug(old_slug):
        return None
    return db.session.scalar(
        select(Training.slug)
        .join(TrainingOldSlug, TrainingOldSlug.training_id == Training.id)
        .where(TrainingOldSlug.slug == old_slug, Training.is_public == true())
    )


def is_slug(text: str) -> bool:
    """False for what no address can be; PostgreSQL takes no NUL, and says so with an error."""
    return len(text) <= LONGEST_SLUG and "\0" not in text


def _read_texts(training_id: int) -> dict[str, Any]:
    rows = db.session.execute(
        select(TrainingText.language, TrainingText.title, TrainingText.summary, TrainingText.description).where(
            TrainingText.training_id == training_id
        )
    )
    return {row.language: row for row in rows}


def _read_tags(training_id: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for kind, code in db.session.execute(
        select(TrainingTag.kind, TrainingTag.code)
        .where(TrainingTag.training_id == training_id)
        .order_by(TrainingTag.kind, TrainingTag.position)
    ):
        found[kind] = (*found.get(kind, ()), code)
    return found


def _read_sessions(training_id: int) -> tuple[Sitting, ...]:
    rows = db.session.execute(
        select(
            TrainingSession.public_id,
            TrainingSession.starts_at,
            TrainingSession.ends_at,
            TrainingSession.room,
            Venue.id.label("venue_id"),
            Venue.name,
            Venue.address,
            Venue.barri,
            Venue.latitude,
            Venue.longitude,
        )
        .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
        .where(TrainingSession.training_id == training_id)
        .order_by(TrainingSession.starts_at, TrainingSession.position)
    ).all()
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


def _read_access(venues: set[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    if venues:
        for venue_id, code in db.session.execute(
            select(VenueAccess.venue_id, VenueAccess.code)
            .where(VenueAccess.venue_id.in_(venues))
            .order_by(VenueAccess.code)
        ):
            found[venue_id] = (*found.get(venue_id, ()), code)
    return found


def _read_partners(training_id: int) -> tuple[Partner, ...]:
    rows: Sequence[Any] = db.session.execute(
        select(TrainingPartner.id, Initiative.name, Initiative.url, TrainingPartnerRole.role)
        .join(Initiative, Initiative.id == TrainingPartner.initiative_id)
        .outerjoin(TrainingPartnerRole, TrainingPartnerRole.partner_id == TrainingPartner.id)
        .where(TrainingPartner.training_id == training_id)
        .order_by(TrainingPartner.position, TrainingPartner.id, TrainingPartnerRole.position)
    ).all()
    found: dict[int, Partner] = {}
    for number, name, url, role in rows:
        roles = found[number].roles if number in found else ()
        found[number] = Partner(name=name, url=url, roles=(*roles, role) if role else roles)
    return tuple(found.values())
