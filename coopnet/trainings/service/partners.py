"""Who co-produces a training, when it turns out that two names are one initiative."""

from sqlalchemy import select, update

from coopnet.foundation.db import db
from coopnet.foundation.generations import PROGRAMME, raise_generation, training_scope
from coopnet.initiatives.rules.events import InitiativesMerged, NameJoined
from coopnet.trainings.models import TrainingPartner, TrainingPartnerRole
from coopnet.trainings.service.indexing import derive_all
from coopnet.trainings.service.snapshots import load_all


def on_name_joined(event: NameJoined) -> None:
    _join(event.bare_id, event.initiative_id)


def on_initiatives_merged(event: InitiativesMerged) -> None:
    _join(event.gone_id, event.kept_id)


def _join(gone_id: int, kept_id: int) -> None:
    """A training that named both has one co-producer, with the roles of both."""
    bare = _partners_of(gone_id)
    known = {
        training_id: partner_id for training_id, partner_id in _partners_of(kept_id).items() if training_id in bare
    }
    for training_id, partner_id in known.items():
        _hand_roles_over(bare.pop(training_id), partner_id)
    db.session.execute(
        update(TrainingPartner)
        .where(TrainingPartner.id.in_(bare.values()))
        .values(initiative_id=kept_id)
        .execution_options(synchronize_session=False)
    )
    trainings = load_all([*bare, *known])
    derive_all(trainings)
    if trainings:
        raise_generation(PROGRAMME, *(training_scope(training.public_id) for training in trainings))


def _partners_of(initiative_id: int) -> dict[int, int]:
    """By training."""
    asked = select(TrainingPartner.training_id, TrainingPartner.id)
    rows = db.session.execute(asked.where(TrainingPartner.initiative_id == initiative_id))
    return {row.training_id: row.id for row in rows}


def _hand_roles_over(bare_id: int, partner_id: int) -> None:
    asked = select(TrainingPartnerRole.role).order_by(TrainingPartnerRole.position)
    roles = [
        list(db.session.scalars(asked.where(TrainingPartnerRole.partner_id == each))) for each in (partner_id, bare_id)
    ]
    for position, role in enumerate((role for role in roles[1] if role not in roles[0]), len(roles[0])):
        db.session.add(TrainingPartnerRole(partner_id=partner_id, role=role, position=position))
    gone = db.session.get(TrainingPartner, bare_id)
    db.session.delete(gone)
    db.session.flush()
