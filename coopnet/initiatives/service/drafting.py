"""A profile that somebody is writing: kept as one goes, with everything as it was typed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.foundation.db import add_if_absent, db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.ids import new_public_id
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import InitiativeDraft

Typed = Mapping[str, Sequence[str]]


def begin(typed: Typed, *, step: str, form_key: str, now: datetime) -> str:
    """Its public id; the same form sent twice begins one."""
    add_if_absent(
        InitiativeDraft,
        unique="form_key",
        public_id=new_public_id(16),
        form_key=form_key,
        typed={step: dict(typed)},
        created_at=now,
        changed_at=now,
    )
    return db.session.scalars(select(InitiativeDraft.public_id).where(InitiativeDraft.form_key == form_key)).one()


def keep_step(public_id: str, typed: Typed, *, step: str, now: datetime) -> None:
    """Raises `RuleBroken("draft_gone")` once it is sent or erased."""
    draft = get_open(public_id)
    draft.typed = {**draft.typed, step: dict(typed)}
    draft.changed_at = now
    db.session.flush()


def send_link(public_id: str, email: str, *, language: str, now: datetime) -> None:
    """To go on elsewhere. Raises `RuleBroken("draft_gone")`."""
    draft = get_open(public_id)
    letters.put(
        letters.DRAFT,
        Address(EMAIL, email),
        key=f"{draft.public_id}:{new_public_id()}",
        language=language,
        subject=("initiative_draft", draft.public_id),
        values={"draft": draft.public_id},
        now=now,
    )


def get_open(public_id: str) -> InitiativeDraft:
    """Locked. Raises `RuleBroken("draft_gone")`."""
    asked = select(InitiativeDraft).where(InitiativeDraft.public_id == public_id).with_for_update()
    draft = db.session.scalars(asked.execution_options(populate_existing=True)).first()
    if draft is None or draft.sent_at is not None:
        raise RuleBroken("draft_gone")
    return draft
