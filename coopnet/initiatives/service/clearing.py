"""What is done by the clock: what was typed to publish, claim or share a profile goes when its time is over."""

from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.foundation import clock, outbox
from coopnet.foundation.db import db
from coopnet.foundation.outbox import Dispatch
from coopnet.initiatives.models import InitiativeClaim, InitiativeDraft, InitiativeInvitation, InitiativeSubmission
from coopnet.initiatives.queries.overdue_keeping import is_old_claim, is_old_draft, is_old_invitation, is_old_reason

CLEAR = "initiatives.clear_keeping"


def clear(now: datetime) -> None:
    for kind, model, is_old in (
        ("initiative_draft", InitiativeDraft, is_old_draft(now)),
        ("initiative_invitation", InitiativeInvitation, is_old_invitation(now)),
    ):
        for public_id in db.session.scalars(select(model.public_id).where(is_old)).all():
            outbox.forget(kind, public_id)
    for gone in (
        delete(InitiativeDraft).where(is_old_draft(now)),
        update(InitiativeInvitation).where(is_old_invitation(now)).values(recipient=None),
        update(InitiativeClaim).where(is_old_claim(now)).values(text="", reason=""),
        update(InitiativeSubmission).where(is_old_reason(now)).values(reason=""),
    ):
        db.session.execute(gone.execution_options(synchronize_session=False))
    db.session.flush()


def clear_job(_dispatch: Dispatch) -> None:
    clear(clock.now())
