"""What is near a post and fits it: for the weekly letter of who asked for it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, true

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.network.models import Post
from coopnet.network.queries.cards import Card, list_cards
from coopnet.network.queries.words import neighbours_of
from coopnet.network.rules.fitting import MOST_IN_A_LETTER, WEEK_DAYS, Side, counterpart, fits
from coopnet.network.rules.posts import Audience
from coopnet.network.rules.states import State

LOOKED_AT = 200  # of one category, the newest: languages are compared one by one

# Who has what they wanted need not hear of more.
LOOKING = (State.OPEN.value, State.TALKING.value, State.PARTLY_DONE.value)


def side_of(post: Post) -> Side:
    return Side(post.kind, post.category, post.barri, frozenset(post.languages))


def list_due_for_digest(now: datetime, *, limit: int) -> list[str]:
    """Public ids of those whose letter is a week ago."""
    week_ago = now - timedelta(days=WEEK_DAYS) + timedelta(hours=12)  # the job does not run at the same second
    return list(
        db.session.scalars(
            select(Post.public_id)
            .where(
                Post.wants_digest == true(),
                Post.state.in_(LOOKING),
                or_(Post.digest_at.is_(None), Post.digest_at <= week_ago),
            )
            .order_by(Post.id)
            .limit(limit)
        )
    )


def list_new_near(post: Post, *, now: datetime) -> list[str]:
    """Public ids of what everybody may see, was published since the last letter, and fits; the newest first."""
    neighbours = neighbours_of(post.barri)
    today = clock.to_local(now).date()
    asked = (
        select(Post)
        .where(
            Post.is_listed == true(),
            Post.audience == Audience.EVERYBODY.value,
            Post.kind == counterpart(post.kind).value,
            Post.category == post.category,
            Post.state.in_(LOOKING),
            or_(Post.leaves_on.is_(None), Post.leaves_on > today),
        )
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(LOOKED_AT)
    )
    if post.digest_at is not None:
        asked = asked.where(Post.published_at > post.digest_at)
    if post.barri is not None:
        asked = asked.where(or_(Post.barri.is_(None), Post.barri.in_((post.barri, *neighbours))))
    here = side_of(post)
    found = [one.public_id for one in db.session.scalars(asked) if fits(here, side_of(one), neighbours=neighbours)]
    return found[:MOST_IN_A_LETTER]


def list_by_public_ids(public_ids: Sequence[str], *, now: datetime) -> list[Card]:
    """Those of them that everybody may still see."""
    today = clock.to_local(now).date()
    ids = db.session.scalars(
        select(Post.id)
        .where(
            Post.public_id.in_(public_ids),
            Post.is_listed == true(),
            Post.audience == Audience.EVERYBODY.value,
            or_(Post.leaves_on.is_(None), Post.leaves_on > today),
        )
        .order_by(Post.published_at.desc(), Post.id.desc())
    ).all()
    return list_cards(ids)
