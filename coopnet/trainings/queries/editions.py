"""The other editions of a training."""

from datetime import datetime

from sqlalchemy import select, true

from coopnet.foundation.db import db
from coopnet.trainings.models import Training
from coopnet.trainings.queries.cards import Card, list_cards

MOST = 12


def list_editions(series: str | None, *, but: int, language: str, now: datetime, is_team: bool = False) -> list[Card]:
    """The latest first; drafts too for the team."""
    if series is None:
        return []
    asked = select(Training.id).where(Training.series == series, Training.id != but)
    if not is_team:
        asked = asked.where(Training.is_public == true())
    ids = db.session.scalars(asked.order_by(Training.starts_at.desc(), Training.id.desc()).limit(MOST)).all()
    return list_cards(ids, language=language, now=now)
