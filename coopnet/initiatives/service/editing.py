"""A profile is written from a draft: made, or changed where it differs; each change stands in its history."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from coopnet.accounts.queries.standing import find_role
from coopnet.foundation import audit
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.rules.drafts import Draft, Saved, as_json, changes_between
from coopnet.initiatives.rules.histories import CONTACTS_KEPT, PERSONAL
from coopnet.initiatives.rules.states import Status
from coopnet.initiatives.service.addresses import follow_name
from coopnet.initiatives.service.indexing import derive
from coopnet.initiatives.service.naming import find_by_name
from coopnet.initiatives.service.parts import write_parts
from coopnet.initiatives.service.snapshots import PLAIN, load, moment_of, read_draft


def save(
    draft: Draft, *, initiative_id: int | None, actor: str, now: datetime, seen_version: int | None = None
) -> Saved:
    """Makes a profile (a draft, until it is published) or changes one; what is the same is not touched.

    A bare name that a training mentioned becomes this profile. `seen_version` is the one that was edited, None where
    nobody looked at one. Raises `RuleBroken`: `initiative_not_found`, `name_missing`, `name_taken`, `edited_meanwhile`.
    """
    if not match_key(draft.name):
        raise RuleBroken("name_missing")
    same = find_by_name(draft.name)
    if same is not None and same.id != initiative_id:
        if initiative_id is not None or same.slug is not None:
            raise RuleBroken("name_taken", name=same.name)
        initiative_id = same.id
    if initiative_id is None:
        made = Initiative(public_id=new_public_id(), name=draft.name, name_key=match_key(draft.name))
        db.session.add(made)
        db.session.flush()
        initiative_id = made.id
    initiative = lock(initiative_id, seen_version=seen_version)
    is_new = initiative.slug is None
    before = read_draft(initiative)
    changes = changes_between(before, draft)
    if is_new or changes:
        _write(initiative, draft, before=None if is_new else before, actor=actor, now=now)
    return Saved(
        initiative.id,
        initiative.public_id,
        initiative.slug or "",
        initiative.version,
        is_new=is_new,
        changes=() if is_new else changes,
    )


def lock(initiative_id: int, *, seen_version: int | None = None) -> Initiative:
    """The profile with all its parts, behind its own mutex: whoever changes it next waits.

    Raises `RuleBroken`: `initiative_not_found`, `edited_meanwhile`.
    """
    mutex = update(Initiative).where(Initiative.id == initiative_id).values(version=Initiative.version)
    changed_rows(mutex.execution_options(synchronize_session=False))
    initiative = load(initiative_id)
    if seen_version is not None and seen_version != initiative.version:
        raise RuleBroken("edited_meanwhile")
    return initiative


def note_change(
    initiative: Initiative, *, before: dict[str, Any], after: dict[str, Any], action: str, actor: str, now: datetime
) -> None:
    """A new version, its row of the history and of the audit log, and what is derived from it."""
    initiative.version += 1
    initiative.updated_at = now
    keeps_personal_data = not PERSONAL.isdisjoint({*before, *after})
    db.session.add(
        InitiativeChange(
            initiative_id=initiative.id,
            version=initiative.version,
            at=now,
            actor=actor,
            role=find_role(actor, subject_kind="initiative", subject_id=initiative.public_id) or "",
            before=before,
            after=after,
            erase_at=now + CONTACTS_KEPT if keeps_personal_data else None,
        )
    )
    db.session.flush()
    derive(initiative)
    # What changed stands in the profile's own history: the audit log names the fields.
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="initiative",
        subject_id=initiative.public_id,
        before={"version": initiative.version - 1},
        after={"version": initiative.version, "fields": sorted(after)},
    )
    db.session.flush()


def _write(initiative: Initiative, draft: Draft, *, before: Draft | None, actor: str, now: datetime) -> None:
    for name in PLAIN:
        setattr(initiative, name, getattr(draft, name))
    initiative.name_key = match_key(draft.name)
    initiative.links, initiative.networks = list(draft.links), list(draft.networks)
    if before is None or before.confirmed_on != draft.confirmed_on:
        initiative.confirmed_at = moment_of(draft.confirmed_on)
    if before is None:
        initiative.status = Status.DRAFT
        initiative.created_at = now
    with db.session.no_autoflush:
        write_parts(initiative, draft, now=now)
        follow_name(initiative)
    new, old = as_json(draft), as_json(before) if before else {}
    fields = [name for name in new if before is None or new[name] != old[name]]
    note_change(
        initiative,
        before={name: old[name] for name in fields if name in old},
        after={name: new[name] for name in fields},
        action="initiative.make" if before is None else "initiative.change",
        actor=actor,
        now=now,
    )
