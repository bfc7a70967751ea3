"""Conversations in lists: of something, of somebody, of a support point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.queries.finding import HELPING, MANAGE, link_of, shown_name
from coopnet.conversations.queries.floods import is_theirs
from coopnet.conversations.rules.talk import DELIVERED, Side
from coopnet.foundation.db import db

SHOWN = 50


@dataclass(frozen=True)
class Entry:
    """`link` is the token of the own page; `unread` counts what the other side wrote since it was last looked at."""

    party_id: str
    link: str
    name: str  # of the other side, as it is shown
    own_name: str  # whole
    about: str
    about_language: str
    last_at: datetime
    unread: int
    is_open: bool


def list_about(subject_kind: str, subject_id: str, *, purpose: str) -> list[Entry]:
    """Of the maker; the newest first. `purpose` is of the links."""
    about = and_(Conversation.subject_kind == subject_kind, Conversation.subject_id == subject_id)
    return entries(and_(about, Party.side == Side.MAKER.value), purpose=purpose)


def list_for_point(point: str) -> list[Entry]:
    """Those of people who are reached through a support point, for its helpers; what waits comes first."""
    found = entries(Party.point == point, purpose=HELPING)
    return sorted(found, key=lambda one: one.unread == 0)


def list_of_contact(contact: Contact) -> list[Entry]:
    """For a letter to this very contact, by whoever has lost the links."""
    reached = Party.email == contact.email if contact.email else Party.phone == contact.phone
    return entries(reached, purpose=MANAGE)


def list_answered_by(contact: Contact, subject_kind: str, subjects: Select[str]) -> Sequence[str]:
    """Public ids of the conversations that they began about one of `subjects`."""
    begun = select(Conversation.public_id).join(Party, Party.conversation_id == Conversation.id)
    begun = begun.where(is_theirs(contact), Party.side == Side.ANSWERER.value)
    about = Conversation.subject_kind == subject_kind, Conversation.subject_id.in_(subjects)
    return db.session.scalars(begun.where(*about).order_by(Conversation.id)).all()


def entries(wanted: ColumnElement[bool], *, purpose: str) -> list[Entry]:
    """The newest first. What has not reached its maker yet is not among theirs."""
    rows = list_parties(wanted)
    return [_entry(row, unread, link_of(row, purpose=purpose)) for row, unread in rows]


def list_parties(wanted: ColumnElement[bool]) -> list[tuple[Party, int]]:
    """With how many messages they have not seen."""
    comes = and_(
        Message.conversation_id == Party.conversation_id,
        Message.party_id != Party.id,
        Message.state.in_(DELIVERED),
    )
    unread = (
        select(func.count()).where(comes, Message.id > Party.read_id).correlate(Party).scalar_subquery().label("unread")
    )
    has_something = or_(Party.side == Side.ANSWERER.value, select(Message.id).where(comes).exists())
    rows = db.session.execute(
        select(Party, unread)
        .join(Conversation, Conversation.id == Party.conversation_id)
        .where(wanted, Party.name != "", has_something)
        .options(joinedload(Party.conversation).selectinload(Conversation.parties))
        .order_by(Conversation.last_at.desc(), Party.id.desc())
        .limit(SHOWN)
    )
    return [(party, count) for party, count in rows]


def other_of(party: Party) -> Party:
    return next(one for one in party.conversation.parties if one.id != party.id)


def _entry(party: Party, unread: int, link: str) -> Entry:
    talk, other = party.conversation, other_of(party)
    return Entry(
        party_id=party.public_id,
        link=link,
        name=shown_name(other),
        own_name=party.name,
        about=talk.about,
        about_language=talk.about_language,
        last_at=talk.last_at,
        unread=unread,
        is_open=talk.state == "open" and party.blocked_at is None and other.blocked_at is None,
    )


def find_unread(party: Party) -> int | None:
    """The id of the newest message that this side can see and has not; None where there is none."""
    newest: int | None = db.session.scalar(
        select(func.max(Message.id)).where(
            Message.conversation_id == party.conversation_id, Message.state.in_(DELIVERED)
        )
    )
    return newest if newest is not None and newest > party.read_id else None
