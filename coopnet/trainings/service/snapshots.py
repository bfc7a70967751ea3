"""A training as it stands, read as the draft that would make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.places.models import Venue
from coopnet.trainings.models import Training, TrainingPartner, TrainingSession
from coopnet.trainings.rules.drafts import Draft, Partner, QuestionDraft, SessionDraft, Text, VenueDraft
from coopnet.trainings.rules.moves import Meeting, Timetable, timetable
from coopnet.trainings.rules.states import Status, TagKind

# Columns that a draft and a training share under one name.
PLAIN = (
    "code",
    "language",
    "format",
    "level",
    "registration_type",
    "external_url",
    "capacity",
    "online_capacity",
    "has_two_ways",
    "opens_at",
    "closes_at",
    "max_companions",
    "is_grant_funded",
    "internal_notes",
)
TAGS = {
    "topics": TagKind.TOPIC,
    "measures": TagKind.MEASURE,
    "audiences": TagKind.AUDIENCE,
    "languages": TagKind.LANGUAGE,
    "access": TagKind.ACCESS,
}


@dataclass(frozen=True)
class Standing:
    """A training as it stands."""

    training_id: int
    public_id: str
    slug: str
    status: str
    draft: Draft
    taken: int = 0
    online_taken: int = 0
    is_asked: bool = False  # somebody has asked for a place, so there may be a queue


def load(training_id: int) -> Training | None:
    return next(iter(load_all([training_id])), None)


def load_all(ids: Iterable[int]) -> list[Training]:
    """With all their parts, as they are now."""
    return list(
        db.session.scalars(
            select(Training)
            .where(Training.id.in_(sorted(ids)))
            .options(
                selectinload(Training.texts),
                selectinload(Training.tags),
                selectinload(Training.questions),
                selectinload(Training.sessions).selectinload(TrainingSession.venue),
                selectinload(Training.partners).selectinload(TrainingPartner.initiative),
                selectinload(Training.partners).selectinload(TrainingPartner.roles),
            )
            .execution_options(populate_existing=True)
        )
    )


def read(training_id: int) -> Draft:
    """Raises `RuleBroken("training_not_found")`."""
    return read_standings([training_id])[training_id].draft


def read_standings(ids: Iterable[int]) -> dict[int, Standing]:
    """By id. Raises `RuleBroken("training_not_found")`."""
    ids = list(ids)
    found = {row.id: _read_standing(row) for row in load_all(ids)}
    if not found.keys() >= set(ids):
        raise RuleBroken("training_not_found")
    return found


def has_been_asked(training: Training) -> bool:
    return training.last_queued_at is not None or training.taken + training.online_taken > 0


def _read_standing(row: Training) -> Standing:
    return Standing(
        row.id,
        row.public_id,
        row.slug,
        row.status,
        read_draft(row),
        taken=row.taken,
        online_taken=row.online_taken,
        is_asked=has_been_asked(row),
    )


def read_timetable(training: Training) -> Timetable:
    meetings = []
    for one in training.sessions:
        venue = (one.venue.name, one.venue.address) if one.venue else ("", "")
        meetings.append(Meeting(one.public_id, one.starts_at, one.ends_at, (one.room, *venue)))
    return timetable(training.format, meetings)


def read_draft(training: Training) -> Draft:
    tags: dict[str, Any] = {
        name: tuple(tag.code for tag in sorted(training.tags, key=lambda tag: tag.position) if tag.kind == kind)
        for name, kind in TAGS.items()
    }
    plain: dict[str, Any] = {name: getattr(training, name) for name in PLAIN}
    return Draft(
        **plain,
        **tags,
        trainers=tuple(training.trainers),
        texts=tuple(Text(text.language, text.title, text.summary, text.description) for text in training.texts),
        partners=tuple(
            Partner(partner.initiative.name, tuple(role.role for role in partner.roles))
            for partner in training.partners
        ),
        sessions=tuple(_read_session(session) for session in training.sessions),
        questions=tuple(
            QuestionDraft(q.kind, q.text, q.why, tuple(q.options), q.is_required)
            for q in training.questions
            if q.retired_at is None
        ),
        is_cancelled=training.status == Status.CANCELLED,
    )


def _read_session(session: TrainingSession) -> SessionDraft:
    venue = _read_venue(session.venue)
    return SessionDraft(
        session.starts_at, session.ends_at, venue, session.room, session.online_url, session.internal_notes
    )


def _read_venue(venue: Venue | None) -> VenueDraft | None:
    return None if venue is None else VenueDraft(venue.name, venue.address, venue.barri)
