from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from coopnet.foundation import links
from coopnet.registrations.queries import MANAGE
from coopnet.registrations.rules.people import Contact

BY_PHONE = "telefon"


def own_page(public_id: str, link_version: int) -> Response:
    """On to the person's own page; 303, so that reloading it posts nothing."""
    token = links.make_link(MANAGE, public_id, link_version)
    return redirect(url_for("registrations.show", token=token), 303)


def sent_per(contact: Contact) -> str | None:
    """For the address of a page that says "sent": who wrote a phone alone has no mail to look into."""
    return None if contact.email else BY_PHONE


def is_by_phone() -> bool:
    return request.args.get("per") == BY_PHONE
