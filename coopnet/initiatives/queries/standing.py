"""Where a profile stands, public or not: for who keeps it and for the team."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative


@dataclass(frozen=True)
class Standing:
    id: int
    public_id: str
    name: str
    slug: str
    status: str
    language: str
    version: int


def find_standing(public_id: str) -> Standing | None:
    """None for a bare name too."""
    return _find(Initiative.public_id == public_id)


def find_by_slug(slug: str) -> Standing | None:
    return _find(Initiative.slug == slug)


def find_by_key(key: int) -> Standing | None:
    return _find(Initiative.id == key)


def _find(wanted: ColumnElement[Any]) -> Standing | None:
    row: Any = db.session.execute(
        select(
            Initiative.id,
            Initiative.public_id,
            Initiative.name,
            Initiative.slug,
            Initiative.status,
            Initiative.language,
            Initiative.version,
        ).where(wanted, Initiative.slug.is_not(None))
    ).first()
    return None if row is None else Standing(*row)
