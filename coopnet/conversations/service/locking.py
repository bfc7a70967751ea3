"""Everything that changes a conversation first locks its row, so that a message and a block at once have an order."""

from dataclasses import dataclass

from sqlalchemy import select

from coopnet.conversations.models import Conversation, Party
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken


@dataclass(frozen=True)
class Talk:
    """A conversation behind its lock, as one of its sides has it."""

    conversation: Conversation
    me: Party
    other: Party


def lock(party_public_id: str) -> Talk:
    """Raises `RuleBroken("conversation_not_found")`, also for who was erased."""
    conversation = db.session.scalars(
        select(Conversation)
        .join(Party, Party.conversation_id == Conversation.id)
        .where(Party.public_id == party_public_id)
        .with_for_update(of=Conversation)
        .execution_options(populate_existing=True)
    ).first()
    if conversation is None:
        raise RuleBroken("conversation_not_found")
    parties = db.session.scalars(
        select(Party)
        .where(Party.conversation_id == conversation.id)
        .order_by(Party.id)
        .execution_options(populate_existing=True)
    ).all()
    me = next((one for one in parties if one.public_id == party_public_id), None)
    other = next((one for one in parties if one.public_id != party_public_id), None)
    if me is None or other is None or not me.name:
        raise RuleBroken("conversation_not_found")
    return Talk(conversation, me, other)
