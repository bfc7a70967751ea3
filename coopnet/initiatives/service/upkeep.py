"""What is done by the clock: what strangers wrote goes when its time is over."""

from datetime import datetime

from sqlalchemy import select, update

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeMessage, InitiativeReport
from coopnet.initiatives.queries.overdue import is_old_message, is_old_report

ERASE = "initiatives.erase_messages"


def erase_messages(now: datetime) -> int:
    """How many; nothing of their senders stays."""
    due = db.session.scalars(select(InitiativeMessage).where(is_old_message(now))).all()
    for message in due:
        message.name = message.email = message.text = message.erase_at = None
        outbox.forget("initiative_message", message.public_id)
    db.session.flush()
    return len(due)


def erase_reports(now: datetime) -> None:
    emptied = update(InitiativeReport).where(is_old_report(now)).values(text="")
    db.session.execute(emptied.execution_options(synchronize_session=False))


def erase_job(_dispatch: Dispatch) -> None:
    now = clock.now()
    erase_messages(now)
    erase_reports(now)
