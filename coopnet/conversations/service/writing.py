"""Somebody writes to the other side: it reaches them, or waits for the team, and never gets lost."""

import hashlib
from datetime import datetime

from sqlalchemy import select

from coopnet.conversations.models import Conversation, Message
from coopnet.conversations.rules.holding import reasons_to_hold
from coopnet.conversations.rules.talk import TEXT_MAX, MessageState, Outcome, OutcomeKind, Source, State
from coopnet.conversations.service.locking import Talk, lock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def write(party_public_id: str, text: str, *, source: Source, key: str | None, now: datetime) -> Outcome:
    """In the current transaction, with the letter that it causes. The same `key` of the same side is one message.

    Raises `RuleBroken`: `conversation_not_found`; `conversation_closed`; `conversation_blocked`, which says the same to
    people; `message_empty`; `message_too_long`.
    """
    dedup_key = hash_key("message", party_public_id, key) if key else None
    return write_in(lock(party_public_id), text, source=source, dedup_key=dedup_key, now=now)


def write_in(talk: Talk, text: str, *, source: Source, dedup_key: str | None, now: datetime) -> Outcome:
    known = find_sent(dedup_key)
    if known is not None:
        return Outcome(OutcomeKind.SAME, known.public_id, tuple(known.held_for))
    check_open(talk)
    check_text(text)
    held_for = reasons_to_hold(text)
    message = Message(
        public_id=new_public_id(),
        conversation_id=talk.conversation.id,
        party_id=talk.me.id,
        text=text,
        language="",
        state=MessageState.HELD if held_for else MessageState.SENT,
        held_for=list(held_for),
        source=source.value,
        dedup_key=dedup_key,
        reason="",
        created_at=now,
    )
    db.session.add(message)
    if held_for:
        db.session.flush()
        return Outcome(OutcomeKind.HELD, message.public_id, held_for)
    deliver(talk.conversation, message, now=now)
    return Outcome(OutcomeKind.SENT, message.public_id)


def check_open(talk: Talk) -> None:
    if talk.me.blocked_at is not None or talk.other.blocked_at is not None:
        raise RuleBroken("conversation_blocked")
    if talk.conversation.state != State.OPEN:
        raise RuleBroken("conversation_closed")


def check_text(text: str) -> None:
    if not text.strip():
        raise RuleBroken("message_empty")
    if len(text) > TEXT_MAX:
        raise RuleBroken("message_too_long", most=TEXT_MAX)


def deliver(conversation: Conversation, message: Message, *, now: datetime) -> None:
    """From here on the other side sees it."""
    message.delivered_at = conversation.last_at = now
    db.session.flush()


def find_sent(dedup_key: str | None) -> Message | None:
    if dedup_key is None:
        return None
    return db.session.scalars(select(Message).where(Message.dedup_key == dedup_key)).first()


def hash_key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
