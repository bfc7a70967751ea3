"""Somebody says that something is wrong. What was written until then is kept for the team, whatever becomes of it."""

from datetime import datetime

from sqlalchemy import select

from coopnet.conversations.models import ConversationReport, Message, Party
from coopnet.conversations.queries import moderation
from coopnet.conversations.queries.finding import known_name
from coopnet.conversations.rules.talk import DELIVERED, TEAM
from coopnet.conversations.service.locking import lock
from coopnet.conversations.service.sitting import close
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def report(party_public_id: str, text: str, *, blocks: bool, now: datetime) -> None:
    """One of each side that the team has not decided; said again, its words are the new ones. `blocks` the other side
    at once.
    """
    talk = lock(party_public_id)
    if blocks:
        talk.me.blocked_at = talk.me.blocked_at or now
    known = db.session.scalars(
        select(ConversationReport)
        .where(
            ConversationReport.conversation_id == talk.conversation.id,
            ConversationReport.side == talk.me.side,
            ConversationReport.handled_at.is_(None),
        )
        .order_by(ConversationReport.id)
    ).first()
    made = known or ConversationReport(
        public_id=new_public_id(),
        conversation_id=talk.conversation.id,
        subject_kind=talk.conversation.subject_kind,
        subject_id=talk.conversation.subject_id,
        about=talk.conversation.about,
        side=talk.me.side,
        created_at=now,
    )
    made.text = text
    rows = db.session.scalars(
        select(Message).where(Message.conversation_id == talk.conversation.id).order_by(Message.id)
    ).all()
    sides = {one.id: one for one in (talk.me, talk.other)}
    made.evidence = [
        {
            "side": sides[one.party_id].side,
            "name": known_name(sides[one.party_id]),
            "note": one.note,
            "text": one.text,
            "at": one.created_at.isoformat(),
        }
        for one in rows
        if one.party_id is not None and (one.party_id == talk.me.id or one.state in DELIVERED)
    ]
    db.session.add(made)
    db.session.flush()


def open_evidence(public_id: str, *, actor: str, now: datetime) -> ConversationReport:
    """What is kept of a notice that was right; who looked, and when, is in the audit log.

    Raises `RuleBroken("evidence_gone")`.
    """
    found = moderation.find_upheld(public_id)
    if found is None:
        raise RuleBroken("evidence_gone")
    audit.record(
        at=now,
        actor=actor,
        action="conversation.read_evidence",
        subject_kind="conversation",
        subject_id=public_id,
    )
    return found


def decide(public_id: str, *, is_right: bool, actor: str, now: datetime) -> None:
    """The team has looked at it. `is_right` closes the conversation, if there is one still, and what was kept stays
    for its time: the police, or who was hurt, may ask for it. Where nothing was wrong it goes.

    Raises `RuleBroken`: `reports_closed` when somebody was quicker.
    """
    found = db.session.scalars(
        select(ConversationReport)
        .where(ConversationReport.public_id == public_id, ConversationReport.handled_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise RuleBroken("reports_closed")
    found.handled_at, found.handled_by, found.is_right = now, actor, is_right
    if not is_right:
        found.text, found.about, found.evidence = "", "", []
    audit.record(
        at=now,
        actor=actor,
        action="conversation.close_report",
        subject_kind="conversation",
        subject_id=public_id,
        after={"is_right": is_right},
    )
    there = select(Party.public_id).where(Party.conversation_id == found.conversation_id, Party.name != "")
    party_id = db.session.scalars(there.order_by(Party.id)).first() if is_right else None
    if party_id is not None:
        close(lock(party_id), by=TEAM, now=now)
    db.session.flush()
