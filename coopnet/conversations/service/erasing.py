"""What is erased: with a person, with what a conversation was about, and when its time is over."""

from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.accounts.rules.events import AccountErased
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.rules.talk import MessageState
from coopnet.conversations.service.locking import lock
from coopnet.conversations.service.sitting import close
from coopnet.foundation import outbox
from coopnet.foundation.db import db

SUBJECT = "conversation"


def forget(party_public_id: str, *, now: datetime) -> None:
    """It was not they who answered, or they are erased: who they are and what they wrote goes, and it is closed.

    What the other side wrote stays theirs, until its time is over.
    """
    talk = lock(party_public_id)
    if not talk.other.name:
        erase(talk.conversation)
        return
    me = talk.me
    db.session.execute(
        update(Message)
        .where(Message.party_id == me.id)
        .values(text="", reason="", dedup_key=None)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Message)
        .where(Message.party_id == me.id, Message.state == MessageState.HELD.value)
        .values(state=MessageState.REFUSED.value, decided_at=now)
        .execution_options(synchronize_session=False)
    )
    me.name, me.entity_name, me.barri = "", "", None
    me.email = me.phone = me.point = me.account_id = me.made_by_id = me.entity_id = None
    talk.conversation.active_key = None
    outbox.forget(SUBJECT, talk.conversation.public_id)
    close(talk, by=me.side, now=now)
    db.session.flush()
    db.session.expire_all()


def erase_about(subject_kind: str, subject_id: str) -> None:
    """All of them, with what it was about. A notice that the team has not decided keeps its evidence."""
    found = select(Conversation).where(Conversation.subject_kind == subject_kind, Conversation.subject_id == subject_id)
    for conversation in db.session.scalars(found.order_by(Conversation.id).with_for_update()).all():
        erase(conversation)


def on_account_erased(event: AccountErased) -> None:
    theirs = select(Party.public_id).where(Party.account_id == event.key, Party.name != "").order_by(Party.id)
    for public_id in db.session.scalars(theirs).all():
        forget(public_id, now=event.at)


def erase(conversation: Conversation) -> None:
    """Of one that is locked."""
    outbox.forget(SUBJECT, conversation.public_id)
    gone = delete(Conversation).where(Conversation.id == conversation.id)
    db.session.execute(gone.execution_options(synchronize_session=False))
    db.session.expire_all()
