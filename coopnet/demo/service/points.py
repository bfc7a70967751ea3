"""The demo's support points, through the services."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from coopnet.demo.rules.points import points
from coopnet.demo.service import crowd, fitting
from coopnet.foundation import clock
from coopnet.foundation.db import db, in_transaction
from coopnet.places.models import SupportPoint
from coopnet.places.rules.points import Draft
from coopnet.places.service import points as places


def load(now: datetime) -> int | None:
    """How many; None when there are some already: then nothing is touched."""
    if db.session.scalar(select(SupportPoint.id).limit(1)) is not None:
        return None
    drafts = [_fitted(draft) for draft in points(clock.to_local(now).date())]
    in_transaction(lambda: [places.add(draft, actor=crowd.ACTOR, now=now) for draft in drafts])
    return len(drafts)


def _fitted(draft: Draft) -> Draft:
    is_here = fitting.is_here(draft.latitude, draft.longitude)
    return replace(
        draft,
        barri=fitting.barri(draft.barri),
        latitude=draft.latitude if is_here else None,
        longitude=draft.longitude if is_here else None,
    )
