"""What changed in a profile, the newest first; for its editors and the team."""

from collections.abc import Sequence

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativeChange

SHOWN = 20


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
