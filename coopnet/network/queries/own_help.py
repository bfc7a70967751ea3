"""What a person with an account gives as a volunteer: on their own page, before an erasure, and for their file."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import verified_values
from coopnet.accounts.rules.contacts import EMAIL, PHONE
from coopnet.accounts.rules.shelves import Item, Shelf
from coopnet.foundation.db import db
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.viewer import Viewer
from coopnet.network.models import Volunteer
from coopnet.network.queries.help_given import RECORD, records_of
from coopnet.network.queries.volunteers import link_of
from coopnet.network.queries.wordings import volunteer_state_in_words
from coopnet.network.rules.times import codes_of
from coopnet.network.rules.volunteering import STANDING


def list_theirs(account_key: int) -> Sequence[Volunteer]:
    """Of the account, and of nobody's with a contact that the account has proved; the newest first."""
    emails, phones = (verified_values(account_key, kind) for kind in (EMAIL, PHONE))
    proved = or_(Volunteer.email.in_(emails), Volunteer.phone.in_(phones))
    is_theirs = or_(Volunteer.account_id == account_key, and_(Volunteer.account_id.is_(None), proved))
    return db.session.scalars(
        select(Volunteer)
        .options(selectinload(Volunteer.consents))
        .where(is_theirs, Volunteer.name != "")
        .order_by(Volunteer.id.desc())
    ).all()


def shelf_of(viewer: Viewer) -> Shelf | None:
    """For `accounts.home`; None for who does not help."""
    standing = [one for one in list_theirs(viewer.key) if one.state in STANDING]
    if not standing:
        return None
    entries = [
        Item(
            text=_("My page as a volunteer"),
            endpoint="network.volunteer",
            values={"token": link_of(one)},
            note=volunteer_state_in_words(one.state),
        )
        for one in standing
    ]
    if viewer.can(RECORD):
        entries.append(Item(_("Write down help that I gave"), "network_desk.help_given"))
    return Shelf(title=_("I help"), empty="", entries=(*entries, Item(_("See the board"), "network.board")))


def lines_of_erasure(viewer: Viewer) -> tuple[str, ...]:
    if not list_theirs(viewer.key):
        return ()
    return (_("You are a volunteer no longer, and what you told us is erased; only how many minutes you gave stays."),)


def export(account_id: str) -> list[dict[str, Any]]:
    """For a person's file."""
    key = db.session.scalar(select(Account.id).where(Account.public_id == account_id))
    return [*map(_as_record, list_theirs(key)), *records_of(key)] if key is not None else []


def _as_record(one: Volunteer) -> dict[str, Any]:
    return {
        "state": one.state,
        "name": one.name,
        "email": one.email,
        "phone": one.phone,
        "language": one.language,
        "skills": one.skills,
        "languages": one.languages,
        "barris": one.barris,
        "times": list(codes_of(one.times)),
        "ways": one.ways,
        "people_at_once": one.at_once,
        "text": one.text,
        "agreement_signed": one.agreement_on.isoformat() if one.agreement_on else None,
        "training": one.training,
        "training_done": one.training_on.isoformat() if one.training_on else None,
        "certificate_seen": one.certificate_on.isoformat() if one.certificate_on else None,
        "certificate_until": one.certificate_until.isoformat() if one.certificate_until else None,
        "agreed_to": [
            {"kind": each.kind, "version": each.version, "text": each.text, "at": each.given_at.isoformat()}
            for each in one.consents
        ],
        "offered_at": one.created_at.isoformat(),
    }
