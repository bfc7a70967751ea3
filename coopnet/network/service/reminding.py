"""Sends people the links to their posts that they have lost; as `registrations.service.reminding` does."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import func, select

from coopnet.accounts.rules.people import Contact
from coopnet.foundation import outbox
from coopnet.foundation.db import db
from coopnet.network import letters
from coopnet.network.queries.finding import list_by_contact

SEND_LINKS = "network.send_links"
LETTERS_A_DAY = 6


def ask_for_links(contact: Contact, *, language: str, now: datetime) -> None:
    """Queues a job, known or not, so that the answer takes as long for strangers.

    At most one an hour and `LETTERS_A_DAY` in 24 hours for each e-mail and each phone.
    """
    for one in contact.each:
        who = hashlib.sha256(one.key.encode()).hexdigest()[:32]
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
    email, phone = dispatch.values.get("email"), dispatch.values.get("phone")
    for contact in Contact(email=email, phone=phone).each:
        if list_by_contact(contact):
            letters.links(dispatch, email=contact.email, phone=contact.phone)
    dispatch.values = {}
