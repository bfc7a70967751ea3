"""The posts of people whom a support point serves: written there, or answered there; until a while after their end."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select

from coopnet.accounts.models import Assisted
from coopnet.accounts.rules.helping import SERVED
from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import fold
from coopnet.network.models import Post
from coopnet.network.queries.codes import find_coded
from coopnet.network.queries.finding import find_post

SUBJECT = "post"
SHOWN = 30
MOST = 2_000  # whose names are read to find one


def list_served(point: str, now: datetime) -> Sequence[Post]:
    """The latest made first."""
    return db.session.scalars(
        select(Post).where(_is_served(point, now)).order_by(Post.created_at.desc(), Post.id.desc()).limit(SHOWN)
    ).all()


def list_named(point: str, typed: str, now: datetime) -> Sequence[Post]:
    """In whose name all the words are, or begin; or whose short code it is."""
    found = db.session.scalars(
        select(Post).where(_is_served(point, now)).order_by(Post.created_at.desc(), Post.id.desc()).limit(MOST)
    ).all()
    coded = find_coded(typed, [one.public_id for one in found])
    wanted = fold(typed).split()
    return [one for one in found if one.public_id == coded or has_words(one.name, wanted)][:SHOWN]


def has_words(name: str, wanted: Sequence[str]) -> bool:
    words = fold(name).split()
    return bool(wanted) and all(any(word.startswith(part) for word in words) for part in wanted)


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
