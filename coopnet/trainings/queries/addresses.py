from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.trainings.models import Training


def iterate_addresses(*, limit: int) -> Iterator[tuple[str, datetime]]:
    """Slug and last change of every public training, those that end last first."""
    rows = db.session.execute(
        select(Training.slug, Training.updated_at)
        .where(Training.is_public == true())
        .order_by(Training.ends_at.desc(), Training.id.desc())
        .limit(limit)
    )
    for row in rows:
        yield row.slug, row.updated_at


def find_public_id(slug: str) -> str | None:
    """Of any training, also one that is not public yet."""
    return db.session.scalar(select(Training.public_id).where(Training.slug == slug))
