"""Letters that came: for whom, from whom, and how many."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, select

from coopnet.accounts.models import AccountContact
from coopnet.accounts.rules.contacts import EMAIL
from coopnet.conversations.models import Conversation, InboundLetter, Party
from coopnet.conversations.rules.inbound import HOUR, Answer
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.foundation.emails import normal_email
from coopnet.foundation.mail_boxes import ReplyBox, is_same_mailbox

REPLY = "conversation-reply"
SHOWN = 20
LOOKED_BACK = timedelta(days=7)


def reply_box() -> ReplyBox | None:
    box: ReplyBox | None = current_app.config["REPLY_BOX"]
    return box


def reply_address_of(party: Party) -> str | None:
    """By which a letter to this party is answered; None where no mail comes in."""
    box = reply_box()
    return box.address(links.make_tag(REPLY, party.public_id, party.link_version)) if box else None


def find_addressee(token: str) -> Party | None:
    """None alike for a token that is forged, revoked, or of somebody who was erased."""
    claim = links.read_link(token.lower())
    if claim is None:
        return None
    party = db.session.scalars(select(Party).where(Party.public_id == claim.public_id, Party.name != "")).first()
    if party is None or not links.is_genuine_tag(claim, REPLY, party.link_version):
        return None
    return party


def find_conversation(party: Party) -> Conversation:
    return db.session.scalars(select(Conversation).where(Conversation.id == party.conversation_id)).one()


def is_own_address(party: Party, sender: str) -> bool:
    """Whether a letter says to come from where this party is written to, or from another address they have proved."""
    known = [party.email] if party.email else []
    if party.account_id is not None:
        proved = select(AccountContact.value).where(
            AccountContact.account_id == party.account_id,
            AccountContact.kind == EMAIL,
            AccountContact.verified_at.is_not(None),
        )
        known += db.session.scalars(proved.order_by(AccountContact.id))
    return any(is_same_mailbox(normal_email(sender), address) for address in known)


def count_lately(party_id: int, now: datetime) -> tuple[int, int]:
    """In the last hour: letters that were passed on or held, and those of which the party was told."""
    relayed, told = db.session.execute(
        select(
            func.count().filter(InboundLetter.answer.in_([Answer.RELAYED.value, Answer.HELD.value])),
            func.count().filter(InboundLetter.is_told),
        ).where(InboundLetter.party_id == party_id, InboundLetter.received_at > now - HOUR)
    ).one()
    return relayed, told


def count_answers(now: datetime) -> dict[str, int]:
    """Of a week, by what became of them, in one order."""
    rows = db.session.execute(
        select(InboundLetter.answer, func.count())
        .where(InboundLetter.received_at > now - LOOKED_BACK)
        .group_by(InboundLetter.answer)
    )
    found = {answer: count for answer, count in rows}  # noqa: C416 - rows are no pairs to the type checker
    return {answer.value: found[answer.value] for answer in Answer if answer.value in found}


def list_unreadable() -> Sequence[InboundLetter]:
    return db.session.scalars(
        select(InboundLetter)
        .where(InboundLetter.answer == Answer.UNREADABLE.value)
        .order_by(InboundLetter.id.desc())
        .limit(SHOWN)
    ).all()
