"""What is done by the clock: a relayed message is kept for thirty days, then nothing of its sender stays."""

from datetime import datetime

from sqlalchemy import select

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeMessage

ERASE = "initiatives.erase_messages"


def erase_messages(now: datetime) -> int:
    """How many."""
    due = db.session.scalars(select(InitiativeMessage).where(InitiativeMessage.erase_at <= now)).all()
    for message in due:
        message.name = message.email = message.text = message.erase_at = None
        outbox.forget("initiative_message", message.public_id)
    db.session.flush()
    return len(due)


def erase_job(_dispatch: Dispatch) -> None:
    erase_messages(clock.now())
