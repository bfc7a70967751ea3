"""What a page or a letter about a registration says of its training."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.places.models import Venue
from coopnet.registrations.models import Registration
from coopnet.trainings.models import (
    Training,
    TrainingPartner,
    TrainingQuestion,
    TrainingSession,
    TrainingText,
)
from coopnet.trainings.rules.states import Way

# What every registration asks is put together once, not for each.
_SITTINGS = (
    select(
        TrainingSession.public_id,
        TrainingSession.starts_at,
        TrainingSession.ends_at,
        Venue.name,
        Venue.address,
        TrainingSession.room,
        TrainingSession.online_url,
    )
    .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
    .where(TrainingSession.training_id == bindparam("training"))
    .order_by(TrainingSession.starts_at, TrainingSession.position)
)
_TITLES = (
    select(TrainingText.title, TrainingText.language, Training.language)
    .join(Training, Training.id == TrainingText.training_id)
    .where(TrainingText.training_id == bindparam("training"), TrainingText.title.is_not(None))
)
_QUESTIONS = (
    select(
        TrainingQuestion.public_id,
        TrainingQuestion.kind,
        TrainingQuestion.text,
        TrainingQuestion.why,
        TrainingQuestion.options,
        TrainingQuestion.is_required,
    )
    .where(TrainingQuestion.training_id == bindparam("training"), TrainingQuestion.retired_at.is_(None))
    .order_by(TrainingQuestion.position)
)
_ENTITIES = (
    select(Initiative.name)
    .join(TrainingPartner, TrainingPartner.initiative_id == Initiative.id)
    .where(TrainingPartner.training_id == bindparam("training"))
    .order_by(TrainingPartner.position)
)
_PUBLIC = select(Training).where(Training.slug == bindparam("slug"), Training.is_public)


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
    rows = db.session.execute(_SITTINGS, {"training": training_id})
    return [
        Sitting(number, key, starts, ends, venue or "", address or "", room, url)
        for number, (key, starts, ends, venue, address, room, url) in enumerate(rows, start=1)
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
    rows = db.session.execute(_TITLES, {"training": training_id}).all()
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
    rows = db.session.execute(_QUESTIONS, {"training": training_id})
    return [Question(key, kind, text, why, tuple(options), must) for key, kind, text, why, options, must in rows]


def list_entities(training_id: int) -> list[str]:
    """The names of the co-producers: who answers for the data of whoever registers."""
    return list(db.session.scalars(_ENTITIES, {"training": training_id}))


def find_training(slug: str) -> Training | None:
    """A public one, by its address."""
    return db.session.scalars(_PUBLIC, {"slug": slug}).first()
