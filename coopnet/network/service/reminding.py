"""Sends people the links to their posts, and to their page as a volunteer, that they have lost."""

from datetime import datetime

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import lost_links
from coopnet.conversations.queries.listing import list_of_contact
from coopnet.foundation import outbox
from coopnet.network import letters
from coopnet.network.queries import volunteers
from coopnet.network.queries.finding import list_by_contact

SEND_LINKS = "network.send_links"


def ask_for_links(contact: Contact, *, language: str, now: datetime) -> None:
    lost_links.ask_for_links(SEND_LINKS, contact, language=language, now=now)


def send_links(dispatch: outbox.Dispatch) -> None:
    """The job: one letter with all the links, to the address that has them, or none."""
    email, phone = dispatch.values.get("email"), dispatch.values.get("phone")
    for contact in Contact(email=email, phone=phone).each:
        sides = (list_by_contact(contact), volunteers.list_by_contact(contact), list_of_contact(contact))
        if any(sides):
            letters.links(dispatch, email=contact.email, phone=contact.phone)
    dispatch.values = {}


QUEUED = ((SEND_LINKS, send_links),)
