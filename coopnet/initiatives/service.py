from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.foundation.ids import new_public_id
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative


def find_or_add(name: str) -> Initiative:
    """The initiative of that name, however it is spelt; made if it is new."""
    found = db.session.scalars(select(Initiative).where(Initiative.name_key == match_key(name))).first()
    if found is None:
        found = Initiative(public_id=new_public_id(), name=name, name_key=match_key(name))
        db.session.add(found)
        db.session.flush()
    return found
