from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative


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
