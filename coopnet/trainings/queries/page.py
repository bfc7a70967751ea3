"""One training as anybody may see it. What is secret (online links, notes) is never read here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import bindparam, select, true

from coopnet.foundation.db import db
from coopnet.foundation.generations import DIRECTORY, PROGRAMME
from coopnet.foundation.kept import Kept
from coopnet.trainings.models import Training, TrainingOldSlug
from coopnet.trainings.queries.parts import (
    Partner,
    Place,
    Sitting,
    read_partners,
    read_sessions,
    read_tags,
    read_texts,
)
from coopnet.trainings.queries.standing import COLUMNS, TRAINING, Standing, read_standing
from coopnet.trainings.queries.words import Words, first_words
from coopnet.trainings.rules.states import Format, Status, TagKind, places_left

LONGEST_SLUG = 200
MOST_KEPT = 500  # in each process, of a few kB each


@dataclass(frozen=True)
class _Parts:
    texts: Mapping[str, Any]
    tags: Mapping[str, tuple[str, ...]]
    sessions: tuple[Sitting, ...]
    partners: tuple[Partner, ...]


_PARTS: Kept[_Parts] = Kept("trainings.parts", PROGRAMME, DIRECTORY, most=MOST_KEPT)

_T = TRAINING.c
_ANY = select(
    _T.id,
    _T.public_id,
    _T.slug,
    _T.code,
    _T.language,
    _T.format,
    _T.level,
    _T.external_url,
    _T.updated_at,
    _T.max_companions,
    _T.trainers,
    _T.cancel_reason,
    _T.suggested,
    _T.series,
    *COLUMNS,
    _PARTS.generation.label("generation"),
).where(_T.slug == bindparam("slug"))
_TRAINING = _ANY.where(_T.is_public == true())


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
    cancel_reason: Words | None
    suggested: tuple[str, ...]  # public ids
    series: str | None
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
    row = db.session.execute(_TRAINING, {"slug": slug}).first() if is_slug(slug) else None
    return None if row is None else _read(row, language=language, now=now)


def find_any(slug: str, *, language: str, now: datetime) -> PublicTraining | None:
    """Also a draft, as it will be once it is published; for who writes it."""
    row = db.session.execute(_ANY, {"slug": slug}).first() if is_slug(slug) else None
    if row is None:
        return None
    status = Status.PUBLISHED if row.status == Status.DRAFT else row.status
    return _read(SimpleNamespace(**{**row._asdict(), "status": status}), language=language, now=now)


def _read(row: Any, *, language: str, now: datetime) -> PublicTraining:
    parts = _PARTS.get(row.id, lambda: _read_parts(row.id), generation=row.generation)
    texts, tags = parts.texts, parts.tags
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
        cancel_reason=first_words((row.cancel_reason.get(each), each) for each in (*order, *row.cancel_reason)),
        suggested=tuple(row.suggested),
        series=row.series,
        ways_left=(places_left(row.capacity, row.taken), places_left(row.online_capacity, row.online_taken))
        if row.has_two_ways
        else None,
        standing=read_standing(row, now=now),
        title=words["title"] or Words(row.slug, row.language),
        summary=words["summary"],
        description=words["description"],
        languages_written=tuple(each for each, text in texts.items() if text.title),
        sessions=parts.sessions,
        partners=parts.partners,
        trainers=tuple(row.trainers or ()),
        topics=tags.get(TagKind.TOPIC, ()),
        measures=tags.get(TagKind.MEASURE, ()),
        audiences=tags.get(TagKind.AUDIENCE, ()),
        languages=tags.get(TagKind.LANGUAGE, ()),
        access=tags.get(TagKind.ACCESS, ()),
    )


def _read_parts(training_id: int) -> _Parts:
    return _Parts(
        read_texts(training_id), read_tags(training_id), read_sessions(training_id), read_partners(training_id)
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
