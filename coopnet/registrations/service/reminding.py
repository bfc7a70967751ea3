"""Sends people the links that they have lost."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select

from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.registrations import queries
from coopnet.registrations.letters.kinds import LINKS
from coopnet.registrations.rules.people import Contact

SEND_LINKS = "registrations.send_links"
LETTERS_A_DAY = 6


def ask_for_links(contact: Contact, *, language: str, now: datetime) -> None:
    """Queues a job, known or not, so that the answer takes as long for strangers.

    At most one an hour and `LETTERS_A_DAY` in 24 hours for each e-mail and each phone, whatever stands beside it. Who
    asks more often is answered as ever: whoever has made others ask, the owner has those letters, and their links work.
    """
    for one in contact.each:
        who = hashlib.sha256(one.key.encode()).hexdigest()[:32]
        # By their exact keys: both engines have an index for those.
        asked = [f"{SEND_LINKS}:{who}:{now - timedelta(hours=hours):%Y%m%d%H}" for hours in range(24)]
        sent = db.session.scalar(select(func.count()).where(outbox.Dispatch.dedup_key.in_(asked))) or 0
        if sent >= LETTERS_A_DAY:
            continue
        outbox.put(
            dedup_key=asked[0],
            channel=outbox.JOB,
            kind=SEND_LINKS,
            now=now,
            subject_kind="contact",
            subject_id=who,
            language=language,
            values={"email": one.email, "phone": one.phone},
        )


def send_links(dispatch: outbox.Dispatch) -> None:
    """The job: one letter with all the links, to the address that has them, or none."""
    for channel, email, phone in (
        (outbox.EMAIL, dispatch.values.get("email"), None),
        (outbox.SMS, None, dispatch.values.get("phone")),
    ):
        if (email or phone) and queries.list_active_by_contact(email=email, phone=phone):
            outbox.put(
                dedup_key=f"{dispatch.dedup_key}:{channel}",
                channel=channel,
                kind=LINKS,
                now=dispatch.queued_at,
                subject_kind="contact",
                subject_id=dispatch.subject_id,
                recipient=email or phone,
                language=dispatch.language,
            )
    dispatch.values = {}
