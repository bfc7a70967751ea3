"""Somebody writes to the other side: it reaches them, or waits for the team, and never gets lost."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from coopnet.accounts.rules.people import Contact
from coopnet.accounts.service import keeping_out
from coopnet.conversations import letters
from coopnet.conversations.models import Message, Party
from coopnet.conversations.rules.events import TalkBegan
from coopnet.conversations.rules.holding import Reason, reasons_to_hold
from coopnet.conversations.rules.posing import poses
from coopnet.conversations.rules.talk import (
    NAMING,
    TEXT_MAX,
    MessageState,
    Note,
    Outcome,
    OutcomeKind,
    Source,
    State,
    first_name,
)
from coopnet.conversations.service.locking import Talk, lock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.events import publish
from coopnet.foundation.ids import new_public_id


def write(
    party_public_id: str,
    text: str,
    *,
    source: Source,
    key: str | None,
    now: datetime,
    also_held_for: Sequence[str] = (),
) -> Outcome:
    """In the current transaction, with the letter that it causes. The same `key` of the same side is one message.

    `also_held_for` are reasons to hold it that are not in its words.

    Raises `RuleBroken`: `conversation_not_found`; `kept_out`; `conversation_closed`; `conversation_blocked`, which
    says the same to people; `message_empty`; `message_too_long`.
    """
    dedup_key = hash_key("message", party_public_id, key) if key else None
    talk = lock(party_public_id)
    return write_in(talk, text, source=source, dedup_key=dedup_key, now=now, also_held_for=also_held_for)


def write_in(
    talk: Talk,
    text: str,
    *,
    source: Source,
    dedup_key: str | None,
    now: datetime,
    also_held_for: Sequence[str] = (),
) -> Outcome:
    known = find_sent(dedup_key)
    if known is not None:
        return Outcome(OutcomeKind.SAME, known.public_id, tuple(known.held_for))
    check_open(talk)
    check_text(text)
    held_for = (*reasons_to_hold(text), *_reasons_of_name(talk.me), *also_held_for)
    message = Message(
        public_id=new_public_id(),
        conversation_id=talk.conversation.id,
        party_id=talk.me.id,
        text=text,
        language="",
        state=MessageState.HELD.value,
        held_for=list(held_for),
        source=source.value,
        dedup_key=dedup_key,
        reason="",
        created_at=now,
    )
    db.session.add(message)
    return _pass_or_hold(talk, message, now=now)


def change(party_public_id: str, message_public_id: str, text: str, *, now: datetime) -> Outcome:
    """Its sender writes a message that waits once more; it is looked at as if it were new.

    Raises `RuleBroken`: `message_decided` when the team was quicker, and what `write` raises.
    """
    talk = lock(party_public_id)
    message = db.session.scalars(
        select(Message)
        .where(Message.public_id == message_public_id, Message.party_id == talk.me.id)
        .execution_options(populate_existing=True)
    ).first()
    if message is None:
        raise RuleBroken("conversation_not_found")
    if message.state != MessageState.HELD:
        raise RuleBroken("message_decided")
    check_open(talk)
    check_text(text)
    message.text, message.held_for = text, [*reasons_to_hold(text), *_reasons_of_name(talk.me)]
    return _pass_or_hold(talk, message, now=now)


def say(talk: Talk, note: Note, *, now: datetime, given: str = "", is_written: bool = True) -> None:
    """The site tells the other side what this one has pressed; without a letter where another one says so."""
    message = Message(
        public_id=new_public_id(),
        conversation_id=talk.conversation.id,
        party_id=talk.me.id,
        note=note.value,
        text=given,
        language="",
        state=MessageState.SENT.value,
        held_for=[],
        source=Source.PAGE.value,
        reason="",
        created_at=now,
    )
    db.session.add(message)
    deliver(talk, message, now=now, is_written=is_written)


def check_open(talk: Talk) -> None:
    keeping_out.check(contact_of(talk.me))
    if talk.me.blocked_at is not None or talk.other.blocked_at is not None:
        raise RuleBroken("conversation_blocked")
    if talk.conversation.state != State.OPEN:
        raise RuleBroken("conversation_closed")


def contact_of(party: Party) -> Contact:
    return Contact(email=party.email, phone=party.phone, point=party.point)


def check_text(text: str) -> None:
    if not text.strip():
        raise RuleBroken("message_empty")
    if len(text) > TEXT_MAX:
        raise RuleBroken("message_too_long", most=TEXT_MAX)


def deliver(talk: Talk, message: Message, *, now: datetime, is_written: bool = True) -> None:
    """From here on the other side sees it, and is written to. `talk` is as its sender has it."""
    is_first = not db.session.scalar(
        select(exists().where(Message.conversation_id == talk.conversation.id, Message.delivered_at.is_not(None)))
    )
    message.delivered_at = talk.conversation.last_at = now
    if message.note in NAMING:
        talk.me.is_named = True
    db.session.flush()
    if is_written:
        letters.message(talk.conversation, talk.other, message, now=now)
    if is_first:
        publish(TalkBegan(talk.conversation.subject_kind, talk.conversation.subject_id, now))


def _reasons_of_name(party: Party) -> tuple[str, ...]:
    """An entity's name has been looked at by the team already."""
    return () if party.entity_name or not poses(first_name(party.name)) else (Reason.NAME.value,)


def find_sent(dedup_key: str | None) -> Message | None:
    if dedup_key is None:
        return None
    return db.session.scalars(select(Message).where(Message.dedup_key == dedup_key)).first()


def hash_key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()


def _pass_or_hold(talk: Talk, message: Message, *, now: datetime) -> Outcome:
    if not message.held_for:
        message.state = MessageState.SENT.value
        deliver(talk, message, now=now)
        return Outcome(OutcomeKind.SENT, message.public_id)
    db.session.flush()
    if message.source == Source.MAIL:  # whoever writes on a page is told there
        letters.held(talk.conversation, talk.me, message, now=now)
    return Outcome(OutcomeKind.HELD, message.public_id, tuple(message.held_for))
