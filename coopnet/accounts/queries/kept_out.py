"""Contacts that no longer write."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select

from coopnet.accounts.models import KeptOut
from coopnet.accounts.rules.keeping_out import KEPT_OUT, contact_keys
from coopnet.accounts.rules.people import Contact
from coopnet.foundation import links
from coopnet.foundation.db import db

PURPOSE = "kept_out"


def find_kept_out(contact: Contact) -> Sequence[KeptOut]:
    """By any of its ways; nothing is asked of the database for a support point."""
    hashes = [each for key in contact_keys(contact) for each in links.keyed_hashes(PURPOSE, key)]
    if not hashes:
        return ()
    return db.session.scalars(select(KeptOut).where(KeptOut.key.in_(hashes)).order_by(KeptOut.id)).all()


def list_kept_out(*, before: int | None, limit: int) -> Sequence[KeptOut]:
    """The newest first; `before` is the key of the last one seen."""
    found = select(KeptOut).order_by(KeptOut.id.desc()).limit(limit)
    return db.session.scalars(found.where(KeptOut.id < before) if before is not None else found).all()


def is_over(now: datetime) -> ColumnElement[bool]:
    return KeptOut.since <= now - KEPT_OUT
