"""All that comes from one contact, when the team looks at it together: what it is, and whose."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, or_, select

from coopnet.accounts.queries.kept_out import find_kept_out
from coopnet.accounts.rules.people import Contact
from coopnet.conversations.models import Party
from coopnet.conversations.queries.floods import count_open_of, find_accused, find_sender, list_held_of
from coopnet.foundation.db import db
from coopnet.network.models import Post, Volunteer
from coopnet.network.queries.finding import find_plain
from coopnet.network.rules.states import STANDING, State
from coopnet.network.rules.volunteering import STANDING as HELPING

POST, MESSAGE, NOTICE = "anunci", "missatge", "avis"  # as the address says where it began


@dataclass(frozen=True)
class Flood:
    """What would go: posts and messages that wait; and, if the contact is kept out, what stands as well."""

    name: str
    contact: Contact
    pending: Sequence[str]  # public ids
    standing: Sequence[str]
    held: Sequence[str]
    open_talks: int
    is_volunteer: bool
    is_out: bool


def find_flood(kind: str, public_id: str) -> Flood | None:
    """None for what is not there, for who was erased, and for who is reached through a support point."""
    found: Post | Party | None = None
    if kind == POST:
        found = find_plain(public_id)
    elif kind in (MESSAGE, NOTICE):
        found = (find_sender if kind == MESSAGE else find_accused)(public_id)
    if found is None or not found.name or not (found.email or found.phone):
        return None
    contact = Contact(email=found.email, phone=found.phone)
    theirs = select(Post.public_id, Post.state).where(is_of(Post, contact)).order_by(Post.id)
    states = [(one, state) for one, state in db.session.execute(theirs)]
    return Flood(
        found.name,
        contact,
        pending=[one for one, state in states if state == State.PENDING],
        standing=[one for one, state in states if state in STANDING and state != State.PENDING],
        held=list_held_of(contact),
        open_talks=count_open_of(contact),
        is_volunteer=bool(list_helping(contact)),
        is_out=bool(find_kept_out(contact)),
    )


def list_helping(contact: Contact) -> Sequence[str]:
    """Public ids of the volunteers of this contact."""
    theirs = select(Volunteer.public_id).where(is_of(Volunteer, contact), Volunteer.state.in_(HELPING))
    return db.session.scalars(theirs.order_by(Volunteer.id)).all()


def is_of(model: type[Post] | type[Volunteer], contact: Contact) -> ColumnElement[bool]:
    ways = [model.email == contact.email] if contact.email else []
    ways += [model.phone == contact.phone] if contact.phone else []
    return or_(*ways) if ways else false()
