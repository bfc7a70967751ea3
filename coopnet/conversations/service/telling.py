"""What becomes of the thing that people talk about is told to everybody who answered it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, Party
from coopnet.conversations.queries.floods import is_theirs
from coopnet.conversations.rules.talk import TEAM, Note, Side, State
from coopnet.conversations.service.locking import lock
from coopnet.conversations.service.sitting import close
from coopnet.conversations.service.writing import say
from coopnet.foundation.db import db


def tell(subject: tuple[str, str], note: Note, *, now: datetime) -> None:
    """By its maker, in every conversation that stands."""
    for public_id in _makers(subject):
        talk = lock(public_id)
        is_heard = talk.me.blocked_at is None and talk.other.blocked_at is None and talk.other.name != ""
        if talk.conversation.state == State.OPEN and is_heard:
            say(talk, note, now=now)


def close_all(subject: tuple[str, str], *, now: datetime) -> None:
    """By the team, which has found that something is wrong with it."""
    for public_id in _makers(subject):
        talk = lock(public_id)
        if talk.conversation.state == State.OPEN:
            close(talk, by=TEAM, now=now)


def close_these(public_ids: Iterable[str], *, now: datetime) -> None:
    """By the team: one of the two is no longer there for what they met for. Neither can take it up again."""
    found = (
        select(Party.public_id)
        .join(Conversation, Conversation.id == Party.conversation_id)
        .where(Conversation.public_id.in_(list(public_ids)), Party.name != "")
        .order_by(Conversation.id, Party.id)
    )
    for public_id in db.session.scalars(found).all():
        talk = lock(public_id)
        if talk.conversation.state == State.OPEN or talk.conversation.ended_by != TEAM:
            close(talk, by=TEAM, now=now)


def close_of(contact: Contact, *, now: datetime) -> None:
    """By the team: every conversation of somebody whom it keeps out."""
    theirs = select(Conversation.public_id).join(Party, Party.conversation_id == Conversation.id)
    close_these(db.session.scalars(theirs.where(is_theirs(contact)).distinct()).all(), now=now)


def _makers(subject: tuple[str, str]) -> list[str]:
    found = (
        select(Party.public_id)
        .join(Conversation, Conversation.id == Party.conversation_id)
        .where(
            Conversation.subject_kind == subject[0],
            Conversation.subject_id == subject[1],
            Party.side == Side.MAKER.value,
            Party.name != "",
        )
        .order_by(Conversation.id)
    )
    return list(db.session.scalars(found))
