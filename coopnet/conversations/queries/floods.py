"""All that comes from one contact, when the team looks at it together."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, func, or_, select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, ConversationReport, Message, Party
from coopnet.conversations.rules.talk import MessageState, State
from coopnet.foundation.db import db


def is_theirs(contact: Contact) -> ColumnElement[bool]:
    """Whatever they call themselves. Nobody's of a support point: it is everybody's who is served there."""
    ways = [Party.email == contact.email] if contact.email else []
    ways += [Party.phone == contact.phone] if contact.phone else []
    return or_(*ways) if ways else false()


def list_held_of(contact: Contact) -> Sequence[str]:
    """Public ids of their messages that wait, the oldest first."""
    held = select(Message.public_id).join(Party, Party.id == Message.party_id)
    held = held.where(is_theirs(contact), Message.state == MessageState.HELD.value)
    return db.session.scalars(held.order_by(Message.id)).all()


def count_open_of(contact: Contact) -> int:
    theirs = select(func.count(func.distinct(Conversation.id))).join(Party, Party.conversation_id == Conversation.id)
    return db.session.scalar(theirs.where(is_theirs(contact), Conversation.state == State.OPEN.value)) or 0


def find_sender(message_public_id: str) -> Party | None:
    """Of a message that waits."""
    held = select(Party).join(Message, Message.party_id == Party.id)
    return db.session.scalars(
        held.where(Message.public_id == message_public_id, Message.state == MessageState.HELD.value)
    ).first()


def find_accused(report_public_id: str) -> Party | None:
    """The other side of whoever said that something is wrong; None once the conversation is gone."""
    other = select(Party).join(ConversationReport, ConversationReport.conversation_id == Party.conversation_id)
    return db.session.scalars(
        other.where(
            ConversationReport.public_id == report_public_id, ConversationReport.side != Party.side, Party.name != ""
        )
    ).first()
