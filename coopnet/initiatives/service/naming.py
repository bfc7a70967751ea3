"""Which initiative a name means, however it is spelt."""

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias


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


def find_or_add(name: str) -> Initiative:
    """The initiative of that name; a bare name is made if it is new."""
    found = find_by_name(name)
    if found is None:
        found = Initiative(public_id=new_public_id(), name=name, name_key=match_key(name))
        db.session.add(found)
        db.session.flush()
    return found
