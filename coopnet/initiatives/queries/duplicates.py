"""Which profiles may be one initiative twice, and which one is meant by what the team typed."""

from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import aliased

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias
from coopnet.initiatives.queries.standing import Standing, find_by_key, find_by_slug
from coopnet.initiatives.rules.states import Status

MOST_TWINS = 20


def find_named(typed: str) -> Standing | None:
    """By its address, whole or its last word, or by any name of it."""
    words = [part for part in urlsplit(typed).path.split("/") if part]
    by_slug = find_by_slug(words[-1]) if words and " " not in words[-1] else None
    if by_slug is not None:
        return by_slug
    key = match_key(typed)
    named = select(Initiative.id).where(Initiative.name_key == key)
    called = select(InitiativeAlias.initiative_id).where(InitiativeAlias.name_key == key)
    found = db.session.scalar(named) or db.session.scalar(called)
    return None if found is None else find_by_key(found)


def list_twins() -> list[tuple[Standing, Standing]]:
    """Pairs that have one tax id; nobody but the team is shown that."""
    one, other = aliased(Initiative), aliased(Initiative)
    pairs = db.session.execute(
        select(one.slug, other.slug)
        .join(other, (other.tax_id == one.tax_id) & (other.id > one.id))
        .where(
            one.tax_id.is_not(None),
            one.tax_id != "",
            one.slug.is_not(None),
            other.slug.is_not(None),
            one.status != Status.MERGED.value,
            other.status != Status.MERGED.value,
        )
        .order_by(one.id, other.id)
        .limit(MOST_TWINS)
    )
    found = []
    for slugs in pairs:
        left, right = (find_by_slug(str(slug)) for slug in slugs)
        if left is not None and right is not None:
            found.append((left, right))
    return found
