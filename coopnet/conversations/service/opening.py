"""Somebody answers what somebody else has put somewhere: from here on the two talk."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from coopnet.accounts.rules.people import person_key
from coopnet.accounts.service import keeping_out
from coopnet.conversations import letters
from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.rules.talk import Begun, Note, Opened, Outcome, OutcomeKind, Person, Side, Source, State
from coopnet.conversations.service.locking import lock
from coopnet.conversations.service.writing import check_open, check_text, find_sent, hash_key, say, write_in
from coopnet.foundation import links
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def answer(
    *,
    subject: tuple[str, str],
    about: str,
    about_language: str,
    maker: Person,
    answerer: Person,
    text: str,
    source: Source,
    form_key: str | None,
    now: datetime,
) -> Opened:
    """`subject` is the kind and the public id of what it is about. The same person answering again goes on talking.

    Raises `RuleBroken`: `answer_own`, `kept_out`, and what `writing.write` raises.
    """
    dedup_key = hash_key("answer", *subject, form_key) if form_key else None
    known = find_sent(dedup_key)
    if known is not None:
        return _same_form(known)
    if _is_same(maker, answerer):
        raise RuleBroken("answer_own")
    keeping_out.check(answerer.contact)
    check_text(text)
    if _is_blocked(maker, answerer):
        raise RuleBroken("conversation_blocked")
    conversation, is_new = _open(subject, about, about_language, maker, answerer, now=now)
    party = _answerer_of(conversation)
    talk = lock(party.public_id)
    written = write_in(talk, text, source=source, dedup_key=dedup_key, now=now)
    if is_new:
        letters.began(conversation, talk.me, written.message_id, now=now)
    else:
        letters.again(conversation, talk.me, now=now)
    return Opened(Begun.NEW if is_new else Begun.CONTINUED, party.public_id, party.link_version, written)


def introduce(
    *, subject: tuple[str, str], about: str, about_language: str, maker: Person, answerer: Person, now: datetime
) -> str:
    """Both have agreed to talk, and are told so by whoever asked them. The conversation's public id.

    Nobody has written anything yet, so no letter says that somebody has. Raises `RuleBroken("conversation_blocked")`.
    """
    if _is_blocked(maker, answerer):
        raise RuleBroken("conversation_blocked")
    conversation, _is_new = _open(subject, about, about_language, maker, answerer, now=now)
    talk = lock(_answerer_of(conversation).public_id)
    check_open(talk)
    talk.other.is_named = True  # they have said yes too
    say(talk, Note.AGREED, now=now, is_written=False)
    return conversation.public_id


def _open(
    subject: tuple[str, str], about: str, about_language: str, maker: Person, answerer: Person, *, now: datetime
) -> tuple[Conversation, bool]:
    """Theirs about it, and whether it is new."""
    active_key = links.keyed_hash("conversation", "|".join((*subject, person_key(answerer.contact, answerer.name))))
    is_new = add_if_absent(
        Conversation,
        unique="active_key",
        public_id=new_public_id(),
        subject_kind=subject[0],
        subject_id=subject[1],
        about=about,
        about_language=about_language,
        state=State.OPEN.value,
        active_key=active_key,
        created_at=now,
        last_at=now,
    )
    conversation = db.session.scalars(select(Conversation).where(Conversation.active_key == active_key)).one()
    if is_new:
        db.session.add_all([_party(conversation, Side.MAKER, maker), _party(conversation, Side.ANSWERER, answerer)])
        db.session.flush()
    return conversation, is_new


def _answerer_of(conversation: Conversation) -> Party:
    return db.session.scalars(
        select(Party).where(Party.conversation_id == conversation.id, Party.side == Side.ANSWERER.value)
    ).one()


def _same_form(known: Message) -> Opened:
    party = db.session.scalars(select(Party).where(Party.id == known.party_id)).one()
    sent = Outcome(OutcomeKind.SAME, known.public_id, tuple(known.held_for))
    return Opened(Begun.SAME_FORM, party.public_id, party.link_version, sent)


def _party(conversation: Conversation, side: Side, person: Person) -> Party:
    return Party(
        public_id=new_public_id(),
        conversation_id=conversation.id,
        side=side.value,
        name=person.name,
        barri=person.barri,
        email=person.contact.email,
        phone=person.contact.phone,
        point=person.contact.point,
        language=person.language,
        account_id=person.account_id,
        made_by_id=person.made_by,
        entity_id=person.entity_id,
        entity_name=person.entity_name,
        is_named=side == Side.ANSWERER,
    )


def _is_same(maker: Person, answerer: Person) -> bool:
    """By account, or by contact and name: who knows only the maker's contact is not told that it is theirs."""
    if maker.account_id is not None and maker.account_id == answerer.account_id:
        return True
    return person_key(maker.contact, maker.name) == person_key(answerer.contact, answerer.name)


def _is_blocked(maker: Person, answerer: Person) -> bool:
    """Whether one of them has blocked the other, wherever they talked: another post is no way around it."""
    one, two = aliased(Party), aliased(Party)
    asked = (
        select(one.id)
        .join(two, and_(two.conversation_id == one.conversation_id, two.id != one.id))
        .where(
            _is_person(one, maker),
            _is_person(two, answerer),
            or_(one.blocked_at.is_not(None), two.blocked_at.is_not(None)),
        )
        .limit(1)
    )
    return db.session.scalar(asked) is not None


def _is_person(party: type[Party], person: Person) -> ColumnElement[bool]:
    """Whatever they call themselves; behind a support point the name tells people apart."""
    contact = person.contact
    if person.entity_id is not None:
        return party.entity_id == person.entity_id
    if contact.email:
        return party.email == contact.email
    if contact.phone:
        return party.phone == contact.phone
    return and_(party.point == contact.point, party.name == person.name)
