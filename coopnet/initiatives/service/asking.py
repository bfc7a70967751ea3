"""What strangers send to a profile: a message that is relayed, a report that something is wrong."""

from datetime import datetime, timedelta

from sqlalchemy import select

from coopnet.foundation import outbox
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives.letters import MESSAGE
from coopnet.initiatives.models import Initiative, InitiativeMessage, InitiativeReport
from coopnet.initiatives.queries.freshness import find_own_address
from coopnet.initiatives.rules.states import READABLE, ReportReason

KEEP_MESSAGE = timedelta(days=30)


def write_to(
    initiative_id: int, *, name: str, email: str, text: str, language: str, form_key: str, now: datetime
) -> None:
    """Relayed by letter; the same form sent twice is one message.

    Raises `RuleBroken`: `initiative_not_found`, `cannot_be_written`.
    """
    _check(initiative_id)
    address = find_own_address(initiative_id)
    if address is None:
        raise RuleBroken("cannot_be_written")
    public_id = new_public_id()
    is_new = add_if_absent(
        InitiativeMessage,
        unique="form_key",
        public_id=public_id,
        initiative_id=initiative_id,
        name=name,
        email=email,
        text=text,
        form_key=form_key,
        created_at=now,
        erase_at=now + KEEP_MESSAGE,
    )
    if is_new:
        outbox.put(
            dedup_key=f"initiative-message:{public_id}",
            channel=outbox.EMAIL,
            kind=MESSAGE,
            recipient=address,
            language=language,
            values={"message": public_id},
            subject_kind="initiative_message",
            subject_id=public_id,
            now=now,
        )


def report(initiative_id: int, *, reason: ReportReason, text: str, form_key: str, now: datetime) -> None:
    """Into the moderation queue; the same form sent twice is one report.

    Raises `RuleBroken("initiative_not_found")`.
    """
    _check(initiative_id)
    add_if_absent(
        InitiativeReport,
        unique="form_key",
        public_id=new_public_id(),
        initiative_id=initiative_id,
        reason=reason.value,
        text=text,
        form_key=form_key,
        created_at=now,
    )


def _check(initiative_id: int) -> None:
    status = db.session.scalar(select(Initiative.status).where(Initiative.id == initiative_id))
    if status not in READABLE:
        raise RuleBroken("initiative_not_found")
