"""Volunteers: by id, by link, by who is reached, by where they stand."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.rules.people import Contact
from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.network.models import Volunteer
from coopnet.network.rules.volunteering import STANDING, State, is_certified

MANAGE = "volunteer"
SHOWN = 30


def find_volunteer(public_id: str) -> Volunteer | None:
    """With the texts that they were shown, wherever they stand."""
    return db.session.scalars(
        select(Volunteer).options(selectinload(Volunteer.consents)).where(Volunteer.public_id == public_id)
    ).first()


def find_by_link(token: str) -> Volunteer | None:
    """None alike for a link that is forged, revoked, cut short, or of nobody."""
    claim = links.read_link(token)
    found = find_volunteer(claim.public_id) if claim is not None else None
    if claim is None or found is None or not links.is_genuine(claim, MANAGE, found.link_version):
        return None
    return found


def link_of(volunteer: Volunteer) -> str:
    return links.make_link(MANAGE, volunteer.public_id, volunteer.link_version)


def find_same(active_key: str) -> Volunteer | None:
    """The same person, who is here already."""
    return db.session.scalars(select(Volunteer).where(Volunteer.active_key == active_key)).first()


def list_by_contact(contact: Contact) -> Sequence[Volunteer]:
    """Those that have not left."""
    reached = Volunteer.email == contact.email if contact.email else Volunteer.phone == contact.phone
    return db.session.scalars(
        select(Volunteer).where(reached, Volunteer.state.in_(STANDING)).order_by(Volunteer.id).limit(10)
    ).all()


def find_of_account(account_key: int) -> Volunteer | None:
    return db.session.scalars(
        select(Volunteer)
        .where(Volunteer.account_id == account_key, Volunteer.state.in_(STANDING))
        .order_by(Volunteer.id.desc())
    ).first()


def is_certified_account(account_key: int, *, today: date) -> bool:
    """Whether this person may see what is for somebody under age: today, whatever any job has done."""
    ends = db.session.scalar(
        select(func.max(Volunteer.certificate_until)).where(
            Volunteer.account_id == account_key, Volunteer.state.in_((State.ACTIVE, State.PAUSED))
        )
    )
    return is_certified(ends, today=today)


def list_volunteers(state: State, *, after: int | None = None, limit: int = SHOWN) -> Sequence[Volunteer]:
    """Who waits, the longest first; else the newest first. `after` is the key of the last one seen."""
    is_queue = state == State.PENDING
    asked = select(Volunteer).where(Volunteer.state == state.value, Volunteer.name != "").limit(limit)
    asked = asked.order_by(Volunteer.id if is_queue else Volunteer.id.desc())
    if after is not None:
        asked = asked.where(Volunteer.id > after if is_queue else Volunteer.id < after)
    return db.session.scalars(asked).all()


def count_by_state() -> dict[str, int]:
    rows = db.session.execute(select(Volunteer.state, func.count()).group_by(Volunteer.state))
    return {str(state): int(number) for state, number in rows}
