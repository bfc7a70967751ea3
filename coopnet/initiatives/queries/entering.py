"""For `accounts.sign_in`: what the links of letters are about, before anybody has said who they are."""

import re

from coopnet.accounts.queries.accounts import find_by_address
from coopnet.accounts.rules.contacts import EMAIL, Address, address_of
from coopnet.accounts.rules.doors import Errand
from coopnet.foundation import clock, outbox
from coopnet.foundation.i18n import gettext as _
from coopnet.initiatives.queries.claims import CLAIM, find_claim, find_invitation
from coopnet.initiatives.queries.freshness import find_ask_address, find_by_link
from coopnet.initiatives.queries.standing import find_by_key
from coopnet.initiatives.rules.keeping import CLAIM_LASTS, INVITATION_LASTS, is_open

LINK = re.compile(r"/\w+/compte/iniciatives/(convida|reclama|repas)/([\w.-]+)")


def panel(wanted: str) -> dict[str, Errand]:
    """`wanted` is the page to which signing in leads."""
    found = LINK.fullmatch(wanted)
    if found is None:
        return {}
    say = {"convida": _invitation, "reclama": _claim, "repas": _ask}[found[1]]
    errand = say(found[2])
    return {} if errand is None else {"errand": errand}


def _invitation(token: str) -> Errand | None:
    made = find_invitation(token)
    one = find_by_key(made.initiative_id) if made else None
    if made is None or one is None:
        return None
    title = _("You are invited to keep “%(name)s”", name=one.name)
    if not is_open(created_at=made.created_at, ended_at=made.ended_at, lasts=INVITATION_LASTS, now=clock.now()):
        return Errand(title, (_("This invitation has been answered, taken back, or is too old."),))
    who = _name_of(made.invited_by)
    asks = (_("%(who)s asks you to keep its page in the directory with them.", who=who),) if who else ()
    return Errand(title, (*asks, _("First say who you are; then you say yes or no.")), _mail(made.recipient))


def _claim(token: str) -> Errand | None:
    made = find_claim(token)
    one = find_by_key(made.initiative_id) if made else None
    if made is None or one is None:
        return None
    title = _("Will you keep the page of “%(name)s”?", name=one.name)
    if not is_open(created_at=made.created_at, ended_at=made.ended_at, lasts=CLAIM_LASTS, now=clock.now()):
        return Errand(title, (_("This link has been used or is too old."),))
    to = outbox.find_recipient(f"{CLAIM}:{made.public_id}")
    return Errand(title, (_("First say who you are; then you say yes with one press."),), _mail(to))


def _ask(token: str) -> Errand | None:
    asked = find_by_link(token, now=clock.now())
    if asked is None or asked.account_id is not None or not asked.is_open:
        return None
    title = _("Will you keep the page of “%(name)s”?", name=asked.name)
    to = find_ask_address(asked.public_id)
    return Errand(title, (_("First say who you are; then you say yes with one press."),), _mail(to))


def _mail(value: str | None) -> Address | None:
    return Address(EMAIL, value) if value else None


def _name_of(contact: str) -> str:
    """As the letter calls them: their name, or what they are reached by."""
    found = find_by_address(address_of(contact, None) if "@" in contact else address_of(None, contact))
    return (found.name if found is not None else "") or contact
