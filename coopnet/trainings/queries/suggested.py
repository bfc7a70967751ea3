"""Trainings that people can go to instead of one that was called off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, true

from coopnet.foundation.db import db
from coopnet.trainings.models import Training
from coopnet.trainings.queries.cards import Card, list_cards
from coopnet.trainings.rules.states import Status

MOST_OFFERED = 60


def list_suggested(public_ids: Sequence[str], *, language: str, now: datetime) -> list[Card]:
    """Those of them that are public and still to come, in that order."""
    if not public_ids:
        return []
    cards = list_cards(_ids(Training.public_id.in_(public_ids), now=now), language=language, now=now)
    return sorted(cards, key=lambda card: public_ids.index(card.public_id))


def list_to_suggest(but: int, *, language: str, now: datetime) -> list[Card]:
    """What is to come, soonest first, beside this one."""
    return list_cards(_ids(Training.id != but, now=now), language=language, now=now)


def _ids(condition: ColumnElement[bool], *, now: datetime) -> list[int]:
    asked = (
        select(Training.id)
        .where(Training.is_public == true(), Training.status == Status.PUBLISHED, Training.starts_at > now, condition)
        .order_by(Training.starts_at, Training.id)
        .limit(MOST_OFFERED)
    )
    return list(db.session.scalars(asked))
