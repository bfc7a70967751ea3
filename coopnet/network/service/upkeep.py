"""What is done by the clock: posts expire, having been announced; the weekly letter; what had its time is erased.

Each job takes its step from what stands in the rows, so it may run twice, late, or by two workers.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import and_, or_, select

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.network import letters
from coopnet.network.models import Post, PostReport
from coopnet.network.queries.near import list_due_for_digest, list_new_near
from coopnet.network.queries.overdue import is_old_report, is_overdue
from coopnet.network.rules.posts import ANNOUNCED_DAYS, PROMISED_DAYS
from coopnet.network.rules.states import LIVE, WAITING, Act, State
from coopnet.network.service import help_giving, helpers_upkeep
from coopnet.network.service.changing import erase, remove
from coopnet.network.service.moving import SYSTEM, lock, move

EXPIRE = "network.expire"
ANNOUNCE = "network.announce"
DIGEST = "network.digest"
ERASE = "network.erase"
BATCH = 100


def expire_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, expire(clock.now()))


def announce_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, announce(clock.now()))


def digest_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, send_digests(clock.now()))


def erase_job(dispatch: outbox.Dispatch) -> None:
    _go_on(dispatch, erase_overdue(clock.now()))


# Each with its time of the day on the instance's wall clocks.
DAILY = (
    (EXPIRE, expire_job, time(0, 10)),
    (ERASE, erase_job, time(4, 35)),
    (ANNOUNCE, announce_job, time(9, 15)),
    (DIGEST, digest_job, time(9, 30)),
    *helpers_upkeep.DAILY,
    *help_giving.DAILY,
)


def expire(now: datetime) -> int:
    """Those whose last day is over; how many, at most a batch. What is promised leaves the lists by itself, and its
    maker is not told that it has ended while somebody helps.
    """
    today = clock.to_local(now).date()
    ends = or_(
        and_(Post.state.in_(LIVE - {State.PROMISED}), Post.shown_until < today),
        and_(Post.state == State.PROMISED.value, Post.shown_until < today - timedelta(days=PROMISED_DAYS)),
    )
    found = db.session.scalars(select(Post.public_id).where(ends).order_by(Post.id).limit(BATCH)).all()
    for public_id in found:
        move(public_id, Act.EXPIRE, actor=SYSTEM, now=now)
    return len(found)


def announce(now: datetime) -> int:
    """A letter, once for each last day, some days before it; how many, at most a batch."""
    today = clock.to_local(now).date()
    due = (
        select(Post.public_id)
        .where(
            Post.state.in_(LIVE - {State.PROMISED}),
            Post.shown_until >= today,
            Post.shown_until <= today + timedelta(days=ANNOUNCED_DAYS),
            or_(Post.announced_for.is_(None), Post.announced_for != Post.shown_until),
        )
        .order_by(Post.id)
        .limit(BATCH)
    )
    found = db.session.scalars(due).all()
    for public_id in found:
        _announce(lock(public_id), today=today, now=now)
    return len(found)


def send_digests(now: datetime) -> int:
    """What is near and fits, once a week, to who asked for it; no letter where there is nothing new."""
    found = list_due_for_digest(now, limit=BATCH)
    for public_id in found:
        post = lock(public_id)
        near = list_new_near(post, now=now)
        post.digest_at = now
        if near:
            letters.digest(post, near, now=now)
    return len(found)


def erase_overdue(now: datetime) -> int:
    """Posts that ended long ago or that nobody answered for as long, the words of old notices; at most a batch."""
    reports = db.session.scalars(select(PostReport).where(is_old_report(now)).limit(BATCH)).all()
    for each in reports:
        each.text, each.reader = "", None
    posts = db.session.scalars(select(Post.public_id).where(is_overdue(now)).order_by(Post.id).limit(BATCH)).all()
    for public_id in posts:
        post = lock(public_id)
        if post.state in WAITING:
            remove(public_id, now=now, actor=SYSTEM)
        else:
            erase(post, now=now)
    return max(len(reports), len(posts))


def _announce(post: Post, *, today: date, now: datetime) -> None:
    """Somebody may have renewed or withdrawn it since it was looked for."""
    if post.state in LIVE and post.shown_until is not None and post.shown_until >= today:
        post.announced_for = post.shown_until
        letters.expiring(post, now=now)


def _go_on(dispatch: outbox.Dispatch, done: int) -> None:
    if done == BATCH:
        outbox.put_next_part(dispatch)
