"""Two initiatives became one: the trainings of either are the trainings of the one that stays."""

from sqlalchemy import select

from coopnet.foundation.db import db
from coopnet.initiatives.rules.events import InitiativesMerged
from coopnet.trainings.models import Training, TrainingPartner, TrainingPartnerRole
from coopnet.trainings.service.indexing import derive
from coopnet.trainings.service.locking import lock, lock_all


def on_initiatives_merged(event: InitiativesMerged) -> None:
    """Its part in each training goes over; where both take part, the kept one has the roles of both."""
    of_gone = select(TrainingPartner.training_id).where(TrainingPartner.initiative_id == event.gone_id)
    ids = sorted(db.session.scalars(of_gone).all())
    lock_all(ids)
    for training_id in ids:
        _hand_over(lock(training_id), kept_id=event.kept_id, gone_id=event.gone_id)


def _hand_over(training: Training, *, kept_id: int, gone_id: int) -> None:
    by_initiative = {partner.initiative_id: partner for partner in training.partners}
    gone, kept = by_initiative[gone_id], by_initiative.get(kept_id)
    if kept is None:
        gone.initiative_id = kept_id
        db.session.flush()
        db.session.expire(gone, ["initiative"])
    else:
        known = {role.role for role in kept.roles}
        for role in (each.role for each in gone.roles if each.role not in known):
            kept.roles.append(TrainingPartnerRole(role=role, position=len(kept.roles)))
        training.partners.remove(gone)
        db.session.flush()
    derive(lock(training.id))
