"""Which initiative a name means, however it is spelt."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import audit, events
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import DIRECTORY, raise_generation
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias
from coopnet.initiatives.rules.events import NameJoined
from coopnet.initiatives.rules.names import twin_key
from coopnet.initiatives.rules.states import READABLE

NAMES = "names"


def wait_for_turn() -> None:
    """Names and addresses are given one at a time: whoever is next sees what was given before. Until the commit."""
    raise_generation(NAMES)


def find_by_name(name: str) -> Initiative | None:
    """By its name or an alias; a profile that was merged leads to the one it was merged into."""
    key = match_key(name)
    found = db.session.scalars(select(Initiative).where(Initiative.name_key == key)).first()
    if found is None:
        alias = db.session.get(InitiativeAlias, key)
        found = db.session.get(Initiative, alias.initiative_id) if alias else None
    while found is not None and found.merged_into_id is not None:
        found = db.session.get(Initiative, found.merged_into_id)
    return found


def find_names(names: Iterable[str]) -> dict[str, str]:
    """What `find_by_name` finds for each, by `match_key`: the name that it has. Two queries, but for the merged."""
    asked = {match_key(name): name for name in names}
    by_alias = (
        select(InitiativeAlias.name_key, Initiative.name, Initiative.merged_into_id)
        .join(Initiative, Initiative.id == InitiativeAlias.initiative_id)
        .where(InitiativeAlias.name_key.in_(asked))
    )
    by_name = select(Initiative.name_key, Initiative.name, Initiative.merged_into_id).where(
        Initiative.name_key.in_(asked)
    )
    found: dict[str, str] = {}
    for key, name, merged_into in [*db.session.execute(by_alias), *db.session.execute(by_name)]:
        known = find_by_name(asked[key]) if merged_into is not None else None
        found[key] = known.name if known is not None else name
    return found


def find_or_add(name: str) -> Initiative:
    """The initiative of that name; a bare name is made if it is new."""
    found = find_by_name(name)
    if found is None:
        wait_for_turn()
        found = find_by_name(name)
    if found is None:
        found = Initiative(public_id=new_public_id(), name=name, name_key=match_key(name))
        db.session.add(found)
        db.session.flush()
    return found


def find_room(name: str, *, may_share_name: bool) -> int:
    """The id of the row for a new profile: the bare name's, or one beside the profile that has this name.

    Raises `RuleBroken("name_taken")`.
    """
    wait_for_turn()
    same = find_or_add(name)
    if same.slug is None:
        return same.id
    if not may_share_name:
        raise RuleBroken("name_taken", name=same.name)
    public_id = new_public_id()
    made = Initiative(public_id=public_id, name=name, name_key=twin_key(match_key(name), public_id))
    db.session.add(made)
    db.session.flush()
    return made.id


def rename(initiative: Initiative, name: str) -> None:
    """Its key. One that not everybody sees has the name to no avail: refusing it would tell that it is there.

    Raises `RuleBroken("name_taken")`.
    """
    wait_for_turn()
    key = match_key(name)
    same = find_by_name(name)
    if same is not None and same.id != initiative.id and same.status in READABLE:
        raise RuleBroken("name_taken", name=same.name)
    # Also one that was merged into this very profile keeps its row.
    other = select(Initiative.id).where(Initiative.name_key == key, Initiative.id != initiative.id)
    is_free = db.session.scalar(other) is None
    initiative.name_key = key if is_free else twin_key(key, initiative.public_id)


def take_name(initiative: Initiative) -> None:
    """Of several with one name, it is the one that is meant, unless another one is public; it is about to be so."""
    wait_for_turn()
    key = match_key(initiative.name)
    same = find_by_name(initiative.name)
    if initiative.name_key == key or (same is not None and (same.status in READABLE or same.name_key != key)):
        return
    if same is not None:
        if same.slug is None:
            events.publish(NameJoined(same.id, initiative.id))
        same.name_key = twin_key(key, same.public_id)
        db.session.flush()
    initiative.name_key = key
    db.session.flush()


def add_alias(slug: str, name: str, *, actor: str, now: datetime) -> bool:
    """From now on that name means this profile, also where a bare name had it. False where it did before.

    Raises `RuleBroken`: `initiative_not_found`, `name_missing`, `name_taken`.
    """
    key = match_key(name)
    if not key:
        raise RuleBroken("name_missing")
    initiative = db.session.scalars(select(Initiative).where(Initiative.slug == slug)).first()
    if initiative is None:
        raise RuleBroken("initiative_not_found")
    wait_for_turn()
    same = find_by_name(name)
    if same is not None and same.id == initiative.id:
        return False
    if same is not None and same.slug is not None:
        raise RuleBroken("name_taken", name=same.name)
    if same is not None:
        events.publish(NameJoined(same.id, initiative.id))
        db.session.delete(same)
        db.session.flush()
    db.session.add(InitiativeAlias(name_key=key, initiative_id=initiative.id))
    audit.record(
        at=now,
        actor=actor,
        action="initiative.add_alias",
        subject_kind="initiative",
        subject_id=initiative.public_id,
        after={"alias": name},
    )
    db.session.flush()
    raise_generation(DIRECTORY)
    return True
