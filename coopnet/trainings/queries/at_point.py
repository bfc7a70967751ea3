"""What there is to come at a support point, for its page: drop-in sessions are trainings too."""

from collections.abc import Mapping

from sqlalchemy import bindparam, select, true

from coopnet.foundation import clock
from coopnet.foundation.db import UTCDateTime, db
from coopnet.foundation.i18n import current_language
from coopnet.places.queries import Point
from coopnet.trainings.models import Training, TrainingSession
from coopnet.trainings.queries.cards import list_cards
from coopnet.trainings.rules.states import Status

MOST = 6

_T, _S, _NOW = Training.__table__.c, TrainingSession.__table__.c, bindparam("now", type_=UTCDateTime())
_COMING = (
    select(_T.id)
    .where(
        _T.is_public == true(),
        _T.status != Status.CANCELLED,
        _T.ends_at > _NOW,
        _T.id.in_(select(_S.training_id).where(_S.venue_id == bindparam("venue"), _S.ends_at > _NOW)),
    )
    .order_by(_T.starts_at, _T.id)
    .limit(MOST)
)


def panel_of_point(point: Point) -> Mapping[str, object]:
    """Those with a session to come in its building, the soonest first."""
    now = clock.now()
    ids = list(db.session.scalars(_COMING, {"venue": point.venue_id, "now": now}))
    return {"trainings": list_cards(ids, language=current_language(), now=now)}
