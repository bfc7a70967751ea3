"""What belongs to a profile and goes along when it is merged into another one.

A kind of thing that a profile has gets a line in `carry_over`; rooms above listen to `rules.events.InitiativesMerged`.
"""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import main_address
from coopnet.foundation.db import db
from coopnet.initiatives.letters import keeping as letters
from coopnet.initiatives.models import (
    Initiative,
    InitiativeClaim,
    InitiativeInvitation,
    InitiativeLabel,
    InitiativeMessage,
    InitiativePicture,
    InitiativeReport,
    InitiativeSubmission,
)
from coopnet.initiatives.rules.gallery import MOST_PICTURES
from coopnet.initiatives.rules.keeping import Decision
from coopnet.initiatives.rules.states import is_label


def carry_over(kept: Initiative, gone: Initiative, *, actor: str, now: datetime) -> None:
    """Both are locked and loaded. Nothing of the kept one is lost; who waits for the team's yes has had its answer."""
    _carry_labels(kept, gone)
    _carry_pictures(kept, gone)
    _tell_who_waited(kept, gone, now)
    waiting = update(InitiativeSubmission).where(
        InitiativeSubmission.initiative_id == gone.id, InitiativeSubmission.decided_at.is_(None)
    )
    decided = waiting.values(decided_at=now, decided_by=actor, decision=Decision.REFUSED.value)
    db.session.execute(decided.execution_options(synchronize_session=False))
    for model in (InitiativeMessage, InitiativeReport, InitiativeClaim, InitiativeInvitation):
        theirs = update(model).where(model.initiative_id == gone.id).values(initiative_id=kept.id)
        db.session.execute(theirs.execution_options(synchronize_session=False))


def _tell_who_waited(kept: Initiative, gone: Initiative, now: datetime) -> None:
    """Whoever sent the other one, and answers for the one that stays from here on."""
    sent = select(Account).join(InitiativeSubmission, InitiativeSubmission.account_id == Account.id)
    waiting = sent.where(InitiativeSubmission.initiative_id == gone.id, InitiativeSubmission.decided_at.is_(None))
    for account in db.session.scalars(waiting.options(selectinload(Account.contacts))).unique():
        letters.put(
            letters.CLAIM_CONFIRMED,
            main_address(account),
            key=f"merged:{gone.public_id}:{account.public_id}",
            language=account.language,
            subject=("account", account.public_id),
            values={"initiative": kept.public_id},
            now=now,
        )


def _carry_pictures(kept: Initiative, gone: Initiative) -> None:
    """Moved, since a file has one owner: a logo where there is none, and as many as there is room for."""
    table = InitiativePicture
    asked = select(table).order_by(table.position, table.id)
    mine, theirs = (db.session.scalars(asked.where(table.initiative_id == each.id)).all() for each in (kept, gone))
    room = MOST_PICTURES - sum(not picture.is_logo for picture in mine)
    shown = [picture for picture in theirs if not picture.is_logo][: max(0, room)]
    last = max((picture.position for picture in mine), default=0)
    for position, picture in enumerate(shown, last + 1):
        picture.initiative_id, picture.position = kept.id, position
    if not any(picture.is_logo for picture in mine):
        for logo in (picture for picture in theirs if picture.is_logo):
            logo.initiative_id = kept.id


def _carry_labels(kept: Initiative, gone: Initiative) -> None:
    """A copy of those that stand and that the kept one has not: the other keeps its own for the day it is parted."""
    mine = {label.code: label for label in kept.labels}
    for label in gone.labels:
        held = mine.get(label.code)
        if not _stands(label) or (held is not None and _stands(held)):
            continue
        if held is not None:
            kept.labels.remove(held)
            db.session.flush()
        values = {name: getattr(label, name) for name in InitiativeLabel.__table__.c.keys()}  # noqa: SIM118 - columns
        kept.labels.append(InitiativeLabel(**values | {"initiative_id": kept.id}))


def _stands(label: InitiativeLabel) -> bool:
    return is_label(granted_at=label.granted_at, withdrawn_at=label.withdrawn_at)
