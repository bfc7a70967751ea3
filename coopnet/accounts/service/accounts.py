"""Accounts: made by the first sign-in, with one address that was proved, and what their owner changes."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from coopnet.accounts import letters
from coopnet.accounts.letters.kinds import Change
from coopnet.accounts.models import Account, AccountContact, ContactProof
from coopnet.accounts.queries.accounts import find_by_address, main_address
from coopnet.accounts.queries.proofs import find_proof
from coopnet.accounts.rules.contacts import MOST, Address
from coopnet.accounts.rules.events import ActorRenamed
from coopnet.accounts.rules.proofs import Purpose
from coopnet.accounts.service import proving, sessions
from coopnet.foundation import audit
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.events import publish
from coopnet.foundation.ids import new_public_id


def get_or_make(address: Address, *, language: str, now: datetime) -> Account:
    """For an address that was proved, or that staff vouch for. Raises `RuleBroken("account_blocked")`."""
    found = find_by_address(address)
    if found is None:
        # Two links of one newcomer may be pressed at the same moment: the second finds what the first has made.
        with suppress(IntegrityError), db.session.begin_nested():
            return _make(address, language=language, now=now)
        found = find_by_address(address)
    if found is None or found.blocked_at is not None:
        raise RuleBroken("account_blocked")
    return found


def _make(address: Address, *, language: str, now: datetime) -> Account:
    account = Account(
        public_id=new_public_id(), name="", language=language, created_at=now, seen_at=sessions.to_hour(now)
    )
    account.contacts = [_contact(address, is_primary=True, now=now, verified_at=now)]
    db.session.add(account)
    db.session.flush()
    return account


def enter(proof_id: str, *, user_agent: str, is_kept: bool, now: datetime) -> tuple[str, str | None]:
    """By a letter's link or code. The session's token, and where the person wanted to go.

    Raises `RuleBroken("proof_ended")`, also for who is blocked: no way in tells that they are.
    """
    proof = proving.use(proof_id, Purpose.SIGN_IN, now=now)
    try:
        account = get_or_make(Address(proof.kind, proof.value), language=proof.language, now=now)
    except RuleBroken as blocked:
        raise RuleBroken("proof_ended") from blocked
    return sessions.begin(account, user_agent=user_agent, is_kept=is_kept, now=now), proof.target


def change_self(account_key: int, *, name: str, language: str) -> None:
    account = get(account_key)
    account.name, account.language = name, language


def add_contact(account_key: int, address: Address, *, language: str, now: datetime) -> ContactProof:
    """Typed, not yet proved: it counts for nothing until then. The letter's proof.

    Raises `RuleBroken`: `contact_known`, `too_many_contacts`.
    """
    account = get(account_key)
    known = next((one for one in account.contacts if (one.kind, one.value) == (address.kind, address.value)), None)
    if known is not None and known.verified_at is not None:
        raise RuleBroken("contact_known")
    if known is None:
        if len(account.contacts) >= MOST:
            raise RuleBroken("too_many_contacts")
        account.contacts.append(_contact(address, is_primary=False, now=now, verified_at=None))
    return proving.ask(address, Purpose.VERIFY, language=language, account_key=account_key, now=now)


def verify_contact(account_key: int, proof_id: str, *, now: datetime) -> None:
    """Raises `RuleBroken`: `proof_ended`, also for another account's; `contact_taken` for one that has an account."""
    asked = find_proof(proof_id)
    if asked is None or asked.account_id != account_key:
        raise RuleBroken("proof_ended")
    proof = proving.use(proof_id, Purpose.VERIFY, now=now)
    address = Address(proof.kind, proof.value)
    account = get(account_key)
    contact = next((one for one in account.contacts if (one.kind, one.value) == (address.kind, address.value)), None)
    if contact is None:
        raise RuleBroken("proof_ended")
    if contact.verified_at is not None:
        return
    if find_by_address(address) is not None:
        raise RuleBroken("contact_taken")
    told = main_address(account)
    try:
        with db.session.begin_nested():
            contact.verified_at, contact.verified_key = now, address.key
            db.session.flush()
    except IntegrityError as problem:
        raise RuleBroken("contact_taken") from problem
    letters.changed(account, Change.CONTACT_ADDED, to=told, now=now)


def remove_contact(account_key: int, public_id: str, *, now: datetime) -> None:
    """Raises `RuleBroken("last_contact")`: without one nobody gets in any more."""
    account = get(account_key)
    gone = next((one for one in account.contacts if one.public_id == public_id), None)
    if gone is None:
        return
    others = [one for one in account.contacts if one is not gone and one.verified_at is not None]
    if gone.verified_at is not None and not others:
        raise RuleBroken("last_contact")
    if gone.verified_at is not None:
        letters.changed(account, Change.CONTACT_REMOVED, to=Address(gone.kind, gone.value), now=now)
        if gone.is_primary:
            others[0].is_primary = True
        audit.follow(old=gone.value, new=others[0].value)
        publish(ActorRenamed(old=gone.value, new=others[0].value))
    account.contacts.remove(gone)


def make_primary(account_key: int, public_id: str) -> None:
    account = get(account_key)
    chosen = next((one for one in account.contacts if one.public_id == public_id and one.verified_at is not None), None)
    if chosen is not None:
        for one in account.contacts:
            one.is_primary = one is chosen


def get(account_key: int) -> Account:
    """With its contacts; raises `RuleBroken("session_ended")` when it was erased meanwhile."""
    found = db.session.scalars(
        select(Account)
        .options(selectinload(Account.contacts))
        .where(Account.id == account_key)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise RuleBroken("session_ended")
    return found


def _contact(address: Address, *, is_primary: bool, now: datetime, verified_at: datetime | None) -> AccountContact:
    return AccountContact(
        public_id=new_public_id(),
        kind=address.kind,
        value=address.value,
        is_primary=is_primary,
        created_at=now,
        verified_at=verified_at,
        verified_key=address.key if verified_at else None,
    )
