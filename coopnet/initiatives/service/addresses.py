"""A profile's address follows its name; an address it once had answers for ever."""

import re
from itertools import count

from sqlalchemy import or_, select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeOldSlug
from coopnet.vocabulary.rules.slugs import slugify

# Addresses of pages that stand beside the profiles.
RESERVED = ("alta", "incrusta", "mapa", "proveidors", "descobreix")


def follow_name(initiative: Initiative) -> None:
    wanted = slugify(initiative.name, otherwise="iniciativa")
    if initiative.slug is None:
        initiative.slug = free_slug(wanted, None)
    elif not re.fullmatch(rf"{wanted}(-\d+)?", initiative.slug):
        old, initiative.slug = initiative.slug, free_slug(wanted, initiative.id)
        if db.session.get(InitiativeOldSlug, old) is None:
            db.session.add(InitiativeOldSlug(slug=old, initiative_id=initiative.id))
        returned = db.session.get(InitiativeOldSlug, initiative.slug)
        if returned is not None:
            db.session.delete(returned)


def free_slug(wanted: str, initiative_id: int | None) -> str:
    """With a number after it where another profile has it, or once had it."""
    taken = set(RESERVED)
    pairs = ((Initiative.slug, Initiative.id), (InitiativeOldSlug.slug, InitiativeOldSlug.initiative_id))
    for column, owner in pairs:
        asked = select(column).where(or_(column == wanted, column.startswith(f"{wanted}-")))
        found = db.session.scalars(asked if initiative_id is None else asked.where(owner != initiative_id))
        taken.update(slug for slug in found if slug)
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
