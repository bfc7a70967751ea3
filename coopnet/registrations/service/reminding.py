"""Sends people the links that they have lost."""

from datetime import datetime

from coopnet.accounts.service import lost_links
from coopnet.foundation import outbox
from coopnet.registrations import queries
from coopnet.registrations.letters.kinds import LINKS
from coopnet.registrations.rules.people import Contact

SEND_LINKS = "registrations.send_links"


def ask_for_links(contact: Contact, *, language: str, now: datetime) -> None:
    lost_links.ask_for_links(SEND_LINKS, contact, language=language, now=now)


def send_links(dispatch: outbox.Dispatch) -> None:
    """The job: one letter with all the links, to the address that has them, or none.

    In the language of the newest: whoever asks for it may do so on anybody's page.
    """
    for channel, email, phone in (
        (outbox.EMAIL, dispatch.values.get("email"), None),
        (outbox.SMS, None, dispatch.values.get("phone")),
    ):
        found = queries.list_active_by_contact(email=email, phone=phone) if email or phone else []
        if found:
            outbox.put(
                dedup_key=f"{dispatch.dedup_key}:{channel}",
                channel=channel,
                kind=LINKS,
                now=dispatch.queued_at,
                subject_kind="contact",
                subject_id=dispatch.subject_id,
                recipient=email or phone,
                language=found[-1].language,
            )
    dispatch.values = {}
