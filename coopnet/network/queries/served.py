"""The posts of people whom a support point serves: written there, or answered there; until a while after their end."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from coopnet.accounts.models import Assisted
from coopnet.accounts.rules.helping import SERVED
from coopnet.foundation.db import db
from coopnet.network.models import Post
from coopnet.network.queries.finding import find_post

SUBJECT = "post"
SHOWN = 30


def list_served(point: str, now: datetime) -> Sequence[Post]:
    """The latest made first."""
    return db.session.scalars(
        select(Post).where(_is_served(point, now)).order_by(Post.created_at.desc(), Post.id.desc()).limit(SHOWN)
    ).all()


def find_served(point: str, public_id: str, now: datetime) -> Post | None:
    """With its steps. None alike for somebody else's, for one whose time is over and for none."""
    asked = select(Post.id).where(Post.public_id == public_id, _is_served(point, now))
    return find_post(public_id) if db.session.scalar(asked) is not None else None


def list_by_ids(public_ids: Collection[str]) -> dict[str, Post]:
    """One question."""
    if not public_ids:
        return {}
    rows = db.session.scalars(select(Post).where(Post.public_id.in_(public_ids)).order_by(Post.id))
    return {row.public_id: row for row in rows}


def _is_served(point: str, now: datetime) -> ColumnElement[bool]:
    was_made_there = exists().where(
        Assisted.subject_kind == SUBJECT, Assisted.subject_id == Post.public_id, Assisted.point == point
    )
    return and_(
        or_(Post.point == point, was_made_there),
        Post.name != "",
        or_(Post.ended_at.is_(None), Post.ended_at >= now - SERVED),
    )
