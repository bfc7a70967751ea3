"""A training's address follows its title; an address it once had answers for ever."""

import re

from sqlalchemy import select

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
    number, slug = 1, wanted
    while True:
        taken = db.session.scalar(select(Training.id).where(Training.slug == slug))
        was = db.session.scalar(select(TrainingOldSlug.training_id).where(TrainingOldSlug.slug == slug))
        if taken in {None, training_id} and was in {None, training_id}:
            return slug
        number += 1
        slug = f"{wanted}-{number}"
