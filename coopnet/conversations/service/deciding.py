"""The team looks at what waits: it goes on to the other side, or its sender is told why not."""

from datetime import datetime

from sqlalchemy import select

from coopnet.conversations import letters
from coopnet.conversations.models import Message, Party
from coopnet.conversations.rules.talk import MessageState
from coopnet.conversations.service.locking import Talk, lock
from coopnet.conversations.service.writing import check_open, deliver
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken


def release(public_id: str, *, actor: str, now: datetime) -> None:
    """Raises `RuleBroken`: `message_decided` when somebody was quicker; what `writing.write` raises of a closed one."""
    talk, message = _lock(public_id)
    check_open(talk)
    message.state, message.decided_at = MessageState.RELEASED.value, now
    _note(message, "message.release", actor=actor, now=now)
    deliver(talk, message, now=now)


def refuse(public_id: str, *, reason: str, actor: str, now: datetime, is_told: bool = True) -> None:
    """With the `reason`, which its sender reads; by letter, unless another one tells them already.

    Raises `RuleBroken`: `reason_missing`, `message_decided`.
    """
    if not reason.strip():
        raise RuleBroken("reason_missing")
    talk, message = _lock(public_id)
    message.state, message.decided_at, message.reason = MessageState.REFUSED.value, now, reason
    _note(message, "message.refuse", actor=actor, now=now)
    db.session.flush()
    if is_told:
        letters.refused(talk.conversation, talk.me, message, now=now)


def _lock(public_id: str) -> tuple[Talk, Message]:
    sender = db.session.scalar(
        select(Party.public_id).join(Message, Message.party_id == Party.id).where(Message.public_id == public_id)
    )
    if sender is None:
        raise RuleBroken("message_decided")
    talk = lock(sender)
    message = db.session.scalars(
        select(Message).where(Message.public_id == public_id).execution_options(populate_existing=True)
    ).one()
    if message.state != MessageState.HELD:
        raise RuleBroken("message_decided")
    return talk, message


def _note(message: Message, action: str, *, actor: str, now: datetime) -> None:
    """Why it was held, never what it says."""
    audit.record(
        at=now,
        actor=actor,
        action=action,
        subject_kind="message",
        subject_id=message.public_id,
        before={"state": MessageState.HELD.value, "held_for": list(message.held_for)},
        after={"state": message.state},
    )
