"""Whose a conversation is: by link, and by whom somebody talks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import aliased, joinedload

from coopnet.conversations.models import Conversation, Message, Party
from coopnet.conversations.rules.talk import DELIVERED, State, first_name
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer

MANAGE = "conversation"
# These links give no right by themselves: who comes by one must keep the entity, or help at the support point.
KEEPING = "conversation-entity"
HELPING = "conversation-point"

EDIT = "initiatives.edit"
HELP = "registrations.help"

# Made once: putting statements together costs as much as asking them.
_OTHER = aliased(Party)
_SIDES = (
    select(Party, _OTHER, Conversation)
    .join(Conversation, Conversation.id == Party.conversation_id)
    .join(_OTHER, and_(_OTHER.conversation_id == Party.conversation_id, _OTHER.id != Party.id))
    .where(Party.public_id == bindparam("party"), Party.name != "")
)
# By conversation first, as the index has them: by id alone PostgreSQL may look through everybody's from the newest.
_SEEN: Select[Message] = (
    select(Message)
    .where(
        Message.conversation_id == bindparam("conversation"),
        or_(Message.party_id == bindparam("party"), Message.state.in_(DELIVERED)),
    )
    .order_by(Message.conversation_id.desc(), Message.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True)
class Seat:
    """A side of a conversation, as somebody sits there. `is_oneself`: by the link that was sent to them; `is_point`: a
    helper, for a person who is not there; else who keeps the entity.
    """

    me: Party
    other: Party
    conversation: Conversation
    is_oneself: bool
    is_point: bool

    @property
    def is_open(self) -> bool:
        is_blocked = self.me.blocked_at is not None or self.other.blocked_at is not None
        return self.conversation.state == State.OPEN and not is_blocked


def find_seat(token: str, viewer: Viewer | None) -> Seat | None:
    """None alike for a link that is forged, revoked, of nobody, or not the viewer's to use."""
    claim = links.read_link(token)
    if claim is None:
        return None
    sides = db.session.execute(_SIDES, {"party": claim.public_id}).first()
    if sides is None:
        return None
    me, other, conversation = sides
    is_own = links.is_genuine(claim, MANAGE, me.link_version)
    is_keeper = links.is_genuine(claim, KEEPING, me.link_version) and keeps(viewer, me.entity_id)
    is_helper = links.is_genuine(claim, HELPING, me.link_version) and helps(viewer, me.point)
    if not (is_own or is_keeper or is_helper):
        return None
    return Seat(me, other, conversation, is_oneself=is_own, is_point=is_helper)


def keeps(viewer: Viewer | None, entity_id: str | None) -> bool:
    """Whether the entity is the viewer's own to keep; who may change any profile reads nobody's letters."""
    return entity_id is not None and entity_id in kept_by(viewer)


def kept_by(viewer: Viewer | None) -> set[str]:
    if viewer is None or not viewer.is_whole:
        return set()
    own = (each for each in viewer.grants if each.permission == EDIT and each.subject_kind == "initiative")
    return {each.subject_id for each in own if each.subject_id}


def helps(viewer: Viewer | None, point: str | None) -> bool:
    return viewer is not None and point is not None and viewer.can(HELP, subject_kind="point", subject_id=point)


def link_of(party: Party, *, purpose: str = MANAGE) -> str:
    return links.make_link(purpose, party.public_id, party.link_version)


def link_for(party: Party, viewer: Viewer) -> str | None:
    """By which the viewer sits down there; None where it is not theirs."""
    if party.account_id == viewer.key:
        return link_of(party)
    if keeps(viewer, party.entity_id):
        return link_of(party, purpose=KEEPING)
    return link_of(party, purpose=HELPING) if helps(viewer, party.point) else None


def find_party(public_id: str) -> Party | None:
    """With its conversation and both sides; None for who was erased."""
    return db.session.scalars(
        select(Party)
        .where(Party.public_id == public_id, Party.name != "")
        .options(joinedload(Party.conversation).selectinload(Conversation.parties))
    ).first()


def find_message(public_id: str) -> Message | None:
    """With who wrote it."""
    return db.session.scalars(
        select(Message).where(Message.public_id == public_id).options(joinedload(Message.party))
    ).first()


def says_otherwise(message_public_id: str, text: str) -> bool:
    """Whether what was taken of a form is not what the same form says now."""
    taken = find_message(message_public_id)
    return taken is not None and taken.text not in ("", text)


def list_messages(seat: Seat, *, limit: int) -> tuple[Sequence[Message], bool]:
    """What this side sees: all of its own, and what the other side's has come through; the oldest first.

    The newest so many; and whether there are older ones.
    """
    values = {"conversation": seat.conversation.id, "party": seat.me.id, "most": limit + 1}
    rows = db.session.scalars(_SEEN, values).all()
    return rows[:limit][::-1], len(rows) > limit


def shown_name(party: Party) -> str:
    """What the other side is shown: the entity's name, a person's first name, or that they have not answered yet.

    Empty: erased.
    """
    if party.name and not party.entity_name and not party.is_named:
        return _("the person of the post")
    return known_name(party)


def known_name(party: Party) -> str:
    """What the team is shown, and who has been answered."""
    return party.entity_name or first_name(party.name)
