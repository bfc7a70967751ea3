"""Which profiles may be one initiative twice, and which one is meant by what the team typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from coopnet.foundation.db import db
from coopnet.foundation.text_index.folding import match_key
from coopnet.initiatives.models import Initiative, InitiativeAlias, InitiativePair
from coopnet.initiatives.queries.standing import Standing, find_by_key, find_by_slug
from coopnet.initiatives.rules.likeness import Why
from coopnet.initiatives.rules.states import Status

MOST_TWINS = 20
_ONE, _OTHER = aliased(Initiative), aliased(Initiative)


@dataclass(frozen=True)
class Pair:
    """`why` is of `rules.likeness.Why`."""

    names: tuple[str, str]
    slugs: tuple[str, str]
    why: str


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


def list_twins() -> list[Pair]:
    """With one tax id, but for those that the team has told apart; nobody else is shown that."""
    told_apart = and_(
        InitiativePair.one_id == _ONE.id, InitiativePair.other_id == _OTHER.id, InitiativePair.apart_at.is_not(None)
    )
    asked = (
        _names()
        .join(_OTHER, and_(_OTHER.tax_id == _ONE.tax_id, _OTHER.id > _ONE.id))
        .outerjoin(InitiativePair, told_apart)
        .where(_ONE.tax_id.is_not(None), _ONE.tax_id != "", InitiativePair.one_id.is_(None))
        .order_by(_ONE.id, _OTHER.id)
    )
    return [_pair(row, Why.TAX_ID) for row in db.session.execute(asked.limit(MOST_TWINS))]


def list_pairs() -> tuple[list[Pair], int]:
    """What the daily job has found by names and places, the likeliest first; and how many there are in all."""
    asked = (
        _names()
        .add_columns(InitiativePair.why, func.count().over().label("all"))
        .join(InitiativePair, InitiativePair.one_id == _ONE.id)
        .join(_OTHER, InitiativePair.other_id == _OTHER.id)
        .where(InitiativePair.apart_at.is_(None))
        .order_by(InitiativePair.alike.desc(), _ONE.id, _OTHER.id)
    )
    rows: Sequence[Any] = db.session.execute(asked.limit(MOST_TWINS)).all()
    return [_pair(row, row.why) for row in rows], rows[0].all if rows else 0


def is_told_apart(one_id: int, other_id: int) -> bool:
    low, high = sorted((one_id, other_id))
    kept = db.session.get(InitiativePair, (low, high))
    return kept is not None and kept.apart_at is not None


def _names() -> Any:
    return select(
        _ONE.name.label("name"), _ONE.slug.label("slug"), _OTHER.name.label("its"), _OTHER.slug.label("at")
    ).where(
        _ONE.slug.is_not(None),
        _OTHER.slug.is_not(None),
        _ONE.status != Status.MERGED.value,
        _OTHER.status != Status.MERGED.value,
    )


def _pair(row: Any, why: str) -> Pair:
    return Pair((row.name, row.its), (row.slug, row.at), why)
