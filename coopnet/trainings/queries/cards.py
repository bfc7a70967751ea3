from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from coopnet.foundation.db import db
from coopnet.places.models import Venue
from coopnet.trainings.models import Training, TrainingSession, TrainingText
from coopnet.trainings.queries.standing import COLUMNS, Standing, read_standing
from coopnet.trainings.queries.words import Words, first_words


@dataclass(frozen=True)
class Card:
    """A training as lists show it. `venues` are name and barri of each, in the order of its sessions."""

    id: int
    public_id: str
    slug: str
    format: str
    title: Words
    summary: Words | None
    starts_at: datetime | None
    ends_at: datetime | None
    sessions: int
    venues: tuple[tuple[str, str | None], ...]
    languages: tuple[str, ...]
    standing: Standing


@dataclass
class _Sittings:
    count: int = 0
    venues: dict[tuple[str, str | None], None] = field(default_factory=dict)


def list_cards(ids: Sequence[int], *, language: str, now: datetime) -> list[Card]:
    """In the order of `ids`; two queries, however many."""
    if not ids:
        return []
    here, original = aliased(TrainingText), aliased(TrainingText)
    rows = db.session.execute(
        select(
            Training.id,
            Training.public_id,
            Training.slug,
            Training.format,
            Training.facets,
            Training.language,
            *COLUMNS,
            here.title.label("title"),
            here.summary.label("summary"),
            original.title.label("original_title"),
            original.summary.label("original_summary"),
        )
        .outerjoin(here, and_(here.training_id == Training.id, here.language == language))
        .outerjoin(original, and_(original.training_id == Training.id, original.language == Training.language))
        .where(Training.id.in_(ids))
    ).all()
    sittings = _read_sittings(ids)
    found = {}
    for row in rows:
        sitting = sittings.get(row.id) or _Sittings()
        found[row.id] = Card(
            id=row.id,
            public_id=row.public_id,
            slug=row.slug,
            format=row.format,
            title=first_words([(row.title, language), (row.original_title, row.language)])
            or Words(row.slug, row.language),
            summary=first_words([(row.summary, language), (row.original_summary, row.language)]),
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            sessions=sitting.count,
            venues=tuple(sitting.venues),
            languages=tuple(each[2:] for each in row.facets.split() if each.startswith("l:")),
            standing=read_standing(row, now=now),
        )
    return [found[each] for each in ids if each in found]


def _read_sittings(ids: Sequence[int]) -> dict[int, _Sittings]:
    found: dict[int, _Sittings] = {}
    for training_id, name, barri in db.session.execute(
        select(TrainingSession.training_id, Venue.name, Venue.barri)
        .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
        .where(TrainingSession.training_id.in_(ids))
        .order_by(TrainingSession.training_id, TrainingSession.starts_at)
    ):
        sitting = found.setdefault(training_id, _Sittings())
        sitting.count += 1
        if name is not None:
            sitting.venues[name, barri] = None
    return found
