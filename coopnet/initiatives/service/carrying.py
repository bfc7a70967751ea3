"""What belongs to a profile and goes along when it is merged into another one.

A kind of thing that a profile has gets a line in `carry_over`; rooms above listen to `rules.events.InitiativesMerged`.
"""

from datetime import datetime

from sqlalchemy import update

from coopnet.foundation.db import db
from coopnet.initiatives.models import (
    Initiative,
    InitiativeClaim,
    InitiativeInvitation,
    InitiativeLabel,
    InitiativeMessage,
    InitiativeReport,
    InitiativeSubmission,
)
from coopnet.initiatives.rules.keeping import Decision
from coopnet.initiatives.rules.states import is_label


def carry_over(kept: Initiative, gone: Initiative, *, actor: str, now: datetime) -> None:
    """Both are locked and loaded. Nothing of the kept one is lost; who waits for the team's yes has had its answer."""
    _carry_labels(kept, gone)
    waiting = update(InitiativeSubmission).where(
        InitiativeSubmission.initiative_id == gone.id, InitiativeSubmission.decided_at.is_(None)
    )
    decided = waiting.values(decided_at=now, decided_by=actor, decision=Decision.REFUSED.value)
    db.session.execute(decided.execution_options(synchronize_session=False))
    for model in (InitiativeMessage, InitiativeReport, InitiativeClaim, InitiativeInvitation):
        theirs = update(model).where(model.initiative_id == gone.id).values(initiative_id=kept.id)
        db.session.execute(theirs.execution_options(synchronize_session=False))


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
