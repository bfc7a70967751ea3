"""A change is taken back: what it touched becomes as it was before, and this is a change too."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.history import find_change
from coopnet.initiatives.rules.differences import Restored, take_back, undoable
from coopnet.initiatives.rules.drafts import Saved, as_json, from_json
from coopnet.initiatives.service.editing import lock, save
from coopnet.initiatives.service.snapshots import load, read_draft


def undo(
    public_id: str,
    version: int,
    *,
    actor: str,
    now: datetime,
    seen_version: int | None = None,
    with_later: bool = False,
) -> Saved:
    """The profile without the change that made `version`.

    Parts that somebody has changed since are only taken back too when `with_later` says so. Raises `RuleBroken`:
    `initiative_not_found`, `nothing_to_undo`, `changed_since`, `edited_meanwhile`, `name_taken`.
    """
    found = db.session.scalar(select(Initiative.id).where(Initiative.public_id == public_id))
    if found is None:
        raise RuleBroken("initiative_not_found")
    initiative = lock(found, seen_version=seen_version)
    restored = _restore(initiative, version)
    if restored is None or not restored.taken:
        raise RuleBroken("nothing_to_undo")
    if restored.later and not with_later:
        raise RuleBroken("changed_since")
    return save(from_json(restored.draft), initiative_id=found, actor=actor, now=now)


def foresee(initiative_id: int, version: int) -> Restored | None:
    """What taking this change back would do now; None where it cannot be."""
    return _restore(load(initiative_id), version)


def _restore(initiative: Initiative, version: int) -> Restored | None:
    change = find_change(initiative.id, version)
    if change is None or not change.before or not undoable(change.before, change.after):
        return None
    return take_back(as_json(read_draft(initiative)), change.before, change.after)
