"""Profiles that somebody is writing, found by their link."""

from sqlalchemy import select

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativeDraft

LINK = "initiative.draft"
VERSION = 1


def find_draft(token: str) -> InitiativeDraft | None:
    """None for what is forged, or erased."""
    claim = links.read_link(token)
    if claim is None or not links.is_genuine(claim, LINK, VERSION):
        return None
    return db.session.scalars(select(InitiativeDraft).where(InitiativeDraft.public_id == claim.public_id)).first()


def token_of(public_id: str) -> str:
    return links.make_link(LINK, public_id, VERSION)
