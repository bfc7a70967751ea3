"""A profile's address follows its name; an address it once had answers for ever."""

import re
from collections.abc import Collection, Sequence
from itertools import count

from sqlalchemy import or_, select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeOldSlug
from coopnet.vocabulary.rules.slugs import slugify

# Addresses of pages that stand beside the profiles.
RESERVED = ("alta", "incrusta", "mapa", "proveidors", "descobreix", "repas", "enviades", "reclamades", "avisos")


def follow_names(initiatives: Sequence[Initiative]) -> None:
    """Of profiles that may not be flushed yet; two of them get two addresses."""
    wanted = [(each, slugify(each.name, otherwise="iniciativa")) for each in initiatives]
    moving = [(each, slug) for each, slug in wanted if not re.fullmatch(rf"{slug}(-\d+)?", each.slug or "")]
    taken = _taken({slug for _each, slug in moving})
    given: set[str] = set()
    for each, slug in moving:
        is_free = slug not in taken | given
        old, each.slug = each.slug, slug if is_free else free_slug(slug, each.id, given=given)
        given.add(each.slug)
        if old is not None:
            _remember(each, old)


def _remember(initiative: Initiative, old: str) -> None:
    if db.session.get(InitiativeOldSlug, old) is None:
        db.session.add(InitiativeOldSlug(slug=old, initiative_id=initiative.id))
    returned = db.session.get(InitiativeOldSlug, initiative.slug)
    if returned is not None:
        db.session.delete(returned)


def _taken(slugs: Collection[str]) -> set[str]:
    """Those of them that a profile has, or once had."""
    found = {slug for slug in slugs if slug in RESERVED}
    for column in (Initiative.slug, InitiativeOldSlug.slug):
        found.update(slug for slug in db.session.scalars(select(column).where(column.in_(slugs))) if slug)
    return found


def free_slug(wanted: str, initiative_id: int | None, *, given: Collection[str] = ()) -> str:
    """With a number after it where another profile has it, or once had it, or was just given it."""
    taken = {*RESERVED, *given}
    pairs = ((Initiative.slug, Initiative.id), (InitiativeOldSlug.slug, InitiativeOldSlug.initiative_id))
    for column, owner in pairs:
        asked = select(column).where(or_(column == wanted, column.startswith(f"{wanted}-")))
        found = db.session.scalars(asked if initiative_id is None else asked.where(owner != initiative_id))
        taken.update(slug for slug in found if slug)
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)
