from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative


def find_public_id(slug: str) -> str | None:
    """Of any initiative, also one that is not public yet."""
    return db.session.scalar(select(Initiative.public_id).where(Initiative.slug == slug))
