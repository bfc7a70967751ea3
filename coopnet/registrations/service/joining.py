"""Registrations and the account of the person who made them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from coopnet.accounts.queries.accounts import list_verified
from coopnet.accounts.rules.contacts import Address
from coopnet.accounts.rules.events import AccountErased
from coopnet.foundation.db import changed_rows, db
from coopnet.registrations.models import Agreement, Registration
from coopnet.registrations.queries import find_registration
from coopnet.registrations.queries.joined import is_reached_by, list_keys_of
from coopnet.registrations.rules.states import CANCELLABLE
from coopnet.registrations.service.changing import cancel, erase_person, is_kept_for_grant


def join(account_key: int) -> int:
    """Those of any contact that the account has verified, and that are nobody's yet; how many."""
    return _join(account_key, list_verified(account_key))


def join_one(public_id: str, account_key: int) -> None:
    """One that was just made; only if its contact is proved to be theirs, who may register somebody else."""
    _join(account_key, list_verified(account_key), public_id)


def on_account_erased(event: AccountErased) -> None:
    """What is to come is cancelled, what was is erased; a grant's list of who took part is kept until its time."""
    for public_id in list_keys_of(event.key):
        _let_go(public_id, now=event.at)


def _let_go(public_id: str, *, now: datetime) -> None:
    registration = find_registration(public_id)
    if registration is None:
        return
    training = registration.training
    has_started = training.starts_at is not None and now >= training.starts_at
    if registration.state in CANCELLABLE and not has_started:
        cancel(public_id, now=now)
    registration = db.session.scalars(
        select(Registration).where(Registration.public_id == public_id).execution_options(populate_existing=True)
    ).one()
    registration.account_id = None
    if is_kept_for_grant(training, registration, now):
        return
    erase_person(registration)
    db.session.execute(delete(Agreement).where(Agreement.registration_id == registration.id))


def _join(account_key: int, addresses: Sequence[Address], public_id: str | None = None) -> int:
    if not addresses:
        return 0
    joined = update(Registration).where(Registration.account_id.is_(None), is_reached_by(addresses))
    if public_id is not None:
        joined = joined.where(Registration.public_id == public_id)
    return changed_rows(joined.values(account_id=account_key).execution_options(synchronize_session=False))
