"""A training's address follows its title; an address it once had answers for ever."""

import re
from itertools import count

from sqlalchemy import or_, select

from coopnet.foundation.db import db
from coopnet.trainings.models import Training, TrainingOldSlug
from coopnet.trainings.rules.slugs import slugify


def follow_title(training: Training, title: str) -> None:
    wanted = slugify(title)
    if re.fullmatch(rf"{wanted}(-\d+)?", training.slug):
        return
    old, training.slug = training.slug, free_slug(wanted, training.id)
    known = db.session.get(TrainingOldSlug, old)
    if known is None:
        db.session.add(TrainingOldSlug(slug=old, training_id=training.id))
    returned = db.session.get(TrainingOldSlug, training.slug)
    if returned is not None:
        db.session.delete(returned)


def free_slug(wanted: str, training_id: int | None) -> str:
    """With a number after it where another training has it, or once had it."""
    taken: set[str] = set()
    for column, owner in ((Training.slug, Training.id), (TrainingOldSlug.slug, TrainingOldSlug.training_id)):
        asked = select(column).where(or_(column == wanted, column.startswith(f"{wanted}-")))
        taken.update(db.session.scalars(asked if training_id is None else asked.where(owner != training_id)))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
