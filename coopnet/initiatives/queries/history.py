"""What changed in a profile, the newest first; for its editors and the team."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from coopnet.accounts.rules.roles import Role
from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativeChange
from coopnet.initiatives.rules.differences import Leaf
from coopnet.initiatives.rules.histories import OWN_ADDRESS, SHEET
from coopnet.initiatives.rules.holding import Touch, touched_in
from coopnet.initiatives.rules.states import Status

SHOWN = 20
OWN = {Role.OWNER.value, Role.EDITOR.value}


def list_changes(initiative_id: int, *, before: int | None = None) -> Sequence[InitiativeChange]:
    """Those of versions under `before`; one more than a page shows."""
    asked = select(InitiativeChange).where(InitiativeChange.initiative_id == initiative_id)
    if before is not None:
        asked = asked.where(InitiativeChange.version < before)
    return db.session.scalars(asked.order_by(InitiativeChange.version.desc()).limit(SHOWN + 1)).all()


def find_change(initiative_id: int, version: int) -> InitiativeChange | None:
    return db.session.scalars(
        select(InitiativeChange).where(
            InitiativeChange.initiative_id == initiative_id, InitiativeChange.version == version
        )
    ).first()


def is_closed_by_its_own(initiative_id: int) -> bool:
    """Whether the last who said that it no longer exists was one of its people, or whoever reads its own address."""
    asked = select(InitiativeChange).where(InitiativeChange.initiative_id == initiative_id)
    for change in db.session.scalars(asked.order_by(InitiativeChange.version.desc())):
        if change.after.get("status") == Status.CLOSED:
            return change.role in OWN or change.actor == OWN_ADDRESS
    return False


def read_touched(initiative_ids: Collection[int]) -> dict[int, dict[Leaf, Touch]]:
    """By profile, what others than sheets have changed since it was made, and who did so last."""
    asked = select(InitiativeChange).where(
        InitiativeChange.initiative_id.in_(sorted(initiative_ids)), InitiativeChange.role != SHEET
    )
    found: dict[int, dict[Leaf, Touch]] = {each: {} for each in initiative_ids}
    for change in db.session.scalars(asked.order_by(InitiativeChange.version)) if initiative_ids else ():
        if change.before:  # else it made the profile
            touch = Touch(change.at, is_own=change.role in OWN or change.actor == OWN_ADDRESS)
            found[change.initiative_id] |= dict.fromkeys(touched_in(change.before, change.after), touch)
    return found
