"""The same training again: another draft, with its history as an edition."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from coopnet.foundation import audit, clock
from coopnet.foundation.db import db
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.generations import PROGRAMME, raise_generation, training_scope
from coopnet.trainings.models import Training
from coopnet.trainings.rules.shifting import as_copy
from coopnet.trainings.service.editing import save
from coopnet.trainings.service.locking import lock
from coopnet.trainings.service.snapshots import read_draft


def copy(training_id: int, first_day: date, *, form_key: str, actor: str, now: datetime) -> str:
    """The address of the new draft, whose first session is on `first_day`. The same page sent twice makes one.

    Nothing of people goes along. Raises `RuleBroken`: `training_not_found`, `no_sessions`.
    """
    training = lock(training_id)  # first: whoever sends the same page at the same moment waits here
    known = db.session.scalar(select(Training.slug).where(Training.form_key == form_key))
    if known is not None:
        return known
    draft = read_draft(training)
    if not draft.sessions:
        raise RuleBroken("no_sessions")
    if training.series is None:
        training.series = training.public_id
    public_id, slug, series = training.public_id, training.slug, training.series
    by = first_day - clock.to_local(draft.sessions[0].starts_at).date()
    db.session.flush()
    made = save(as_copy(draft, by, shift=_shift), training_id=None, actor=actor, now=now)
    edition = db.session.get_one(Training, made.training_id)
    edition.series, edition.form_key = series, form_key
    db.session.flush()
    raise_generation(PROGRAMME, training_scope(public_id))  # the page of the first one knows of editions from now on
    audit.record(
        at=now,
        actor=actor,
        action="training.copy",
        subject_kind="training",
        subject_id=made.public_id,
        after={"training": slug},
    )
    return made.slug


def _shift(moment: datetime, by: timedelta) -> datetime:
    """At the same hour here, also where the clocks have been put forward or back meanwhile."""
    local = clock.to_local(moment)
    return datetime.combine(local.date() + by, local.time(), tzinfo=clock.zone()).astimezone(UTC)
