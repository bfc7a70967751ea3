"""A profile's address follows its name; an address it once had answers for ever."""

import re
from collections.abc import Collection, Sequence
from itertools import count

from sqlalchemy import or_, select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeOldSlug
from coopnet.initiatives.rules.states import READABLE
from coopnet.vocabulary.rules.slugs import slugify

# Addresses of pages that stand beside the profiles.
RESERVED = ("alta", "incrusta", "mapa", "proveidors", "descobreix", "repas", "enviades", "reclamades", "avisos")
TAIL = 6  # letters


def follow_names(initiatives: Sequence[Initiative], *, hides_name: bool = False) -> None:
    """Of profiles that may not be flushed yet; two of them get two addresses.

    `hides_name`: those are new, and until the team makes them public their address has a tail that nobody can guess, so
    that no number after a name tells of another one that is not public either.
    """
    wanted = [(each, _wanted(each, hides_name=hides_name)) for each in initiatives]
    moving = [(each, slug) for each, slug in wanted if not re.fullmatch(rf"{slug}(-\d+)?", each.slug or "")]
    taken = _taken({slug for _each, slug in moving})
    given: set[str] = set()
    for each, slug in moving:
        is_free = slug not in taken | given
        old, each.slug = each.slug, slug if is_free else free_slug(slug, each.id, given=given)
        given.add(each.slug)
        if old is not None:
            _remember(each, old)


def _wanted(initiative: Initiative, *, hides_name: bool) -> str:
    slug = slugify(initiative.name, otherwise="iniciativa")
    is_hidden = initiative.status not in READABLE and (hides_name or has_tail(initiative))
    return f"{slug}-{_tail(initiative)}" if is_hidden else slug


def has_tail(initiative: Initiative) -> bool:
    return (initiative.slug or "").endswith(f"-{_tail(initiative)}")


def _tail(initiative: Initiative) -> str:
    return initiative.public_id[:TAIL]


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
