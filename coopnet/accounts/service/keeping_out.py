"""The team keeps a contact out of what people write to each other, and lets it in again."""

from datetime import datetime

from sqlalchemy import select, update

from coopnet.accounts.models import KeptOut
from coopnet.accounts.queries.kept_out import PURPOSE, find_kept_out
from coopnet.accounts.rules.keeping_out import contact_keys
from coopnet.accounts.rules.people import Contact
from coopnet.foundation import audit, links
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id


def check(contact: Contact) -> None:
    """Raises `RuleBroken("kept_out")`. Every service that takes something that somebody writes asks here."""
    if find_kept_out(contact):
        raise RuleBroken("kept_out")


def keep_out(contact: Contact, reason: str, *, actor: str, now: datetime) -> bool:
    """All of its ways. False where it was so already. Raises `RuleBroken`: `kept_out_nobody` for a support point."""
    keys = contact_keys(contact)
    if not keys:
        raise RuleBroken("kept_out_nobody")
    made = False
    for key in keys:
        public_id = new_public_id()
        is_new = add_if_absent(
            KeptOut,
            unique="key",
            public_id=public_id,
            key=links.keyed_hash(PURPOSE, key),
            kind=key.partition(":")[0],
            reason=reason,
            by=actor,
            since=now,
        )
        if is_new:
            _note(public_id, "contact.keep_out", actor=actor, now=now)
        made = made or is_new
    return made


def let_in(public_id: str, *, actor: str, now: datetime) -> bool:
    """False where somebody was quicker."""
    found = db.session.scalars(select(KeptOut).where(KeptOut.public_id == public_id).with_for_update()).first()
    if found is None:
        return False
    db.session.delete(found)
    _note(public_id, "contact.let_in", actor=actor, now=now)
    db.session.flush()
    return True


def rename_who(old: str, new: str) -> None:
    """Who of the team decided it is called otherwise from here on."""
    renamed = update(KeptOut).where(KeptOut.by == old).values(by=new)
    db.session.execute(renamed.execution_options(synchronize_session=False))


def _note(public_id: str, action: str, *, actor: str, now: datetime) -> None:
    """Neither the contact nor the reason."""
    audit.record(at=now, actor=actor, action=action, subject_kind="contact", subject_id=public_id)
