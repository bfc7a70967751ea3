"""The trainings of an initiative, for the page of its profile."""

from collections.abc import Mapping

from sqlalchemy import Row, exists, select, true

from coopnet.foundation import clock
from coopnet.foundation.db import db
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
    now, t = clock.now(), Training.__table__.c
    coordinates = exists().where(
        TrainingPartnerRole.partner_id == TrainingPartner.id, TrainingPartnerRole.role == COORDINATION
    )
    mine = (
        select(t.id, coordinates.label("is_its_own"))
        .join(TrainingPartner, TrainingPartner.training_id == t.id)
        .where(TrainingPartner.initiative_id == profile.id, t.is_public == true())
    )
    coming = db.session.execute(mine.where(t.ends_at > now).order_by(t.starts_at, t.id).limit(MOST)).all()
    past = db.session.execute(mine.where(t.ends_at <= now).order_by(t.ends_at.desc(), t.id).limit(MOST)).all()
    rows: list[Row[tuple[int, bool]]] = [*coming, *past][:MOST]
    own = {row.id for row in rows if row.is_its_own}
    cards = list_cards([row.id for row in rows], language=current_language(), now=now)
    return {
        "trainings": [card for card in cards if card.id in own],
        "co_produced": [card for card in cards if card.id not in own],
    }
