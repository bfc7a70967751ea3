from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from coopnet.foundation.db import db
from coopnet.places.models import Venue
from coopnet.trainings.models import TrainingSession, TrainingText
from coopnet.trainings.queries.standing import COLUMNS, TRAINING, Standing, read_standing
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

    def __hash__(self) -> int:
        """Cheap: each list looks its cards up among those that were drawn before."""
        return self.id


@dataclass
class _Sittings:
    count: int = 0
    venues: dict[tuple[str, str | None], None] = field(default_factory=dict)


def list_cards(ids: Sequence[int], *, language: str, now: datetime) -> list[Card]:
    """In the order of `ids`; two queries, however many."""
    if not ids:
        return []
    sittings = _read_sittings(ids)
    found = {}
    for row in db.session.execute(_CARDS, {"ids": ids, "language": language}).all():
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
    for training_id, name, barri in db.session.execute(_SITTINGS, {"ids": ids}).all():
        sitting = found.setdefault(training_id, _Sittings())
        sitting.count += 1
        if name is not None:
            sitting.venues[name, barri] = None
    return found


def _make_cards_statement() -> Select[Any]:
    t, here, original = TRAINING, _TEXT.alias("here"), _TEXT.alias("original")
    return (
        select(
            t.c.id,
            t.c.public_id,
            t.c.slug,
            t.c.format,
            t.c.facets,
            t.c.language,
            *COLUMNS,
            here.c.title,
            here.c.summary,
            original.c.title.label("original_title"),
            original.c.summary.label("original_summary"),
        )
        .select_from(t)
        .outerjoin(here, and_(here.c.training_id == t.c.id, here.c.language == bindparam("language")))
        .outerjoin(original, and_(original.c.training_id == t.c.id, original.c.language == t.c.language))
        .where(t.c.id.in_(bindparam("ids", expanding=True)))
    )


def _make_sittings_statement() -> Select[Any]:
    session, venue = TrainingSession.__table__, Venue.__table__
    return (
        select(session.c.training_id, venue.c.name, venue.c.barri)
        .select_from(session)
        .outerjoin(venue, venue.c.id == session.c.venue_id)
        .where(session.c.training_id.in_(bindparam("ids", expanding=True)))
        .order_by(session.c.training_id, session.c.starts_at)
    )


# Tables instead of mapped classes, made once: a list is read at half the cost.
_TEXT = TrainingText.__table__
_CARDS = _make_cards_statement()
_SITTINGS = _make_sittings_statement()
