"""The trainings of an initiative, for the page of its profile."""

from collections.abc import Mapping

from sqlalchemy import select, true

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.i18n import current_language
from coopnet.initiatives.queries import Profile
from coopnet.trainings.models import Training, TrainingPartner
from coopnet.trainings.queries.cards import list_cards

MOST = 6


def panel(profile: Profile) -> Mapping[str, object]:
    """Those it co-produces: the coming ones first, soonest first, then the latest of the past."""
    now, t = clock.now(), Training.__table__.c
    mine = (
        select(t.id)
        .join(TrainingPartner, TrainingPartner.training_id == t.id)
        .where(TrainingPartner.initiative_id == profile.id, t.is_public == true())
    )
    coming = db.session.scalars(mine.where(t.ends_at > now).order_by(t.starts_at, t.id).limit(MOST)).all()
    past = db.session.scalars(mine.where(t.ends_at <= now).order_by(t.ends_at.desc(), t.id).limit(MOST)).all()
    ids = [*coming, *past][:MOST]
    return {"trainings": list_cards(ids, language=current_language(), now=now)}
