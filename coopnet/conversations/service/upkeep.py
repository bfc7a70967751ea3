"""What is done by the clock: conversations whose time is over are erased."""

from datetime import datetime, time

from sqlalchemy import delete, select

from coopnet.conversations.models import Conversation, ConversationReport, InboundLetter
from coopnet.conversations.queries.overdue import is_old_report, is_overdue
from coopnet.conversations.service import maildir
from coopnet.conversations.service.erasing import erase
from coopnet.foundation import clock, jobs, outbox
from coopnet.foundation.db import db

ERASE = "conversations.erase"
BATCH = 100


def erase_job(dispatch: outbox.Dispatch) -> None:
    if erase_overdue(clock.now()) == BATCH:
        outbox.put_next_part(dispatch)


DAILY = ((ERASE, erase_job, time(4, 45)),)
QUEUED = maildir.QUEUED


def erase_overdue(now: datetime) -> int:
    """How many, at most a batch. Somebody may write at this very moment: then it is not overdue any more."""
    gone = delete(ConversationReport).where(is_old_report(now))
    db.session.execute(gone.execution_options(synchronize_session=False))
    noted = delete(InboundLetter).where(InboundLetter.received_at <= now - jobs.kept_for())
    db.session.execute(noted.execution_options(synchronize_session=False))
    found = select(Conversation).where(is_overdue(now)).order_by(Conversation.id).limit(BATCH).with_for_update()
    due = db.session.scalars(found).all()
    for each in due:
        erase(each)
    return len(due)
