"""What changed in a profile, the newest first; for its editors and the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.models import Initiative, InitiativeChange
from coopnet.initiatives.queries.profile import LONGEST_SLUG
from coopnet.initiatives.rules.states import READABLE

SHOWN = 20


@dataclass(frozen=True)
class Kept:
    """A profile in whatever state."""

    id: int
    public_id: str
    slug: str
    name: str
    language: str  # of its original text
    status: str
    version: int
    confirmed_at: datetime | None

    @property
    def is_public(self) -> bool:
        return self.status in READABLE


def find_kept(slug: str) -> Kept | None:
    """Also one that is not public, or was merged."""
    if len(slug) > LONGEST_SLUG:
        return None
    row = db.session.execute(_KEPT.where(Initiative.slug == slug)).one_or_none()
    return Kept(**row._asdict()) if row else None


def kept_of(initiative_id: int) -> Kept | None:
    """None for a bare name, which is no profile yet."""
    row = db.session.execute(_KEPT.where(Initiative.id == initiative_id, Initiative.slug.is_not(None))).one_or_none()
    return Kept(**row._asdict()) if row else None


def list_changes(initiative_id: int, *, before: int | None = None) -> Sequence[InitiativeChange]:
    """Those of versions under `before`; one more than a page shows."""
    asked = select(InitiativeChange).where(InitiativeChange.initiative_id == initiative_id)
    if before is not None:
        asked = asked.where(InitiativeChange.version < before)
    return db.session.scalars(asked.order_by(InitiativeChange.version.desc()).limit(SHOWN + 1)).all()


def find_change(initiative_id: int, version: int) -> InitiativeChange | None:
    return db.session.scalars(
        select(InitiativeChange).where(
            InitiativeChange.initiative_id == initiative_id, InitiativeChange.version == version
        )
    ).first()


_KEPT = select(
    Initiative.id,
    Initiative.public_id,
    Initiative.slug,
    Initiative.name,
    Initiative.language,
    Initiative.status,
    Initiative.version,
    Initiative.confirmed_at,
)
