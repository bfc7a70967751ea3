"""The registrations of people whom a support point serves: made or reached there; until a while after the end."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload

from coopnet.accounts.models import Assisted
from coopnet.accounts.queries.assisted import find_assisted
from coopnet.accounts.rules.helping import SERVED
from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import fold
from coopnet.network.queries.served import has_words
from coopnet.registrations.models import Registration
from coopnet.registrations.queries.finding import find_by_code, find_registration
from coopnet.trainings.models import Training

SUBJECT = "registration"
SHOWN = 30
MOST = 2_000  # whose names are read to find one


def list_served(point: str, now: datetime, *, limit: int = SHOWN) -> Sequence[Registration]:
    """The latest made first."""
    return db.session.scalars(
        select(Registration)
        .join(Training, Training.id == Registration.training_id)
        .options(joinedload(Registration.training, innerjoin=True))
        .where(_is_served(point, now))
        .order_by(Registration.created_at.desc(), Registration.id.desc())
        .limit(limit)
    ).all()


def list_named(point: str, typed: str, now: datetime) -> list[Registration]:
    """In whose name all the words are, or begin, in any order and without accents."""
    wanted = fold(typed).split()
    found = [one for one in list_served(point, now, limit=MOST) if has_words(one.name, wanted)]
    return found[:SHOWN]


def find_served(point: str, public_id: str, now: datetime) -> Registration | None:
    """Whole. None alike for somebody else's, for one whose time is over and for none."""
    return find_registration(public_id) if _serves(point, public_id, now) else None


def find_served_by_code(point: str, typed: str, now: datetime) -> Registration | None:
    found = find_by_code(typed)
    return found if found is not None and _serves(point, found.public_id, now) else None


def list_by_ids(public_ids: Collection[str]) -> dict[str, Registration]:
    """With their trainings; one question."""
    if not public_ids:
        return {}
    rows = db.session.scalars(
        select(Registration)
        .options(joinedload(Registration.training, innerjoin=True))
        .where(Registration.public_id.in_(public_ids))
        .order_by(Registration.id)
    )
    return {row.public_id: row for row in rows}


def asked_beside(public_id: str) -> tuple[str, ...]:
    """How they are told things: what a point asks beside what everybody is asked."""
    found = find_assisted(SUBJECT, public_id)
    return (found.reach, found.reach_note) if found is not None else ()


def _serves(point: str, public_id: str, now: datetime) -> bool:
    asked = (
        select(Registration.id)
        .join(Training, Training.id == Registration.training_id)
        .where(Registration.public_id == public_id, _is_served(point, now))
    )
    return db.session.scalar(asked) is not None


def _is_served(point: str, now: datetime) -> ColumnElement[bool]:
    was_made_there = exists().where(
        Assisted.subject_kind == SUBJECT, Assisted.subject_id == Registration.public_id, Assisted.point == point
    )
    since = now - SERVED
    return and_(
        or_(Registration.point == point, was_made_there),
        Registration.name != "",
        Training.is_public,
        or_(Training.ends_at >= since, and_(Training.ends_at.is_(None), Registration.created_at >= since)),
    )
