"""A profile becomes public, or is called what it has become."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.rules.states import LISTED, Status
from coopnet.initiatives.service.editing import lock, note_change


def publish(slug: str, *, actor: str, now: datetime) -> bool:
    """False when it was public before. Raises `RuleBroken("initiative_not_found")`."""
    initiative = lock(find_id(slug))
    if initiative.status in LISTED:
        return False
    initiative.published_at = initiative.published_at or now
    move(initiative, Status.PUBLISHED, action="initiative.publish", actor=actor, now=now)
    return True


def close(slug: str, *, actor: str, now: datetime) -> bool:
    """It no longer exists: its page says so. False when that was known. Raises `RuleBroken("initiative_not_found")`."""
    initiative = lock(find_id(slug))
    if initiative.status == Status.CLOSED:
        return False
    initiative.closed_at = now
    move(initiative, Status.CLOSED, action="initiative.close", actor=actor, now=now)
    return True


def move(initiative: Initiative, status: Status, *, action: str, actor: str, now: datetime) -> None:
    """Into another state, with its row of the history. The profile is locked and loaded."""
    before, initiative.status = initiative.status, status
    note_change(
        initiative, before={"status": str(before)}, after={"status": str(status)}, action=action, actor=actor, now=now
    )


def find_id(slug: str) -> int:
    """Raises `RuleBroken("initiative_not_found")`."""
    found = db.session.scalar(select(Initiative.id).where(Initiative.slug == slug))
    if found is None:
        raise RuleBroken("initiative_not_found")
    return found
