"""A training's address follows its title; an address it once had answers for ever."""

import re
from collections.abc import Container, Sequence
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


def free_slug(wanted: str, training_id: int) -> str:
    """With a number after it where another training has it, or once had it."""
    taken: set[str] = set()
    for column, owner in ((Training.slug, Training.id), (TrainingOldSlug.slug, TrainingOldSlug.training_id)):
        asked = select(column).where(or_(column == wanted, column.startswith(f"{wanted}-")), owner != training_id)
        taken.update(db.session.scalars(asked))
    return _numbered(wanted, taken)


def free_slugs(titles: Sequence[str]) -> list[str]:
    """For new trainings, in their order."""
    taken: set[str] = set()
    if titles:
        taken.update(db.session.scalars(select(Training.slug)), db.session.scalars(select(TrainingOldSlug.slug)))
    found = []
    for title in titles:
        found.append(_numbered(slugify(title), taken))
        taken.add(found[-1])
    return found


def _numbered(wanted: str, taken: Container[str]) -> str:
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
