"""Who has lost the links to what they made asks for them by a contact, without an account."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select

from coopnet.accounts.rules.people import Contact
from coopnet.foundation import outbox
from coopnet.foundation.db import db

LETTERS_A_DAY = 6


def ask_for_links(job: str, contact: Contact, *, language: str, now: datetime) -> None:
    """Queues `job`, known or not, so that the answer takes as long for strangers.

    At most one an hour and `LETTERS_A_DAY` in 24 hours for each e-mail and each phone, whatever stands beside it. Who
    asks more often is answered as ever: whoever has made others ask, the owner has those letters, and their links work.
    """
    for one in contact.each:
        who = hashlib.sha256(one.key.encode()).hexdigest()[:32]
        # By their exact keys: both engines have an index for those.
        asked = [f"{job}:{who}:{now - timedelta(hours=hours):%Y%m%d%H}" for hours in range(24)]
        sent = db.session.scalar(select(func.count()).where(outbox.Dispatch.dedup_key.in_(asked))) or 0
        if sent >= LETTERS_A_DAY:
            continue
        outbox.put(
            dedup_key=asked[0],
            channel=outbox.JOB,
            kind=job,
            now=now,
            subject_kind="contact",
            subject_id=who,
            language=language,
            values={"email": one.email, "phone": one.phone},
        )
