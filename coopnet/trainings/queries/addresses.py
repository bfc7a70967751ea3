from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select, true

from coopnet.foundation.db import db
from coopnet.trainings.models import Training, TrainingOldSlug
from coopnet.trainings.queries.page import is_slug


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


def find_at_desk(slug: str) -> Training | None:
    """By its address, or one that it once had."""
    if not is_slug(slug):
        return None
    old = select(TrainingOldSlug.training_id).where(TrainingOldSlug.slug == slug)
    found = db.session.scalars(select(Training).where(or_(Training.slug == slug, Training.id.in_(old)))).all()
    return next((one for one in found if one.slug == slug), found[0] if found else None)
