"""The trainings of an initiative, for the page of its profile."""

from collections.abc import Mapping

from sqlalchemy import Row, bindparam, exists, select, true

from coopnet.foundation import clock
from coopnet.foundation.db import UTCDateTime, db
from coopnet.foundation.i18n import current_language
from coopnet.initiatives.queries import Profile
from coopnet.trainings.models import Training, TrainingPartner, TrainingPartnerRole
from coopnet.trainings.queries.cards import list_cards

MOST = 6
COORDINATION = "coordination"  # of `partner_roles`


def panel(profile: Profile) -> Mapping[str, object]:
    """Those it coordinates, and those in which it has another part: the coming ones first, soonest first, then the
    latest of the past.
    """
    now = clock.now()
    asked = {"initiative": profile.id, "now": now}
    rows: list[Row[tuple[int, bool]]] = list(db.session.execute(_COMING, asked))
    if len(rows) < MOST:
        rows = [*rows, *db.session.execute(_PAST, asked)][:MOST]
    own = {row.id for row in rows if row.is_its_own}
    cards = list_cards([row.id for row in rows], language=current_language(), now=now)
    return {
        "trainings": [card for card in cards if card.id in own],
        "co_produced": [card for card in cards if card.id not in own],
    }


_T, _NOW = Training.__table__.c, bindparam("now", type_=UTCDateTime())
_COORDINATES = exists().where(
    TrainingPartnerRole.partner_id == TrainingPartner.id, TrainingPartnerRole.role == COORDINATION
)
_MINE = (
    select(_T.id, _COORDINATES.label("is_its_own"))
    .join(TrainingPartner, TrainingPartner.training_id == _T.id)
    .where(TrainingPartner.initiative_id == bindparam("initiative"), _T.is_public == true())
)
_COMING = _MINE.where(_T.ends_at > _NOW).order_by(_T.starts_at, _T.id).limit(MOST)
_PAST = _MINE.where(_T.ends_at <= _NOW).order_by(_T.ends_at.desc(), _T.id).limit(MOST)
