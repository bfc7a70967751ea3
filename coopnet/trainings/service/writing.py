"""A training is begun and written part by part; nobody's words are lost to somebody who wrote meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.trainings.models import Training, TrainingTyped
from coopnet.trainings.rules.drafts import Draft, Saved, Text
from coopnet.trainings.rules.moves import Manner
from coopnet.trainings.rules.parts import TYPED_KEPT, mark_of, put
from coopnet.trainings.rules.states import Format, RegistrationType, Status, is_over
from coopnet.trainings.service.editing import save
from coopnet.trainings.service.locking import lock
from coopnet.trainings.service.snapshots import read_draft


def begin(title: str, *, language: str, form_key: str, actor: str, now: datetime) -> str:
    """Its address. The same page sent twice begins one. Raises `RuleBroken("title_missing")`."""
    known = db.session.scalar(select(Training.slug).where(Training.form_key == form_key))
    if known is not None:
        return known
    draft = Draft((Text(language, title),), language, Format.IN_PERSON, RegistrationType.OPEN)
    made = save(draft, training_id=None, actor=actor, now=now)
    training = db.session.get_one(Training, made.training_id)
    training.form_key = form_key
    db.session.flush()
    return made.slug


def change(
    training_id: int,
    part: str,
    values: Mapping[str, Any],
    *,
    seen: str,
    manner: Manner,
    account_key: int,
    actor: str,
    now: datetime,
) -> Saved:
    """`seen` is the mark of the part as its form was opened. What was kept as this account typed it goes.

    Raises `RuleBroken`: `training_not_found`, `edited_meanwhile`, `training_cancelled`, `training_over`,
    `title_missing`.
    """
    training = lock(training_id)
    if training.status == Status.CANCELLED:
        raise RuleBroken("training_cancelled")
    if is_over(training.ends_at, now):
        raise RuleBroken("training_over")
    before = read_draft(training)
    if seen != mark_of(before, part):
        raise RuleBroken("edited_meanwhile")
    saved = save(put(before, values), training_id=training_id, actor=actor, now=now, manner=manner)
    forget_typed(training_id, part, account_key=account_key)
    return saved


def keep_typed(
    training_id: int, part: str, typed: Mapping[str, Sequence[str]], *, account_key: int, now: datetime
) -> None:
    """As it is, right or wrong: it is shown again to who typed it, on any device. Changes nothing of the training."""
    kept = db.session.get(TrainingTyped, (training_id, part, account_key))
    if kept is None:
        kept = TrainingTyped(training_id=training_id, part=part, account_id=account_key, typed={}, changed_at=now)
        db.session.add(kept)
    kept.typed, kept.changed_at = {name: list(texts) for name, texts in typed.items()}, now
    db.session.flush()


def forget_typed(training_id: int, part: str, *, account_key: int) -> None:
    db.session.execute(
        delete(TrainingTyped)
        .where(
            TrainingTyped.training_id == training_id,
            TrainingTyped.part == part,
            TrainingTyped.account_id == account_key,
        )
        .execution_options(synchronize_session=False)
    )


def clear_typed(now: datetime) -> None:
    """What nobody has gone on with has had its time."""
    old = delete(TrainingTyped).where(TrainingTyped.changed_at <= now - TYPED_KEPT)
    db.session.execute(old.execution_options(synchronize_session=False))
