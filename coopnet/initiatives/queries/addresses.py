from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.cards import Name
from coopnet.initiatives.rules.states import READABLE


def iterate_addresses(*, limit: int) -> Iterator[tuple[str, datetime | None]]:
    """Slug and last change of every profile in the directory, the newest first."""
    rows = db.session.execute(
        select(Initiative.slug, Initiative.updated_at)
        .where(Initiative.is_listed == true())
        .order_by(Initiative.id.desc())
        .limit(limit)
    )
    for row in rows:
        yield row.slug, row.updated_at


def find_public_id(slug: str) -> str | None:
    """Of any initiative, also one that is not public yet."""
    return db.session.scalar(select(Initiative.public_id).where(Initiative.slug == slug))


def find_named(public_id: str) -> Name | None:
    """One that people can read."""
    row = db.session.execute(
        select(Initiative.id, Initiative.slug, Initiative.name).where(
            Initiative.public_id == public_id, Initiative.status.in_([status.value for status in READABLE])
        )
    ).one_or_none()
    return Name(row.id, row.slug, row.name) if row else None


def list_names(most: int = 300) -> list[str]:
    """Of those in the directory, to choose from."""
    listed = select(Initiative.name).where(Initiative.is_listed == true()).order_by(Initiative.name_key).limit(most)
    return list(db.session.scalars(listed))
