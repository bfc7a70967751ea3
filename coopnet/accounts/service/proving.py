"""Letters that prove an address, once: asked for, opened by a press or by the code."""

import hmac
from datetime import datetime

from sqlalchemy import update

from coopnet.accounts import letters
from coopnet.accounts.models import ContactProof
from coopnet.accounts.queries.proofs import CODE, find_proof
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.proofs import MOST_TRIES, Purpose, is_open
from coopnet.foundation import links
from coopnet.foundation.db import changed_rows, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def ask(
    address: Address,
    purpose: Purpose,
    *,
    language: str,
    now: datetime,
    account_key: int | None = None,
    target: str | None = None,
    is_sent: bool = True,
) -> ContactProof:
    """The same for an address that we know and for one that we do not: who asks learns nothing.

    `is_sent` is false where the link is handed over by somebody (a terminal).
    """
    made = ContactProof(
        public_id=new_public_id(16),
        purpose=purpose,
        account_id=account_key,
        kind=address.kind,
        value=address.value,
        language=language,
        target=target,
        code_key_id=links.current_key_id(),
        tries=0,
        created_at=now,
    )
    db.session.add(made)
    db.session.flush()
    if is_sent:
        letters.proof(made, now=now)
    return made


def use(public_id: str, purpose: Purpose, *, now: datetime) -> ContactProof:
    """Once, however many press at the same moment. Raises `RuleBroken("proof_ended")`."""
    taken = changed_rows(
        update(ContactProof)
        .where(ContactProof.public_id == public_id, ContactProof.purpose == purpose, ContactProof.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    proof = find_proof(public_id)
    if not taken or proof is None or not _stands(proof, now):
        raise RuleBroken("proof_ended")
    return proof


def is_right_code(public_id: str, typed: str, *, now: datetime) -> bool:
    """Counts the try, which must be committed whatever the answer."""
    proof = find_proof(public_id)
    counted = changed_rows(
        update(ContactProof)
        .where(ContactProof.public_id == public_id, ContactProof.tries < MOST_TRIES)
        .values(tries=ContactProof.tries + 1)
        .execution_options(synchronize_session=False)
    )
    if proof is None or not counted or proof.used_at is not None or not _stands(proof, now):
        return False
    right = links.make_code(CODE, public_id, proof.code_key_id) if proof.code_key_id in links.key_ring() else ""
    return bool(right) and hmac.compare_digest(links.clean_code(typed).encode(), right.encode())


def _stands(proof: ContactProof, now: datetime) -> bool:
    # Its code may have used up its last try at this very moment; the tries are counted where codes are typed.
    return is_open(created_at=proof.created_at, used_at=None, tries=0, now=now)
