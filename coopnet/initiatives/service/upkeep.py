"""What is done by the clock: what is personal goes when its time is over, and files that nothing names."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from coopnet.foundation import clock, outbox, pictures
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import (
    Initiative,
    InitiativeChange,
    InitiativeContact,
    InitiativeMessage,
    InitiativeReport,
)
from coopnet.initiatives.queries.overdue import is_long_closed, is_old_change, is_old_message, is_old_report
from coopnet.initiatives.queries.pictures import list_digests
from coopnet.initiatives.rules.histories import forget_personal

ERASE = "initiatives.erase_messages"
SWEEP = "initiatives.sweep_pictures"
BATCH = 200
UPLOADING = timedelta(hours=1)  # a file may wait so long for its row


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


def erase_changes(now: datetime) -> int:
    """How many; a batch, since a busy directory has many of them."""
    due = select(InitiativeChange).where(is_old_change(now)).order_by(InitiativeChange.id).limit(BATCH)
    found = db.session.scalars(due).all()
    for change in found:
        change.before, change.after = forget_personal(change.before), forget_personal(change.after)
        change.erase_at = None
    db.session.flush()
    return len(found)


def erase_closed(now: datetime) -> None:
    """How those that no longer exist were reached."""
    gone = list(db.session.scalars(select(Initiative.id).where(is_long_closed(now))))
    if not gone:
        return
    ways = delete(InitiativeContact).where(InitiativeContact.initiative_id.in_(gone))
    numbers = update(Initiative).where(Initiative.id.in_(gone)).values(tax_id=None)
    for forgotten in (ways, numbers):
        db.session.execute(forgotten.execution_options(synchronize_session=False))


def erase_job(dispatch: Dispatch) -> None:
    """Goes on with the next batch until nothing is overdue."""
    now = clock.now()
    erase_messages(now)
    erase_reports(now)
    erase_closed(now)
    if erase_changes(now) == BATCH:
        outbox.put_next_part(dispatch)


def sweep_job(_dispatch: Dispatch) -> None:
    """Files have the machine's own time, whatever the instance's clock says."""
    pictures.sweep(list_digests(), older_than=clock.real_now() - UPLOADING)
