"""Letters that prove an address."""

from sqlalchemy import select

from coopnet.accounts.models import ContactProof
from coopnet.foundation import links
from coopnet.foundation.db import db

LINK = "account.proof"
CODE = "account.proof"
VERSION = 1


def find_by_link(token: str) -> ContactProof | None:
    """Also one that was used or has ended: the page says so. None for what is forged."""
    claim = links.read_link(token)
    if claim is None or not links.is_genuine(claim, LINK, VERSION):
        return None
    return find_proof(claim.public_id)


def find_proof(public_id: str) -> ContactProof | None:
    return db.session.scalars(select(ContactProof).where(ContactProof.public_id == public_id)).first()


def link_of(public_id: str) -> str:
    return links.make_link(LINK, public_id, VERSION)


def code_of(proof: ContactProof) -> str:
    """As a person reads it: two groups of four."""
    code = links.make_code(CODE, proof.public_id, proof.code_key_id).upper()
    return f"{code[:4]}-{code[4:]}"
