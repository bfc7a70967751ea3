"""Labels that only their owner may give: the granter gives and withdraws them, dated."""

from datetime import datetime

from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.models import Initiative, InitiativeLabel
from coopnet.initiatives.rules.states import is_label
from coopnet.initiatives.service.editing import lock, note_change
from coopnet.initiatives.service.parts import granter_of
from coopnet.initiatives.service.publishing import find_id


def grant(slug: str, code: str, *, actor: str, now: datetime, is_example: bool = False) -> bool:
    """False when it stands already. Raises `RuleBroken`: `initiative_not_found`, `label_not_found`."""
    initiative = lock(find_id(slug))
    granter = granter_of(code)
    if granter is None:
        raise RuleBroken("label_not_found")
    label = next((each for each in initiative.labels if each.code == code), None)
    if label is None:
        label = InitiativeLabel(code=code, granter=granter)
        initiative.labels.append(label)
    elif is_label(granted_at=label.granted_at, withdrawn_at=label.withdrawn_at):
        return False
    label.granted_at, label.withdrawn_at, label.is_example = now, None, is_example
    _note(initiative, code, given=True, actor=actor, now=now)
    return True


def withdraw(slug: str, code: str, *, actor: str, now: datetime) -> bool:
    """False when it does not stand. Raises `RuleBroken`: `initiative_not_found`."""
    initiative = lock(find_id(slug))
    label = next((each for each in initiative.labels if each.code == code), None)
    if label is None or not is_label(granted_at=label.granted_at, withdrawn_at=label.withdrawn_at):
        return False
    label.withdrawn_at = now
    _note(initiative, code, given=False, actor=actor, now=now)
    return True


def _note(initiative: Initiative, code: str, *, given: bool, actor: str, now: datetime) -> None:
    action = "initiative.grant_label" if given else "initiative.withdraw_label"
    note_change(
        initiative,
        before={"label": code, "stands": not given},
        after={"label": code, "stands": given},
        action=action,
        actor=actor,
        now=now,
    )
