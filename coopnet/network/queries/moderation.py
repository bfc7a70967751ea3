"""What of the board waits for the team; the oldest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, case, exists, false, func, select
from sqlalchemy.orm import joinedload

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer
from coopnet.foundation.waiting import Waiting
from coopnet.network.models import Post, PostReport, Proposal, Volunteer
from coopnet.network.queries import hours
from coopnet.network.rules.posts import read_mark
from coopnet.network.rules.proposals import WAITING
from coopnet.network.rules.states import LISTED, State
from coopnet.network.rules.volunteering import CERTIFICATE_WARNED_DAYS, VERIFIED
from coopnet.network.rules.volunteering import State as VolunteerState

SHOWN = 30
COORDINATE = "network.coordinate"
REPORTABLE = LISTED | {State.HIDDEN}


@dataclass(frozen=True)
class Reported:
    """A post and what is said of it: reason and words of each notice that is open."""

    post: Post
    notices: tuple[tuple[str, str, datetime], ...]
    key: int


def list_pending(*, after: int | None = None, limit: int = SHOWN) -> Sequence[Post]:
    """`after` is the key of the last one seen."""
    return db.session.scalars(
        select(Post)
        .options(joinedload(Post.initiative))
        .where(Post.state == State.PENDING.value, Post.id > (after or 0))
        .order_by(Post.id)
        .limit(limit)
    ).all()


def list_reported(*, after: int | None = None, limit: int = SHOWN) -> list[Reported]:
    """Each post once, by its oldest notice that is open: `Reported.key`, and `after` that of the last one seen."""
    first = (
        select(PostReport.post_id, func.min(PostReport.id).label("key"))
        .join(Post, Post.id == PostReport.post_id)
        .where(PostReport.handled_at.is_(None), Post.state.in_(REPORTABLE))
        .group_by(PostReport.post_id)
        .having(func.min(PostReport.id) > (after or 0))
        .order_by(func.min(PostReport.id))
        .limit(limit)
        .subquery()
    )
    rows = db.session.execute(
        select(PostReport, Post, first.c.key)
        .join(first, first.c.post_id == PostReport.post_id)
        .join(Post, Post.id == PostReport.post_id)
        .where(PostReport.handled_at.is_(None))
        .order_by(first.c.key, PostReport.id)
    )
    found: dict[int, Reported] = {}
    for report, post, key in rows:
        known = found.setdefault(post.id, Reported(post, (), key))
        found[post.id] = replace(known, notices=(*known.notices, (report.reason, report.text, report.created_at)))
    return list(found.values())


def count_waiting() -> tuple[int, int]:
    """Posts to read, and posts of which something is said to be wrong."""
    pending = select(func.count()).where(Post.state == State.PENDING.value).scalar_subquery()
    told_of = select(func.count(func.distinct(PostReport.post_id))).join(Post, Post.id == PostReport.post_id)
    told_of = told_of.where(PostReport.handled_at.is_(None), Post.state.in_(REPORTABLE))
    first, second = db.session.execute(select(pending, told_of.scalar_subquery())).one()
    return first, second


def list_notices(post_id: int) -> list[tuple[str, str, datetime]]:
    """Of one post, those that are open."""
    rows = db.session.execute(
        select(PostReport.reason, PostReport.text, PostReport.created_at)
        .where(PostReport.post_id == post_id, PostReport.handled_at.is_(None))
        .order_by(PostReport.id)
    )
    return [(reason, text, at) for reason, text, at in rows]


def marks_of(posts: Iterable[Post]) -> dict[int, str]:
    """What is read of each where they are shown together, by key; one question."""
    shown = {post.id: post for post in posts}
    if not shown:
        return {}
    rows = db.session.execute(
        select(PostReport.post_id, func.max(PostReport.id))
        .where(PostReport.post_id.in_(shown), PostReport.handled_at.is_(None))
        .group_by(PostReport.post_id)
    )
    last: dict[int, int] = dict(rows.all())
    return {key: read_mark(state=post.state, version=post.version, notice=last.get(key)) for key, post in shown.items()}


def mark_of(post: Post) -> str:
    return marks_of([post])[post.id]


def count_hidden() -> int:
    """By notices that are open."""
    is_told_of = exists().where(PostReport.post_id == Post.id, PostReport.handled_at.is_(None))
    hidden = select(func.count()).where(Post.state == State.HIDDEN.value, is_told_of)
    return db.session.scalar(hidden) or 0


def was_cleared(post_id: int) -> bool:
    """Whether the team has looked at notices of it and found nothing wrong."""
    cleared = select(PostReport.id).where(PostReport.post_id == post_id, PostReport.is_right == false()).limit(1)
    return db.session.scalar(cleared) is not None


def list_all(*, state: str | None = None, after: int | None = None, limit: int = SHOWN) -> Sequence[Post]:
    """The newest first; `after` is the key of the last one seen."""
    asked = select(Post).order_by(Post.id.desc()).limit(limit)
    if state:
        asked = asked.where(Post.state == state)
    if after is not None:
        asked = asked.where(Post.id < after)
    return db.session.scalars(asked).all()


def panel(viewer: Viewer) -> dict[str, Sequence[Waiting]]:
    """For `desk.home`."""
    at_points = hours.panel(viewer)
    if not viewer.can(COORDINATE):
        return {"posts": at_points} if at_points else {}
    pending, pending_since = db.session.execute(
        select(func.count(), func.min(Post.created_at)).where(Post.state == State.PENDING.value)
    ).one()
    reported, reported_since = db.session.execute(
        select(func.count(func.distinct(PostReport.post_id)), func.min(PostReport.created_at))
        .join(Post, Post.id == PostReport.post_id)
        .where(PostReport.handled_at.is_(None), Post.state.in_(REPORTABLE))
    ).one()
    found = []
    if pending:
        text = ngettext(
            "%(num)d post to read before it is shown", "%(num)d posts to read before they are shown", pending
        )
        found.append(Waiting(text=text, count=pending, oldest_at=pending_since, endpoint="network_desk.queue"))
    if reported:
        text = ngettext(
            "%(num)d post of which something is wrong", "%(num)d posts of which something is wrong", reported
        )
        found.append(Waiting(text=text, count=reported, oldest_at=reported_since, endpoint="network_desk.queue"))
    return {"posts": [*found, *_helpers_waiting(), *at_points]}


def _helpers_waiting() -> list[Waiting]:
    """Who offers to help, proposals without an answer, certificates that end."""
    today = clock.to_local(clock.now()).date()
    soon = (Volunteer.certificate_until >= today) & (
        Volunteer.certificate_until <= today + timedelta(days=CERTIFICATE_WARNED_DAYS)
    )
    offered, offered_since, ending, ending_since = db.session.execute(
        select(
            func.sum(case((Volunteer.state == VolunteerState.PENDING.value, 1), else_=0)),
            func.min(case((Volunteer.state == VolunteerState.PENDING.value, Volunteer.created_at))),
            func.sum(case((and_(Volunteer.state.in_(VERIFIED), soon), 1), else_=0)),
            func.min(case((and_(Volunteer.state.in_(VERIFIED), soon), Volunteer.updated_at))),
        )
    ).one()
    asked, asked_since = db.session.execute(
        select(func.count(), func.min(Proposal.created_at)).where(Proposal.state.in_(WAITING))
    ).one()
    found = []
    if offered:
        text = ngettext("%(num)d person offers to help", "%(num)d people offer to help", offered)
        found.append(Waiting(text=text, count=offered, oldest_at=offered_since, endpoint="network_desk.volunteers"))
    if asked:
        text = ngettext("%(num)d proposal waits for an answer", "%(num)d proposals wait for an answer", asked)
        found.append(Waiting(text=text, count=asked, oldest_at=asked_since, endpoint="network_desk.proposed"))
    if ending:
        text = ngettext(
            "%(num)d certificate of a volunteer ends soon", "%(num)d certificates of volunteers end soon", ending
        )
        values = {"estat": "actives"}
        found.append(Waiting(text, ending, ending_since, "network_desk.volunteers", values))
    return found
