"""The questions that were put to a profile's people, and their end."""

from datetime import datetime

from sqlalchemy import select, update

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativeAsk


def end_asks(initiative_id: int, *, now: datetime) -> None:
    """Somebody answered, or it cannot be asked any more: no link of theirs counts, no letter leaves."""
    standing = select(InitiativeAsk.public_id).where(
        InitiativeAsk.initiative_id == initiative_id, InitiativeAsk.ended_at.is_(None)
    )
    for public_id in db.session.scalars(standing).all():
        end_ask(public_id, now=now)


def end_ask(public_id: str, *, now: datetime) -> None:
    ended = update(InitiativeAsk).where(InitiativeAsk.public_id == public_id)
    db.session.execute(ended.values(ended_at=now, recipient=None).execution_options(synchronize_session=False))
    outbox.forget("initiative_ask", public_id)
