"""Where a profile stands, public or not: for who keeps it and for the team."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from coopnet.foundation.db import db
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.models import Initiative
from coopnet.initiatives.queries.keepers import KIND
from coopnet.initiatives.queries.profile import LONGEST_SLUG, follow
from coopnet.initiatives.rules.states import READABLE


@dataclass(frozen=True)
class Standing:
    id: int
    public_id: str
    name: str
    slug: str
    status: str
    language: str  # of its original text
    version: int
    confirmed_at: datetime | None

    @property
    def is_public(self) -> bool:
        return self.status in READABLE


def find_standing(public_id: str) -> Standing | None:
    """None for a bare name too."""
    return _find(Initiative.public_id == public_id)


def find_by_slug(slug: str) -> Standing | None:
    """Also one that was merged."""
    if len(slug) > LONGEST_SLUG:
        return None
    return _find(Initiative.slug == slug)


def find_kept(slug: str, viewer: Viewer, permission: str = "initiatives.edit") -> Standing | None:
    """What has this address, or what it leads to after a rename or a merge: the one that the viewer may keep."""
    found, moved = find_by_slug(slug), follow(slug)
    each = (found, find_by_key(moved.id) if moved is not None else None)
    may = [one for one in each if one and viewer.can(permission, subject_kind=KIND, subject_id=one.public_id)]
    return may[0] if may else None


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
            Initiative.confirmed_at,
        ).where(wanted, Initiative.slug.is_not(None))
    ).first()
    return None if row is None else Standing(*row)
