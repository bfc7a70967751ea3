"""The entities in whose name somebody may write."""

from collections.abc import Sequence

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.foundation.viewer import Viewer
from coopnet.initiatives.models import Initiative

EDIT = "initiatives.edit"


def list_kept(viewer: Viewer | None) -> Sequence[tuple[int, str, str]]:
    """Id, public id and name of the published profiles that the viewer keeps, by name."""
    if viewer is None or not viewer.is_whole:
        return []
    kept = [each.subject_id for each in viewer.grants if each.permission == EDIT and each.subject_kind == "initiative"]
    if not any(kept):
        return []
    rows = db.session.execute(
        select(Initiative.id, Initiative.public_id, Initiative.name)
        .where(Initiative.public_id.in_(kept), Initiative.is_listed == true())
        .order_by(Initiative.name_key)
    )
    return [(number, public_id, name) for number, public_id, name in rows]
