"""The audit log, newest first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, tuple_

from coopnet.accounts.queries.accounts import find_account, list_verified
from coopnet.accounts.rules.roles import Role, subject_kind_of
from coopnet.desk.queries.subjects import Subject, find_names
from coopnet.foundation.audit import AuditEntry, Said
from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.queries.words import pictures_in_words
from coopnet.initiatives.rules.differences import FIELDS, differences

SHOWN = 50
# Of a profile, whose history keeps what they were, under the number of its version: no reader asks for that.
PARTS, VERSION = "fields", "version"
ROLES, FOR = "roles", "for"
_ROLE = re.compile(r"\w+ for (?P<kind>\w+) (?P<id>\S+)")


@dataclass(frozen=True)
class Wanted:
    """What is asked of the log; empty and None are anything. `actors` are names of one person; `subject_id` is public;
    `until` itself is left out.
    """

    actors: Sequence[str] = ()
    action: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Doer:
    """Somebody with an account, and all the names under which they may have acted."""

    name: str
    actors: Sequence[str]


def find_doer(public_id: str) -> Doer | None:
    account = find_account(public_id)
    if account is None:
        return None
    [name] = find_names([Subject("account", public_id)]).values()
    return Doer(name, [public_id, *(address.value for address in list_verified(account.id))])


@dataclass(frozen=True)
class Change:
    """`language` is that of a text, "" for anything else."""

    name: str
    before: Any
    after: Any
    language: str = ""


@dataclass(frozen=True)
class Entry:
    """`of` is what the subject is called, its public id where it has no name."""

    key: int
    at: datetime
    actor: str
    action: str
    subject_kind: str
    subject_id: str
    of: str
    changes: tuple[Change, ...]


def list_entries(wanted: Wanted, *, before: int | None) -> list[Entry]:
    """One more than a page shows; `before` is the key of the last one seen."""
    asked = select(AuditEntry).order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(SHOWN + 1)
    for column, value in (
        (AuditEntry.action, wanted.action),
        (AuditEntry.subject_kind, wanted.subject_kind),
        (AuditEntry.subject_id, wanted.subject_id),
    ):
        if value:
            asked = asked.where(column == value)
    if wanted.actors:
        asked = asked.where(AuditEntry.actor.in_(wanted.actors))
    if wanted.since is not None:
        asked = asked.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        asked = asked.where(AuditEntry.at < wanted.until)
    if before is not None:
        seen_at = select(AuditEntry.at).where(AuditEntry.id == before).scalar_subquery()
        asked = asked.where(AuditEntry.at <= seen_at, or_(AuditEntry.at < seen_at, AuditEntry.id < before))
    entries = db.session.scalars(asked).all()
    names = find_names(subject for entry in entries for subject in _subjects_of(entry))
    profiles = _read_profiles(entries)
    return [_told(entry, names, profiles.get(entry.id, ())) for entry in entries]


def list_done() -> set[str]:
    """Codes of what was ever done. From one to the next by their index: the log is long, its codes are few."""
    done = select(func.min(AuditEntry.action).label("action")).cte("done", recursive=True)
    following = select(func.min(AuditEntry.action)).where(AuditEntry.action > done.c.action).scalar_subquery()
    done = done.union_all(select(following).where(done.c.action.is_not(None)))
    return {code for code in db.session.scalars(select(done.c.action)) if code}


def _read_profiles(entries: Sequence[AuditEntry]) -> dict[int, tuple[Change, ...]]:
    """What changed in profiles, by the entry: their histories keep it, and forget in time what is personal."""
    made = {
        (entry.subject_id, entry.after[VERSION]): entry.id
        for entry in entries
        if entry.subject_kind == "initiative" and {PARTS, VERSION} <= entry.after.keys()
    }
    if not made:
        return {}
    asked = (
        select(Initiative.public_id, InitiativeChange.version, InitiativeChange.before, InitiativeChange.after)
        .join(Initiative, Initiative.id == InitiativeChange.initiative_id)
        .where(tuple_(Initiative.public_id, InitiativeChange.version).in_(list(made)))
    )
    return {
        made[row.public_id, row.version]: (*_parts(row.before, row.after), *_others(row.before, row.after))
        for row in db.session.execute(asked)
    }


def _parts(before: Said, after: Said) -> list[Change]:
    return [
        Change(each.leaf.part or each.leaf.field, each.before, each.after, each.leaf.language or "")
        for each in differences(before, after)
    ]


def _others(before: Said, after: Said) -> Iterator[Change]:
    """What is no part of what it says: its state, its pictures, its labels, what it was merged with."""
    for name in dict.fromkeys([*before, *after]):
        if name == "pictures":
            gone, come = pictures_in_words(before.get(name, ()), after.get(name, ()))
            yield Change(name, list(gone), list(come))
        elif name not in FIELDS and before.get(name) != after.get(name):
            yield Change(name, before.get(name), after.get(name))


def _told(entry: AuditEntry, names: Mapping[Subject, str], of_profile: tuple[Change, ...]) -> Entry:
    return Entry(
        key=entry.id,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        of=names.get(Subject(entry.subject_kind, entry.subject_id), entry.subject_id),
        changes=(*(each for each in _changes(entry, names) if each.name != PARTS), *of_profile)
        if of_profile
        else tuple(_changes(entry, names)),
    )


def _subjects_of(entry: AuditEntry) -> list[Subject]:
    """What it is about, and what the roles are for that it names."""
    roles = [each for side in (entry.before, entry.after) for each in side.get(ROLES, ())]
    of_roles = [found for found in map(_subject_of_role, roles) if found is not None]
    handed = _handed(entry)
    return [Subject(entry.subject_kind, entry.subject_id), *of_roles, *([handed] if handed else [])]


def _subject_of_role(text: str) -> Subject | None:
    """Of `owner for initiative x3k`, as `accounts.service.roles` writes it."""
    match = _ROLE.fullmatch(text)
    return Subject(match["kind"], match["id"]) if match else None


def _handed(entry: AuditEntry) -> Subject | None:
    """What the role was for that went on to another."""
    role, subject_id = entry.before.get("role"), entry.before.get(FOR)
    kind = subject_kind_of(Role(role)) if role in set(Role) else None
    return Subject(kind, str(subject_id)) if kind and subject_id else None


def _changes(entry: AuditEntry, names: Mapping[Subject, str]) -> list[Change]:
    """What is the same on both sides is left out. What a role is for is called by its name."""
    before, after = dict(entry.before), dict(entry.after)
    for side in (before, after):
        if isinstance(side.get(ROLES), list):
            side[ROLES] = [_named(each, names) for each in side[ROLES]]
    handed = _handed(entry)
    if handed is not None:
        before[FOR] = names.get(handed, handed.public_id)
    found = [Change(name, before.get(name), after.get(name)) for name in dict.fromkeys([*before, *after])]
    return [change for change in found if change.before != change.after and change.name != VERSION]


def _named(role: str, names: Mapping[Subject, str]) -> str:
    subject = _subject_of_role(role)
    return role.replace(subject.public_id, names.get(subject, subject.public_id)) if subject else role
