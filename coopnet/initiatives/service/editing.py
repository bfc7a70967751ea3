"""A profile is written from a draft: made, or changed where it differs; each change stands in its history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import update

from coopnet.accounts.queries.standing import find_role, find_roles
from coopnet.accounts.rules.roles import Role
from coopnet.foundation import audit
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.rules.drafts import Draft, Saved, as_json, changes_between
from coopnet.initiatives.rules.histories import CONTACTS_KEPT, PERSONAL, SHEET
from coopnet.initiatives.rules.names import plain_key
from coopnet.initiatives.rules.states import READABLE, SILENT, STALE_AFTER, Status
from coopnet.initiatives.service.addresses import follow_names
from coopnet.initiatives.service.indexing import derive_all
from coopnet.initiatives.service.naming import find_room, rename, take_name
from coopnet.initiatives.service.parts import write_parts
from coopnet.initiatives.service.snapshots import PLAIN, day_of, load, moment_of, read_draft


def save(
    draft: Draft,
    *,
    initiative_id: int | None,
    actor: str,
    now: datetime,
    seen_version: int | None = None,
    may_share_name: bool = False,
) -> Saved:
    """Makes a profile (a draft, until it is published) or changes one; what is the same is not touched.

    A bare name that a training mentioned becomes this profile. `seen_version` is the one that was edited, None where
    nobody looked at one. `may_share_name`: a new one may have the name of another, for the team to decide; so may one
    that is renamed, unless everybody sees the other. Who keeps the profile and changes it has looked at it: that
    confirms it too. Raises `RuleBroken`: `initiative_not_found`, `name_missing`, `name_taken`, `edited_meanwhile`,
    `merged_away`.
    """
    key = match_key(draft.name)
    if not key:
        raise RuleBroken("name_missing")
    if initiative_id is None:
        initiative_id = find_room(draft.name, may_share_name=may_share_name)
    initiative = lock(initiative_id)
    is_new = initiative.slug is None
    if initiative.status == Status.MERGED:
        raise RuleBroken("merged_away")
    if seen_version not in {None, initiative.version}:
        raise RuleBroken("edited_meanwhile")
    is_renamed = plain_key(initiative.name_key) != key
    if is_renamed:
        rename(initiative, draft.name)
    before = read_draft(initiative)
    changes = changes_between(before, draft)
    if changes and not is_new and _is_its_keeper(actor, initiative):
        draft = replace(draft, confirmed_on=day_of(now))
        changes = changes_between(before, draft)
    if is_new or changes:
        hides_name = is_new and may_share_name
        _write(initiative, draft, before=None if is_new else before, actor=actor, now=now, hides_name=hides_name)
    if is_renamed and initiative.status in READABLE:
        take_name(initiative)
    return Saved(
        initiative.id,
        initiative.public_id,
        initiative.slug or "",
        initiative.version,
        is_new=is_new,
        changes=() if is_new else changes,
    )


def _is_its_keeper(actor: str, initiative: Initiative) -> bool:
    return find_role(actor, subject_kind="initiative", subject_id=initiative.public_id) in {Role.OWNER, Role.EDITOR}


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


@dataclass(frozen=True)
class Note:
    """What changed in a profile, by field, and what the audit log calls it."""

    initiative: Initiative
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


def forget_silence(initiative: Initiative) -> None:
    """Its people have been heard: whoever is asked next is asked from the beginning."""
    initiative.asked_at = initiative.reminded_at = initiative.stale_at = None


def note_change(
    initiative: Initiative, *, before: dict[str, Any], after: dict[str, Any], action: str, actor: str, now: datetime
) -> None:
    """A new version, its row of the history and of the audit log, and what is derived from it."""
    note_changes([Note(initiative, action, before, after)], actor=actor, now=now)


def note_changes(notes: Sequence[Note], *, actor: str, now: datetime, is_of_sheet: bool = False) -> None:
    """Like `note_change`, in this order; what is derived from a profile is so once."""
    public_ids = {note.initiative.public_id for note in notes}
    roles = find_roles(actor, subject_kind="initiative", subject_ids=public_ids)
    for note in notes:
        initiative = note.initiative
        initiative.version += 1
        initiative.updated_at = now
        db.session.add(
            InitiativeChange(
                initiative_id=initiative.id,
                version=initiative.version,
                at=now,
                actor=actor,
                role=SHEET if is_of_sheet else roles.get(initiative.public_id, ""),
                before=note.before,
                after=note.after,
                erase_at=None if PERSONAL.isdisjoint({*note.before, *note.after}) else now + CONTACTS_KEPT,
            )
        )
        # What changed stands in the profile's own history: the audit log names the fields.
        audit.record(
            at=now,
            actor=actor,
            action=note.action,
            subject_kind="initiative",
            subject_id=initiative.public_id,
            after={"version": initiative.version, "fields": sorted(note.after)},
        )
    db.session.flush()
    derive_all(list({id(note.initiative): note.initiative for note in notes}.values()))
    db.session.flush()


def rewrite(initiative: Initiative, draft: Draft, *, before: Draft | None, now: datetime) -> Note:
    """Its columns and parts as the draft has them; its address and what is derived are not touched."""
    was_silent: dict[str, Any] = {}
    for name in PLAIN:
        setattr(initiative, name, getattr(draft, name))
    if plain_key(initiative.name_key or "") != match_key(draft.name):
        initiative.name_key = match_key(draft.name)
    initiative.links, initiative.networks = list(draft.links), list(draft.networks)
    if before is None or before.confirmed_on != draft.confirmed_on:
        initiative.confirmed_at = moment_of(draft.confirmed_on)
        if before is not None and initiative.confirmed_at and now - initiative.confirmed_at < STALE_AFTER:
            forget_silence(initiative)
            if initiative.status in SILENT:
                was_silent = {"status": str(initiative.status)}
                initiative.status = Status.PUBLISHED
    if before is None:
        initiative.status = Status.DRAFT
        initiative.created_at = now
    write_parts(initiative, draft, now=now)
    new, old = as_json(draft), as_json(before) if before else {}
    fields = [name for name in new if before is None or new[name] != old[name]]
    return Note(
        initiative,
        "initiative.make" if before is None else "initiative.change",
        {name: old[name] for name in fields if name in old} | was_silent,
        {name: new[name] for name in fields} | ({"status": initiative.status} if was_silent else {}),
    )


def _write(
    initiative: Initiative, draft: Draft, *, before: Draft | None, actor: str, now: datetime, hides_name: bool
) -> None:
    with db.session.no_autoflush:
        note = rewrite(initiative, draft, before=before, now=now)
        follow_names([initiative], hides_name=hides_name)
    db.session.flush()
    note_changes([note], actor=actor, now=now)
