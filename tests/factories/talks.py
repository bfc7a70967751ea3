"""Conversations, through the services and committed."""

from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.queries.finding import link_of
from coopnet.conversations.rules.talk import Opened, Outcome, Person, Side, Source
from coopnet.conversations.service import opening, writing
from coopnet.foundation.db import db, in_transaction

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SUBJECT = ("thing", "t1")
_number = count(1)


def person(name: str = "", **changed: Any) -> Person:
    number = next(_number)
    usual: dict[str, Any] = {
        "name": name or f"Nom{number} Cognom{number}",
        "contact": Contact(email=f"parla{number}@example.org"),
        "language": "ca",
    }
    return Person(**(usual | changed))


def answered(
    maker: Person | None = None,
    answerer: Person | None = None,
    text: str = "Hola, en tinc un.",
    *,
    subject: tuple[str, str] = SUBJECT,
    form_key: str | None = None,
    source: Source = Source.PAGE,
    now: datetime = NOW,
) -> Opened:
    work = partial(
        opening.answer,
        subject=subject,
        about="Un portàtil",
        about_language="ca",
        maker=maker or person(),
        answerer=answerer or person(),
        text=text,
        source=source,
        form_key=form_key,
        now=now,
    )
    return in_transaction(work)


def begun(**changed: Any) -> Conversation:
    """Somebody has answered somebody."""
    return talk_of(answered(**changed).party_id)


def talk_of(party_id: str) -> Conversation:
    """Whole, as it stands now."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(
        select(Conversation)
        .join(Party, Party.conversation_id == Conversation.id)
        .where(Party.public_id == party_id)
        .options(selectinload(Conversation.parties), selectinload(Conversation.messages).joinedload(Message.party))
    ).one()


def side_of(conversation: Conversation, side: Side) -> Party:
    return next(one for one in conversation.parties if one.side == side)


def say(
    party: Party, text: str, *, key: str | None = None, source: Source = Source.PAGE, now: datetime = NOW
) -> Outcome:
    return in_transaction(partial(writing.write, party.public_id, text, source=source, key=key, now=now))


def page_of(party: Party) -> str:
    return f"/ca/xarxa/converses/{link_of(party)}/"
