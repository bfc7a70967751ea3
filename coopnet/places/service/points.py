"""A support point is added, changed, confirmed, shown and hidden; each time with an entry in the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.foundation import audit, clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import POINTS, PROGRAMME, raise_generation
from coopnet.foundation.ids import new_public_id
from coopnet.places.models import SupportPoint, Venue, VenueAccess
from coopnet.places.rules.hours import read_hours, write_hours
from coopnet.places.rules.points import NOTE, RESERVED, WAY, Draft, closed_on, free_slug, still_to_come
from coopnet.places.service.venues import find_or_add_venue
from coopnet.vocabulary.rules.slugs import slugify

SUBJECT = "point"
Notes = dict[str, str]  # by language


def add(draft: Draft, *, actor: str, now: datetime) -> SupportPoint:
    """Its slug is made of its name, and stays. Raises `RuleBroken("point_exists")`: the same name at the same place."""
    raise_generation(POINTS)  # one after the other: two at once would take the same slug
    taken = {*RESERVED, *db.session.scalars(select(SupportPoint.slug))}
    point = SupportPoint(
        public_id=new_public_id(),
        slug=free_slug(slugify(draft.name, otherwise="punt"), taken),
        exceptions="",
        version=0,
        created_at=now,
    )
    _write(point, draft, now=now)
    same = select(SupportPoint.id).where(SupportPoint.name == point.name, SupportPoint.venue_id == point.venue_id)
    if db.session.scalar(same) is not None:
        raise RuleBroken("point_exists")
    db.session.add(point)
    db.session.flush()
    _record("add", point, {}, actor=actor, now=now)
    return point


def change(public_id: str, draft: Draft, *, seen: int, actor: str, now: datetime) -> SupportPoint:
    """`seen` is the version that was being changed.

    Raises `RuleBroken`: `point_not_found`, `point_changed` when somebody else has changed it meanwhile.
    """
    point = _lock(public_id, seen=seen)
    before = _facts(point)
    _write(point, draft, now=now)
    db.session.flush()
    _record("change", point, before, actor=actor, now=now)
    return point


def tell(public_id: str, *, exceptions: str, notes: Notes, seen: int, actor: str, now: datetime) -> SupportPoint:
    """What who helps there may change: the days on which it is otherwise, and its note. Raises as `change`."""
    point = _lock(public_id, seen=seen)
    before = _facts(point)
    point.exceptions = still_to_come(exceptions, clock.to_local(now).date())
    point.words = _words({language: said.get(WAY, "") for language, said in point.words.items()}, notes)
    return _told(point, before, actor=actor, now=now)


def close_today(public_id: str, *, actor: str, now: datetime) -> SupportPoint:
    """Whatever else is said of today. Raises `RuleBroken("point_not_found")`."""
    point = _lock(public_id)
    before, today = _facts(point), clock.to_local(now).date()
    point.exceptions = still_to_come(closed_on(point.exceptions, today), today)
    return _told(point, before, actor=actor, now=now)


def confirm(public_id: str, *, actor: str, now: datetime) -> SupportPoint:
    """Somebody has looked: it is all still so. Raises `RuleBroken("point_not_found")`."""
    point = _lock(public_id)
    before = _facts(point)
    point.confirmed_at = now
    _record("confirm", point, before, actor=actor, now=now)
    return point


def show(public_id: str, *, is_shown: bool, actor: str, now: datetime) -> SupportPoint:
    """Raises `RuleBroken("point_not_found")`."""
    point = _lock(public_id)
    before = _facts(point)
    if point.is_shown != is_shown:
        point.is_shown, point.updated_at = is_shown, now
        point.version += 1
        _record("show" if is_shown else "hide", point, before, actor=actor, now=now)
    return point


def _told(point: SupportPoint, before: dict[str, Any], *, actor: str, now: datetime) -> SupportPoint:
    if _facts(point) != before:
        point.version += 1
        point.updated_at = now
        _record("tell", point, before, actor=actor, now=now)
    return point


def _write(point: SupportPoint, draft: Draft, *, now: datetime) -> None:
    venue = _venue(draft)
    point.venue_id, point.name = venue.id, draft.name
    point.has, point.helps_in = list(draft.has), list(draft.helps_in)
    point.hours = write_hours(read_hours(draft.hours))
    point.exceptions = still_to_come(draft.exceptions, clock.to_local(now).date())
    point.phone = draft.phone
    notes = {language: note for language, note, _way in draft.words}
    point.words = _words({language: way for language, _note, way in draft.words}, notes)
    point.is_shown = draft.is_shown
    point.version += 1
    point.confirmed_at = point.updated_at = now


def _words(ways: dict[str, str], notes: Notes) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, said in ((WAY, ways), (NOTE, notes)):
        for language, text in said.items():
            if text:
                found.setdefault(language, {})[name] = text
    return dict(sorted(found.items()))


def _venue(draft: Draft) -> Venue:
    """Its building, which trainings may share: what is said of it here is true of it there."""
    found = find_or_add_venue(draft.venue, address=draft.address, barri=draft.barri)
    venue = db.session.scalars(select(Venue).where(Venue.id == found.id).options(selectinload(Venue.access))).one()
    before = (venue.latitude, venue.longitude, {fact.code for fact in venue.access})
    if draft.latitude is not None:
        venue.latitude, venue.longitude = draft.latitude, draft.longitude
    if {fact.code for fact in venue.access} != set(draft.access):
        venue.access = [VenueAccess(code=code) for code in sorted(set(draft.access))]
    if before != (venue.latitude, venue.longitude, {fact.code for fact in venue.access}):
        db.session.flush()
        raise_generation(PROGRAMME)
    return venue


def _lock(public_id: str, *, seen: int | None = None) -> SupportPoint:
    """Read again behind its lock, so that two who press at once see what the other did."""
    point = db.session.scalars(
        select(SupportPoint)
        .where(SupportPoint.public_id == public_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if point is None:
        raise RuleBroken("point_not_found")
    if seen is not None and point.version != seen:
        raise RuleBroken("point_changed")
    return point


def _facts(point: SupportPoint) -> dict[str, Any]:
    """What the log says of it."""
    return {
        "name": point.name,
        "venue": db.session.get_one(Venue, point.venue_id).name,
        "has": list(point.has),
        "helps_in": list(point.helps_in),
        "hours": point.hours,
        "exceptions": point.exceptions,
        "phone": point.phone,
        "words": point.words,
        "is_shown": point.is_shown,
    }


def _record(act: str, point: SupportPoint, before: dict[str, Any], *, actor: str, now: datetime) -> None:
    """Only what differs, of both sides."""
    db.session.flush()
    after = _facts(point)
    changed = [name for name in after if before.get(name) != after[name]]
    audit.record(
        at=now,
        actor=actor,
        action=f"point.{act}",
        subject_kind=SUBJECT,
        subject_id=point.public_id,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
    )
    raise_generation(POINTS)
