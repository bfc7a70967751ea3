"""What writing drafts would change. Only reads, so that a plan can be made while others write."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias
from coopnet.initiatives.queries.history import read_touched
from coopnet.initiatives.rules.drafts import Change, Draft, changes_between
from coopnet.initiatives.rules.holding import Left, hold
from coopnet.initiatives.service.gaps import fill_gaps
from coopnet.initiatives.service.snapshots import Standing, read_standings
from coopnet.vocabulary.rules.sheet_cells import code_key


@dataclass(frozen=True)
class Planned:
    """`draft` is the profile as it will be; `before` is None for a new one, which has no changes.

    `bare_id` is the bare name that becomes this profile. `clash` is the name of another profile that has this one
    already; `is_merged`: what this code was is part of another profile. Neither of these two is written. `left` is what
    the sheet says otherwise and may not change.
    """

    draft: Draft
    before: Standing | None
    changes: tuple[Change, ...] = ()
    bare_id: int | None = None
    clash: str | None = None
    is_merged: bool = False
    left: tuple[Left, ...] = ()


@dataclass(frozen=True)
class _Owner:
    """Whose a name is."""

    id: int
    name: str
    has_profile: bool


def plan(drafts: Sequence[Draft], *, columns: Collection[str]) -> list[Planned]:
    """In the same order. `columns` are what a sheet speaks of: the rest of a profile stays as it is."""
    by_code = _read_codes()
    ids = [by_code.get(code_key(draft.code or "")) for draft in drafts]
    standings = read_standings(each for each in ids if each is not None)
    held = _hold(drafts, [standings[each] if each is not None else None for each in ids], columns)
    owners = _read_owners([match_key(draft.name) for draft, _left in held])
    new_names = {
        each: match_key(draft.name) for each, (draft, _left) in zip(ids, held, strict=True) if each is not None
    }
    found = []
    for (draft, left), each in zip(held, ids, strict=True):
        before = standings[each] if each is not None else None
        if before is not None and before.is_merged:
            found.append(Planned(draft, before, is_merged=True))
            continue
        key = match_key(draft.name)
        owner = owners.get(key)
        if owner is not None and owner.id != each:
            # Whoever has the name may get another one in this very sheet; an alias stays theirs.
            leaves = match_key(owner.name) == key != new_names.get(owner.id, key)
            if not leaves and (before is not None or owner.has_profile):
                found.append(Planned(draft, before, clash=owner.name))
                continue
        if before is None:
            bare = owner.id if owner is not None and not owner.has_profile else None
            found.append(Planned(draft, None, bare_id=bare))
            continue
        found.append(Planned(draft, before, changes_between(before.draft, draft), left=left))
    return found


def _hold(
    drafts: Sequence[Draft], standings: Sequence[Standing | None], columns: Collection[str]
) -> list[tuple[Draft, tuple[Left, ...]]]:
    """Of profiles that exist: what the sheet has no column for, and what it may not change, as it stands."""
    pairs: list[tuple[Draft, Standing | None]] = []
    for draft, before in zip(drafts, standings, strict=True):
        if before is None or before.is_merged:
            pairs.append((draft, None))
            continue
        # A profile that exists keeps its code as it was written first.
        filled = replace(fill_gaps(draft, before.draft, columns), code=before.draft.code)
        pairs.append((filled, before if filled != before.draft else None))
    touched = read_touched({before.id for _draft, before in pairs if before is not None})
    return [(draft, ()) if before is None else hold(draft, before.draft, touched[before.id]) for draft, before in pairs]


def _read_codes() -> dict[str, int]:
    """Codes are compared here: of letters beyond ASCII, SQLite knows no lower case."""
    rows = db.session.execute(select(Initiative.code, Initiative.id).where(Initiative.code.is_not(None)))
    return {code_key(code): each for code, each in rows if code is not None}


def _read_owners(keys: Iterable[str]) -> dict[str, _Owner]:
    """Of these folded names, whose they are: by name, by alias; who was merged leads to who has it now."""
    asked = set(keys)
    own = select(Initiative.name_key, Initiative.id, Initiative.name, Initiative.slug, Initiative.merged_into_id)
    other = select(
        InitiativeAlias.name_key, Initiative.id, Initiative.name, Initiative.slug, Initiative.merged_into_id
    ).join(Initiative, Initiative.id == InitiativeAlias.initiative_id)
    rows = [
        *db.session.execute(other.where(InitiativeAlias.name_key.in_(asked))),
        *db.session.execute(own.where(Initiative.name_key.in_(asked))),
    ]
    return {key: _follow(_Owner(each, name, slug is not None), merged) for key, each, name, slug, merged in rows}


def _follow(owner: _Owner, merged_into: int | None) -> _Owner:
    while merged_into is not None:
        kept = db.session.get_one(Initiative, merged_into)
        owner, merged_into = _Owner(kept.id, kept.name, kept.slug is not None), kept.merged_into_id
    return owner
