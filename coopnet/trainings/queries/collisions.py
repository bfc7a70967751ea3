"""What the sessions of a training collide with, drafts of others too. Two questions, whatever their number."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import and_, or_, select

from coopnet.foundation import clock, district
from coopnet.foundation.db import db
from coopnet.foundation.i18n import current_language
from coopnet.foundation.text_index.folding import match_key
from coopnet.places.models import Venue
from coopnet.places.queries.holidays import holidays
from coopnet.trainings.models import Training, TrainingSession, TrainingTag, TrainingText
from coopnet.trainings.rules.collisions import Collision, Occupied, collide
from coopnet.trainings.rules.drafts import Draft
from coopnet.trainings.rules.states import Status, TagKind

MOST_OTHERS = 500
LONGEST = timedelta(hours=12)  # of a session that began the evening before


def find_collisions(draft: Draft, *, training_id: int | None, now: datetime) -> list[Collision]:
    """Of its sessions that are still to come, with those of trainings that are not called off."""
    coming = [each for each in draft.sessions if each.ends_at > now]
    mine = [
        Occupied(
            clock.to_local(each.starts_at),
            clock.to_local(each.ends_at),
            trainers=_keys(draft.trainers),
            place=match_key(each.venue.name) if each.venue else "",
            room=match_key(each.room),
            audiences=frozenset(draft.audiences),
        )
        for each in coming
    ]
    language = current_language()
    named = {day: district.label(dict(labels), language) for day, labels in holidays().items()}
    return collide(mine, _list_others(mine, but=training_id) if mine else [], named)


def _list_others(mine: list[Occupied], *, but: int | None) -> list[Occupied]:
    days = {each.starts_at.date() for each in mine}
    spans = []
    for day in sorted(days):
        begins = datetime.combine(day, time(), tzinfo=clock.zone()).astimezone(UTC)
        starts = TrainingSession.starts_at
        spans.append(and_(starts >= begins - LONGEST, starts < begins + timedelta(days=1) + LONGEST))
    rows = db.session.execute(
        select(
            Training.id,
            Training.slug,
            Training.trainers,
            TrainingText.title,
            TrainingSession.starts_at,
            TrainingSession.ends_at,
            TrainingSession.room,
            Venue.name_key,
        )
        .join(Training, Training.id == TrainingSession.training_id)
        .outerjoin(Venue, Venue.id == TrainingSession.venue_id)
        .outerjoin(
            TrainingText,
            and_(TrainingText.training_id == Training.id, TrainingText.language == Training.language),
        )
        .where(or_(*spans), Training.status != Status.CANCELLED, Training.id != (but or 0))
        .order_by(TrainingSession.starts_at, TrainingSession.id)
        .limit(MOST_OTHERS)
    ).all()
    audiences = _read_audiences({row.id for row in rows})
    return [
        Occupied(
            clock.to_local(row.starts_at),
            clock.to_local(row.ends_at),
            trainers=_keys(row.trainers or ()),
            place=row.name_key or "",
            room=match_key(row.room),
            audiences=audiences.get(row.id, frozenset()),
            slug=row.slug,
            title=row.title or row.slug,
        )
        for row in rows
    ]


def _read_audiences(ids: set[int]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    if ids:
        asked = select(TrainingTag.training_id, TrainingTag.code).where(
            TrainingTag.training_id.in_(sorted(ids)), TrainingTag.kind == TagKind.AUDIENCE
        )
        for training_id, code in db.session.execute(asked):
            found[training_id] = found.get(training_id, frozenset()) | {code}
    return found


def _keys(names: object) -> frozenset[str]:
    return frozenset(match_key(name) for name in names) if isinstance(names, (list, tuple)) else frozenset()
