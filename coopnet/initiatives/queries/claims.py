"""Claims and invitations, found by the links of their letters."""

from sqlalchemy import select

from coopnet.foundation import links
from coopnet.foundation.db import db
from coopnet.initiatives.models import InitiativeClaim, InitiativeInvitation

CLAIM = "initiative.claim"
INVITATION = "initiative.invitation"
VERSION = 1


def claim_link(public_id: str) -> str:
    return links.make_link(CLAIM, public_id, VERSION)


def invitation_link(public_id: str) -> str:
    return links.make_link(INVITATION, public_id, VERSION)


def find_claim(token: str) -> InitiativeClaim | None:
    """Also one that was used or has ended: the page says so. None for what is forged."""
    public_id = _genuine(token, CLAIM)
    return find_claim_key(public_id) if public_id else None


def find_invitation(token: str) -> InitiativeInvitation | None:
    """As `find_claim`."""
    public_id = _genuine(token, INVITATION)
    return find_invitation_key(public_id) if public_id else None


def find_claim_key(public_id: str) -> InitiativeClaim | None:
    return db.session.scalars(select(InitiativeClaim).where(InitiativeClaim.public_id == public_id)).first()


def find_invitation_key(public_id: str) -> InitiativeInvitation | None:
    return db.session.scalars(select(InitiativeInvitation).where(InitiativeInvitation.public_id == public_id)).first()


def _genuine(token: str, purpose: str) -> str | None:
    claim = links.read_link(token)
    return claim.public_id if claim is not None and links.is_genuine(claim, purpose, VERSION) else None


def list_invitations(initiative_id: int) -> list[InitiativeInvitation]:
    """Those that nobody has answered, the oldest first."""
    asked = select(InitiativeInvitation).where(
        InitiativeInvitation.initiative_id == initiative_id, InitiativeInvitation.ended_at.is_(None)
    )
    return list(db.session.scalars(asked.order_by(InitiativeInvitation.id)))
