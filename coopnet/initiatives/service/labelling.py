"""Labels that only their owner may give: the granter gives and withdraws them, dated."""

from datetime import datetime

from coopnet.accounts.queries.holders import list_holders
from coopnet.accounts.rules.roles import Role
from coopnet.foundation.errors import RuleBroken
from coopnet.initiatives.letters import put_label
from coopnet.initiatives.models import Initiative, InitiativeLabel
from coopnet.initiatives.rules.states import is_label
from coopnet.initiatives.service.editing import lock, note_change
from coopnet.initiatives.service.parts import granter_of
from coopnet.initiatives.service.publishing import find_id

KEEPERS = (Role.OWNER, Role.EDITOR)  # of the profile that it stands on: they are written to


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


def decline(slug: str, code: str, *, actor: str, now: datetime) -> bool:
    """The entity says that it has it, and its owner says no. False when nobody said so, or when it stands.

    Raises `RuleBroken`: `initiative_not_found`.
    """
    initiative = lock(find_id(slug))
    label = next((each for each in initiative.labels if each.code == code), None)
    if label is None or is_label(granted_at=label.granted_at, withdrawn_at=label.withdrawn_at):
        return False
    label.withdrawn_at = now
    note_change(
        initiative,
        before={"label": code, "stated": True},
        after={"label": code, "stands": False},
        action="initiative.decline_label",
        actor=actor,
        now=now,
    )
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
    granter = granter_of(code) or ""
    for holder in list_holders(KEEPERS, subject_kind="initiative", subject_id=initiative.public_id):
        put_label(initiative, holder, label=code, granter=granter, is_given=given, now=now)
