"""Conversations that belong to somebody's account, to an entity they keep, or to a support point they help at."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import verified_values
from coopnet.accounts.rules.contacts import EMAIL, PHONE
from coopnet.accounts.rules.shelves import Item, Press, Shelf
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.queries.finding import HELP, kept_by, link_for, shown_name
from coopnet.conversations.queries.listing import list_parties, other_of
from coopnet.conversations.rules.talk import DELIVERED
from coopnet.foundation.db import db
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.i18n import ngettext
from coopnet.foundation.viewer import Viewer


def is_reachable(account_key: int) -> ColumnElement[bool]:
    """Nobody's yet, with a contact that the account has proved."""
    emails, phones = (verified_values(account_key, kind) for kind in (EMAIL, PHONE))
    contact = or_(Party.email.in_(emails), Party.phone.in_(phones))
    return and_(Party.account_id.is_(None), Party.entity_id.is_(None), contact)


def panel(viewer: Viewer) -> dict[str, object]:
    """For `accounts.home`; what has not been read stands first."""
    kept, points = kept_by(viewer), _points(viewer)
    theirs = or_(
        Party.account_id == viewer.key,
        is_reachable(viewer.key),
        Party.entity_id.in_(kept) if kept else false(),
        Party.point.in_(points) if points else false(),
    )
    found = list_parties(theirs)
    entries, joinable = [], 0
    for party, unread in sorted(found, key=lambda row: row[1] == 0):
        link = link_for(party, viewer)
        if link is None:
            joinable += 1
            continue
        entries.append(_item(party, unread, link))
    if not entries and not joinable:
        return {}
    lead = ngettext(
        "There is %(num)d conversation with a contact of yours.",
        "There are %(num)d conversations with a contact of yours.",
        joinable,
    )
    press = Press(lead, _("Add to my page"), "conversations.join") if joinable else None
    return {"conversations": Shelf(title=_("My conversations"), empty="", entries=tuple(entries), press=press)}


def what_is_erased(viewer: Viewer) -> dict[str, object]:
    """For `accounts.erasing`."""
    if db.session.scalar(select(Party.id).where(Party.account_id == viewer.key).limit(1)) is None:
        return {}
    return {"conversations": (_("Your conversations are closed, and what you wrote in them is erased."),)}


def export(account_id: str) -> list[dict[str, Any]]:
    """For a person's file: what they said, and what reached them."""
    rows = db.session.scalars(
        select(Party)
        .join(Account, Account.id == Party.account_id)
        .where(Account.public_id == account_id)
        .options(
            selectinload(Party.conversation).selectinload(Conversation.messages),
            selectinload(Party.conversation).selectinload(Conversation.parties),
        )
        .order_by(Party.id)
    )
    return [_as_record(party) for party in rows]


def _points(viewer: Viewer) -> set[str]:
    """Those that the viewer helps at by name; who may help at all of them has the desk for it."""
    own = (each for each in viewer.grants if each.permission == HELP and each.subject_kind == "point")
    return {each.subject_id for each in own if each.subject_id} if viewer.is_whole else set()


def _item(party: Party, unread: int, link: str) -> Item:
    name = shown_name(other_of(party)) or _("somebody who is no longer here")
    new = ngettext("%(num)d new message", "%(num)d new messages", unread) if unread else ""
    on_behalf = party.entity_name or (party.name if party.point else "")
    return Item(
        text=party.conversation.about,
        endpoint="conversations.show",
        values={"token": link},
        note=" · ".join(part for part in (name, on_behalf, new) if part),
        language=party.conversation.about_language or None,
    )


def _as_record(party: Party) -> dict[str, Any]:
    talk = party.conversation
    return {
        "about": talk.about,
        "with": shown_name(other_of(party)),
        "name": party.name,
        "email": party.email,
        "phone": party.phone,
        "neighbourhood": party.barri,
        "state": talk.state,
        "begun_at": talk.created_at.isoformat(),
        "messages": [
            _message(party, one) for one in talk.messages if one.party_id == party.id or one.state in DELIVERED
        ],
    }


def _message(party: Party, message: Message) -> dict[str, Any]:
    return {
        "mine": message.party_id == party.id,
        "text": message.text,
        "note": message.note,
        "state": message.state,
        "at": message.created_at.isoformat(),
    }
