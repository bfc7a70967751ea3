"""What is written of a training and not saved yet."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from coopnet.accounts.models import Account
from coopnet.foundation.db import db
from coopnet.foundation.personal_data import PersonalField
from coopnet.trainings.models import TrainingTyped
from coopnet.trainings.rules.parts import TYPED_KEPT

BESIDE = timedelta(minutes=15)  # so long one counts as being at it


class Beside(NamedTuple):
    """Somebody else who is writing the same part. `name` as they are called here."""

    name: str
    at: datetime


def find_typed(training_id: int, part: str, *, account_key: int) -> TrainingTyped | None:
    return db.session.get(TrainingTyped, (training_id, part, account_key))


def list_parts_typed(training_id: int, *, account_key: int) -> set[str]:
    asked = select(TrainingTyped.part).where(
        TrainingTyped.training_id == training_id, TrainingTyped.account_id == account_key
    )
    return set(db.session.scalars(asked))


def find_beside(training_id: int, part: str, *, but: int, now: datetime) -> Beside | None:
    """Who typed last, beside this account."""
    row = db.session.execute(
        select(Account.name, TrainingTyped.changed_at)
        .join(Account, Account.id == TrainingTyped.account_id)
        .where(
            TrainingTyped.training_id == training_id,
            TrainingTyped.part == part,
            TrainingTyped.account_id != but,
            TrainingTyped.changed_at > now - BESIDE,
        )
        .order_by(TrainingTyped.changed_at.desc())
        .limit(1)
    ).first()
    return None if row is None else Beside(*row)


def personal_fields() -> tuple[PersonalField, ...]:
    def overdue(moment: datetime) -> int:
        old = TrainingTyped.changed_at <= moment - TYPED_KEPT
        return db.session.scalar(select(func.count()).select_from(TrainingTyped).where(old)) or 0

    return (
        PersonalField(
            "trainings",
            "training_typed: what somebody is typing of a training",
            "to go on with it another day, on another device",
            "when it is saved, at the latest 30 days after the last change; with their account, if that goes first",
            overdue,
        ),
    )
