"""Somebody says that something is wrong with a post. By the team's rule it is hidden until the team has decided."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit, district, links
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import BOARD, raise_generation
from coopnet.foundation.ids import new_public_id
from coopnet.network.models import PostReport
from coopnet.network.queries.moderation import count_hidden, was_cleared
from coopnet.network.rules.posts import ReportReason, hides
from coopnet.network.rules.states import LISTED, WAITING, Act
from coopnet.network.service.moving import SYSTEM, lock, move, refuse_unread


def report(public_id: str, *, reason: ReportReason, text: str, reader: str, now: datetime) -> None:
    """`reader` tells people apart who say something of the same post: of each the first notice is kept.

    Raises `RuleBroken("post_not_found")`.
    """
    post = lock(public_id)
    hidden = links.keyed_hash("post_report", f"{public_id}|{reader}")
    known = select(PostReport.id).where(PostReport.post_id == post.id, PostReport.reader == hidden)
    if db.session.scalar(known) is not None:
        return
    made = PostReport(
        public_id=new_public_id(), post_id=post.id, reason=reason.value, text=text, reader=hidden, created_at=now
    )
    db.session.add(made)
    db.session.flush()
    if post.state not in LISTED:
        return
    raise_generation(BOARD)  # the lock of them all: many notices at once are counted one after the other
    unseen = select(PostReport.reason).where(PostReport.post_id == post.id, PostReport.handled_at.is_(None))
    reasons = tuple(db.session.scalars(unseen))
    enough = district.current().reports_to_hide
    if hides(reasons, enough=enough, hidden=count_hidden(), was_cleared=was_cleared(post.id)):
        move(public_id, Act.HIDE, actor=SYSTEM, now=now)


def decide(public_id: str, *, is_right: bool, reason: str, actor: str, now: datetime, seen: str | None = None) -> None:
    """The team has looked at a post and at all that was said of it: it goes, with the `reason`, or is shown again.

    `seen` is the mark of what was read. Raises `RuleBroken`: `post_not_found`, `post_cannot`, `post_changed`,
    `reason_missing`, `reports_closed` when somebody was quicker.
    """
    post = lock(public_id)
    found = db.session.scalars(
        select(PostReport).where(PostReport.post_id == post.id, PostReport.handled_at.is_(None)).with_for_update()
    ).all()
    if not found:
        raise RuleBroken("reports_closed")
    refuse_unread(post, seen)
    for each in found:
        each.handled_at, each.handled_by, each.is_right, each.reader = now, actor, is_right, None
    audit.record(
        at=now,
        actor=actor,
        action="post.close_reports",
        subject_kind="post",
        subject_id=public_id,
        after={"is_right": is_right, "count": len(found)},
    )
    db.session.flush()
    if post.state in LISTED | WAITING:  # its maker may have taken it away meanwhile
        move(public_id, Act.REJECT if is_right else Act.SHOW_AGAIN, actor=actor, now=now, reason=reason)
